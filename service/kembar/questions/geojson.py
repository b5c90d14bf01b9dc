"""A table with coordinates as GeoJSON (RFC 7946)."""

from typing import Any

from kembar.questions.table import Table

__all__ = ["feature_collection"]


def feature_collection(table: Table, longitude: str, latitude: str) -> dict[str, Any]:
    """Return a feature for each row, in their order, with the columns as properties.

    A row without both coordinates has no geometry (§3.2). The other members of the table become members of the
    collection (§6.1).
    """
    members = table.to_json()
    rows = members.pop("rows")
    return {
        "type": "FeatureCollection",
        **members,
        "features": [
            {"type": "Feature", "geometry": _point(row, longitude, latitude), "properties": row} for row in rows
        ],
    }


def _point(row: dict[str, Any], longitude: str, latitude: str) -> dict[str, Any] | None:
    position = [row[longitude], row[latitude]]  # in this order (§3.1.1)
    return None if None in position else {"type": "Point", "coordinates": position}
