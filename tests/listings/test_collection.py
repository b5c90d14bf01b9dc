"""A collection is a file; whatever is wrong in it stops the start, with its line."""

import pytest

from kembar.errors import ContentError
from kembar.files import Content, ContentFile
from kembar.listings.catalogue import Collections
from kembar.listings.collection import Collection
from kembar.listings.compiler import compile_collection

CONTEXT = Content.shipped().context
GOOD = """
where = "?thing a kb:Deed ."
sort = "-earliest"
search = ["kb:party/rdfs:label"]
title = { id = "Naskah", en = "Deeds" }
description = { id = "Semua.", en = "All." }

[[members]]
name = "earliest"
path = "kb:earliest"
kind = "day"
sorts = true
description = { id = "Awal.", en = "Earliest." }

[[members]]
name = "landOfParty"
path = "kb:party/kb:country"
kind = "iri"
several = true
description = { id = "Negara.", en = "Country." }

[[filters]]
name = "country"
kind = "country"
path = "kb:party/kb:country"
description = { id = "Hanya ini.", en = "Only this." }
"""


def compiled(text: str) -> Collection:
    return compile_collection(ContentFile("queries/collections/things.toml", text), CONTEXT)


def test_a_file_is_a_collection() -> None:
    collection = compiled(GOOD)
    assert (collection.name, collection.sorts) == ("things", ["label", "-label", "earliest", "-earliest"])
    assert [each.parameter.name for each in collection.filters] == ["country"]


@pytest.mark.parametrize(
    ("good", "bad", "line", "reason"),
    [
        ("sort = ", "sort = = ", 3, "not valid TOML"),
        ("title = {", "titel = {", 1, "'title'"),
        ('path = "kb:earliest"', 'path = "kb:latest"', 9, "kb:latest is not the meaning of earliest"),
        ('path = "kb:earliest"', 'path = "kb:earlyest"', 9, "no term earlyest"),
        ('"landOfParty"', '"country"', 16, "country means kb:country"),
        ('path = "kb:party/kb:country"\nkind = "iri"', 'path = "kb:party/kb:land"\nkind = "iri"', 16, "no term land"),
        (
            'path = "kb:party/kb:country"\nkind = "iri"',
            'path = "kb:party//kb:country"\nkind = "iri"',
            16,
            "landOfParty: ",
        ),
        ('kind = "iri"', 'kind = "flag"', 16, "unknown kind: flag"),
        ("several = true", "several = true\nsorts = true", 16, "cannot sort"),
        ("several = true", "sevral = true", 1, "sevral"),
        ('sort = "-earliest"', 'sort = "-latest"', 3, "none of label"),
        ('where = "?thing a kb:Deed ."', 'where = "?thing a kb:Deeds ."', 2, "no term Deeds"),
        ('"kb:party/rdfs:label"', '"kb:parties/rdfs:label"', 4, "no term parties"),
        ('name = "country"\nkind = "country"', 'name = "sort"\nkind = "country"', 23, "parameter of every collection"),
        ('kind = "country"', 'kind = "land"', 23, "unknown kind: land"),
        ('kind = "country"', 'kind = "concept"', 23, "has no scheme"),
        ('kind = "country"', 'kind = "country"\ncompare = "LIKE"', 23, "compared by LIKE"),
        ('name = "country"', 'name = "theCountry"', 23, "not a valid name"),
        ('"landOfParty"', '"earliest"', 9, "used twice"),
    ],
)
def test_what_is_wrong_stops_the_start_with_its_line(good: str, bad: str, line: int, reason: str) -> None:
    assert good in GOOD
    with pytest.raises(ContentError) as refused:
        compiled(GOOD.replace(good, bad, 1))
    found = [(fault.line, fault.reason) for fault in refused.value.faults]
    assert any(fault_line == line and reason in text for fault_line, text in found), found


@pytest.mark.parametrize("name", ["health", "queries", "openapi", "context.jsonld"])
def test_a_collection_cannot_take_the_path_of_a_route(name: str) -> None:
    files = [ContentFile(f"queries/collections/{name}.toml", GOOD)]
    with pytest.raises(ContentError) as refused:
        Collections(files, CONTEXT)
    assert refused.value.detail == (
        f"queries/collections/{name}.toml:1: /{name} is a path of the service itself: give the file another name."
    )


def test_all_files_are_told_of_at_once() -> None:
    files = [
        ContentFile(f"queries/collections/{name}.toml", GOOD.replace("kb:Deed", "kb:Deeds")) for name in ("a", "b")
    ]
    with pytest.raises(ContentError) as refused:
        Collections(files, CONTEXT)
    assert {fault.file for fault in refused.value.faults} == {
        "queries/collections/a.toml",
        "queries/collections/b.toml",
    }
