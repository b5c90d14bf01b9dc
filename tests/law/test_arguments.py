"""Arguments are read from the triples of the content, independently of how its files are written."""

import re

from kembar.application import Kembar
from kembar.files import Content, ContentFile
from kembar.law.rules import Rules, rule_files
from kembar.namespaces import slug_of
from tests.law.judging import by_slug, judge

CONTENT = Content.shipped()


def compile_rules(data: list[ContentFile]) -> Rules:
    return Rules.compile(rule_files(CONTENT), data)


def test_renaming_a_prefix_in_a_content_file_changes_no_argument() -> None:
    (file,) = (file for file in CONTENT.files("data", ".ttl") if file.name == "data/law-arguments.ttl")
    renamed = ContentFile(file.name, re.sub(r"\bkb:", "k:", file.text))
    assert "kb:" not in renamed.text
    arguments = compile_rules([file]).arguments
    assert arguments
    assert compile_rules([renamed]).arguments == arguments


def arguments(kembar: Kembar, graph: str, requirement: str) -> set[str]:
    return {slug_of(argument["argument"]) for argument in by_slug(judge(kembar, graph))[requirement].arguable}


def test_of_a_deed_that_carries_out_an_older_one_it_may_be_argued_that_nothing_is_asked_again(kembar: Kembar) -> None:
    deed = "deed:x a kb:Deed ; kb:party government:jakarta , government:berlin ."
    implementing = f"{deed} deed:x kb:implements deed:berlin-mou-1994 ."
    assert arguments(kembar, deed, "dprd-approval") == set()
    assert arguments(kembar, implementing, "dprd-approval") == {"implementing-arrangement"}


def test_an_argument_is_raised_only_against_what_is_open(kembar: Kembar) -> None:
    graph = "deed:x a kb:Deed ; kb:party government:jakarta , government:berlin ; kb:implements deed:berlin-mou-1994 ."
    assert arguments(kembar, graph, "equal-status") == set()


def test_a_deed_about_religion_alone_is_arguable_and_one_about_foreign_policy_too_is_not(kembar: Kembar) -> None:
    religion = "deed:x a kb:Deed ; kb:party government:jakarta , government:berlin ; kb:field field:religion ."
    both = f"{religion} deed:x kb:field field:foreign-policy ."
    assert arguments(kembar, religion, "matter-of-regional-government") == {"religious-life"}
    assert arguments(kembar, both, "matter-of-regional-government") == set()
