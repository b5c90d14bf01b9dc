"""A table whose rows lie somewhere, as GeoJSON (RFC 7946)."""

from typing import Any

from kembar.questions.table import Table

__all__ = ["feature_collection"]


def feature_collection(table: Table, longitude: str, latitude: str) -> dict[str, Any]:
    """A feature for each row, in their order, with all of its columns as properties; a row without both coordinates has no geometry (§3.2).

    What the table says beside its rows stands beside the features, under the same names (foreign members, §6.1).
    """
    said = table.to_json()
    rows = said.pop("rows")
    return {
        "type": "FeatureCollection",
        **said,
        "features": [
            {"type": "Feature", "geometry": _point(row, longitude, latitude), "properties": row} for row in rows
        ],
    }


def _point(row: dict[str, Any], longitude: str, latitude: str) -> dict[str, Any] | None:
    position = [row[longitude], row[latitude]]  # in this order (§3.1.1)
    return None if None in position else {"type": "Point", "coordinates": position}
