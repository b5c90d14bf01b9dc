"""JSON-LD contexts of the pages of collections and of the search."""

from typing import Any

from kembar.listings.collection import Collection, Member
from kembar.listings.compiler import PROPERTY

__all__ = ["collection_context", "search_context"]


def search_context(published: str, language: str) -> list[Any]:
    """Return the context of a page of the search: the published context, with labels in one language.

    Args:
        published: The address of the published context.
        language: The language of labels.
    """
    return _page_context(published, language, {})


def collection_context(published: str, collection: Collection, language: str) -> list[Any]:
    """Return the context of a page of a collection: that of the search, with the terms that differ from it."""
    terms = {
        member.name: _term(member, language)
        for member in collection.members
        if member.kind in ("concept", "translated", "texts", "date") and PROPERTY.fullmatch(member.path)
    }
    return _page_context(published, language, {"label": _label(collection.label, language), **terms})


def _page_context(published: str, language: str, terms: dict[str, Any]) -> list[Any]:
    # The vocabulary has a property total; that of a page is none of its facts.
    concept = {"skos:Concept": {"@id": "skos:Concept", "@context": {"label": _label("prefLabel", language)}}}
    return [published, {"items": "@included", "total": None, "label": _label("label", language), **concept, **terms}]


def _label(name: str, language: str) -> dict[str, str]:
    return {"@id": {"label": "rdfs:label", "prefLabel": "skos:prefLabel"}[name], "@language": language}


def _term(member: Member, language: str) -> dict[str, Any] | None:
    """Return the definition of the term of a member.

    A date has one of several datatypes, so its term is None: JSON-LD processors ignore the member.
    """
    terms: dict[str, dict[str, Any] | None] = {
        "concept": {"@id": member.path, "@type": "@id", "@context": {"label": _label("prefLabel", language)}},
        "translated": {"@id": member.path, "@language": language},
        "texts": {"@id": member.path, "@container": "@language"},
        "date": None,
    }
    return terms[member.kind]
