"""A table with coordinates as GeoJSON (RFC 7946)."""

from kembar.questions import contract
from kembar.questions.table import Table

__all__ = ["feature_collection"]


def feature_collection(table: Table, longitude: str, latitude: str) -> contract.FeatureCollection:
    """Return a feature for each row, in their order, with the columns as properties.

    A row without both coordinates has no geometry (§3.2). The other members of the table become members of the
    collection (§6.1).
    """
    return {
        "type": "FeatureCollection",
        "query": table.query,
        **table.answer(),
        "features": [
            {"type": "Feature", "geometry": _point(row, longitude, latitude), "properties": row} for row in table.rows
        ],
    }


def _point(row: contract.Row, longitude: str, latitude: str) -> contract.Point | None:
    position = [row[longitude], row[latitude]]  # in this order (§3.1.1)
    degrees = [value for value in position if isinstance(value, float)]
    return {"type": "Point", "coordinates": degrees} if len(degrees) == len(position) else None
