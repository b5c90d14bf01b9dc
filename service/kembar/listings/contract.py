"""The JSON contract of pages of collections and of searches. What an item of a collection holds stands in its file."""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from kembar.rdf.contract import Iri, RevisionNumber

__all__ = ["Head", "Hit", "Item", "Page", "Reference", "SearchPage"]


class Reference(TypedDict):
    """A thing that an item refers to."""

    id: Iri
    label: str | None


class Head(TypedDict):
    """What is known of every thing. The label is in the language of the page."""

    id: Iri
    type: str | None
    label: str | None


class Item(Head):
    """What every item holds."""

    href: Iri | None
    """The address of the thing at this service; null for a thing of another namespace."""


class Hit(Item):
    """A thing that a search found."""

    matchedIn: str
    """The field whose text has most of the words."""
    matched: str
    """That text."""


_WithContext = TypedDict("_WithContext", {"@context": list[str | dict[str, Any]]})


class Page(_WithContext):
    """What every page holds beside the name of its collection and its items."""

    id: Iri
    next: NotRequired[Iri]
    """The next page; absent on the last."""
    revision: RevisionNumber
    complete: bool
    """Whether the list ends with these items: false where there is a next page, true on the last one."""
    total: NotRequired[int]
    """The number of items on all pages. Absent where the collection is so large that counting takes long."""
    corrected: NotRequired[dict[str, list[str]]]
    """Words of q that do not occur, and the nearest that do, which were searched for instead."""


class SearchPage(Page):
    """A page of a search."""

    collection: Literal["search"]
    items: list[Hit]
