"""A property on a thing that does not take it is a fault with its line, and says where it belongs."""

from pathlib import Path

import pytest

from kembar.content.belonging import Belonging
from kembar.content.checking import check
from kembar.content.reading import read
from kembar.errors import ContentError
from kembar.files import Content, ContentFile

CONTENT = Content.shipped()
KB = "https://w3id.org/kembar/ontology#"
PROBES = Path(__file__).parent / "probes"


@pytest.fixture(scope="module")
def belonging() -> Belonging:
    files, _ = read(CONTENT.files("ontology", ".ttl"))
    return Belonging.of([triple for file in files for triple in file.triples])


def faults_of(root: Path, *statements: str) -> list[str]:
    """Return the faults of a small content with a vocabulary of its own."""
    vocabulary = (CONTENT.root / "ontology" / "kembar.ttl").read_text()
    for folder in ("ontology", "data", "shapes", "queries"):
        (root / folder).mkdir(exist_ok=True)
    (root / "ontology" / "kembar.ttl").write_text(vocabulary)
    (root / "ontology" / "reused.ttl").write_text((CONTENT.root / "ontology" / "reused.ttl").read_text())
    lines = [
        f"@prefix kb: <{KB}> .",
        "@prefix : <https://w3id.org/kembar/id/partnership/> .",
        "<https://w3id.org/kembar/graph/x> a <http://rdfs.org/ns/void#Dataset> ; "
        "<http://www.w3.org/ns/prov#hadPrimarySource> :book . :book a kb:Source .",
        *statements,
    ]
    (root / "data" / "x.ttl").write_text("\n".join(lines))
    try:
        check(Content(root))
    except ContentError as error:
        return [fault.text("en") for fault in error.faults if "belong" in fault.text("en")]
    return []


def test_a_status_of_a_tie_is_said_by_a_state_of_the_tie(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, ":tie a kb:Partnership ;", "  kb:status :tie .")
    assert fault.startswith("data/x.ttl:5: tie: kb:status does not belong to a kb:Partnership but to kb:Activity.")
    assert "kb:tieStage (kb:TieState)" in fault


def test_the_nearest_property_of_the_thing_itself_is_named(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, ":paper a kb:Deed ; kb:signatory :paper .")
    assert "but to kb:Signature" in fault
    assert "nearest here: kb:signature" in fault


def test_a_class_that_specialises_the_right_one_takes_its_properties(tmp_path: Path) -> None:
    assert not faults_of(
        tmp_path, ":visit a kb:Activity ; kb:channel :visit . :town a kb:LocalGovernment ; kb:tier :town ."
    )


def test_a_property_that_several_classes_share_is_taken_by_each_of_them(belonging: Belonging) -> None:
    assert not belonging.misplaced(f"{KB}party", [f"{KB}Deed"])
    assert not belonging.misplaced(f"{KB}party", [f"{KB}Partnership"])
    elsewhere = belonging.misplaced(f"{KB}party", [f"{KB}Territory"])
    assert elsewhere
    assert elsewhere.takers == (f"{KB}Deed", f"{KB}Partnership")


def test_a_thing_without_a_class_and_a_property_of_any_class_are_left_alone(belonging: Belonging) -> None:
    assert belonging.misplaced(f"{KB}status", []) is None
    assert belonging.misplaced(f"{KB}note", [f"{KB}Partnership"]) is None


def test_an_earlier_deed_is_no_legal_basis(belonging: Belonging) -> None:
    elsewhere = belonging.misplaced(f"{KB}basedOn", [f"{KB}Deed"])
    assert elsewhere
    assert elsewhere.instead == ((f"{KB}followsFrom", f"{KB}Deed"),)


@pytest.mark.parametrize("probe", sorted(PROBES.glob("*.ttl")), ids=lambda path: path.stem)
def test_every_probe_of_the_trade_has_its_place_or_a_clear_refusal(probe: Path, belonging: Belonging) -> None:
    (file, *_), faults = read([ContentFile(f"data/{probe.name}", probe.read_text())])
    assert not faults
    types: dict[str, set[str]] = {"jeddah": {f"{KB}Partnership"}}
    for triple in file.triples:
        if triple.predicate.value.endswith("#type"):
            types.setdefault(str(triple.subject).rsplit("/", 1)[-1].rstrip(">"), set()).add(str(triple.object)[1:-1])
    found = [
        (triple.predicate.value.removeprefix(KB), elsewhere.instead)
        for triple in file.triples
        if (elsewhere := belonging.misplaced(
            triple.predicate.value, types.get(str(triple.subject).rsplit("/", 1)[-1].rstrip(">"), set())
        ))
    ]  # fmt: skip
    expected = {
        "status-on-partnership": [("status", ((f"{KB}tieStage", f"{KB}TieState"),))],
        "mou-refers-to-loi": [("basedOn", ((f"{KB}followsFrom", f"{KB}Deed"),))],
    }
    assert found == expected.get(probe.stem, [])
