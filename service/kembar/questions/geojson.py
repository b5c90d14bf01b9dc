"""A table whose rows lie somewhere, as GeoJSON (RFC 7946)."""

from kembar.questions import contract
from kembar.questions.table import Table

__all__ = ["feature_collection"]


def feature_collection(table: Table, longitude: str, latitude: str) -> contract.FeatureCollection:
    """A feature for each row, in their order, with all of its columns as properties; a row without both coordinates has no geometry (§3.2).

    What the table says beside its rows stands beside the features, under the same names (foreign members, §6.1).
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
