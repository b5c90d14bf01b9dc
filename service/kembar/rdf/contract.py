"""Types that the JSON contracts share. Pydantic makes their JSON Schemas."""

from typing import Annotated

from pydantic import Field, GetPydanticSchema
from typing_extensions import TypedDict  # pydantic does not take that of the standard library before Python 3.12

__all__ = ["BilingualText", "Day", "Iri", "RevisionNumber", "Texts"]

Iri = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
RevisionNumber = Annotated[int, Field(ge=1)]


class BilingualText(TypedDict):
    """A text in Indonesian and in English."""

    id: str
    en: str


Texts = Annotated[dict[str, str], GetPydanticSchema(lambda _, handler: handler.generate_schema(BilingualText))]
"""A text by language, which a producer holds as a dictionary; the contract is :class:`BilingualText`."""
