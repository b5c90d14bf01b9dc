"""The patches of pySHACL apply to the installed version and have their effect."""

from collections.abc import Callable

import pytest
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.shape import Shape
from rdflib import SH, Graph, Literal

from kembar.rdf import shacl
from kembar.rdf.shacl import DataGraph, validate

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://example.org/> .\n"
SHAPE = PREFIXES + "x:shape sh:targetNode x:a ; sh:property [ sh:path x:p ; sh:minCount 1 {message} ] ."


def report(message: str) -> Graph:
    """Return the report on a focus node without the required property."""
    return validate(DataGraph(), Graph().parse(data=SHAPE.replace("{message}", message), format="turtle"))


def test_a_message_comes_from_the_shape() -> None:
    messages = set(report('; sh:message "p is missing"').objects(None, SH.resultMessage))
    assert messages == {Literal("p is missing")}


def test_no_description_of_a_result_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise AssertionError("a description is written")

    monkeypatch.setattr(ConstraintComponent, "make_v_result_description", fail)
    assert len(set(report("").objects(None, SH.result))) == 1


def test_pyshacl_looks_parameters_up_in_the_patched_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shacl, "_PARAMETERS", (frozenset({SH.maxCount}), CONSTRAINT_PARAMETERS_MAP))
    assert not set(report("").objects(None, SH.result)), "sh:property is not in the set, so it constrains nothing"


@pytest.mark.parametrize(("owner", "name"), [(ConstraintComponent, "make_v_result"), (Shape, "validate")])
def test_a_pyshacl_without_the_patched_functions_is_refused(
    monkeypatch: pytest.MonkeyPatch, owner: type, name: str
) -> None:
    def rewritten(*_: object) -> None: ...

    monkeypatch.setattr(owner, name, rewritten)
    check: Callable[[], None] = shacl._require_what_is_patched
    with pytest.raises(RuntimeError, match=r"no longer has what .* patches"):
        check()
