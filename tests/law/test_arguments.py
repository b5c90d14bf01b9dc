"""Arguments are read from the triples of the content, independently of how its files are written."""

import re

from kembar.files import Content, ContentFile
from kembar.law.rules import Rules, rule_files

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
