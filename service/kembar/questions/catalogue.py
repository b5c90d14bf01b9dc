"""All canned questions, by name."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property

from kembar.errors import ContentError, Fault, NotFound, UnknownName
from kembar.files import Content, ContentFile
from kembar.questions.columns import SHARED_FILE, SharedColumns
from kembar.questions.compiler import compile_questions, header_line
from kembar.questions.question import Question

__all__ = ["Questions"]


class Questions:
    """The questions of some files, with their presets, in the order of their names."""

    def __init__(self, files: Iterable[ContentFile], columns: ContentFile | None = None) -> None:
        """Compile them. Raises :class:`ContentError` with everything that is wrong.

        Args:
            files: The files of the questions.
            columns: The file of the columns that they share.
        """
        shared = SharedColumns(columns)
        faults: list[Fault] = []
        questions: dict[str, Question] = {}
        for file in files:
            try:
                compiled = compile_questions(file, shared)
            except ContentError as error:
                faults += error.faults
                continue
            for question in compiled:
                if question.name in questions:
                    faults.append(
                        Fault(
                            file.name, header_line(file, question.name), f"another question is called {question.name}."
                        )
                    )
                questions[question.name] = question
        faults = faults or shared.unused()
        if faults:
            raise ContentError(faults)
        self._by_name = dict(sorted(questions.items()))

    @classmethod
    def of(cls, content: Content) -> "Questions":
        """Compile the questions of a content. Raises :class:`ContentError`."""
        columns = (file for file in content.files("queries", ".toml") if file.name == SHARED_FILE)
        return cls(content.files("queries", ".rq"), next(columns, None))

    @cached_property
    def digest(self) -> str:
        """A digest that changes when a question is added, changed or removed."""
        return hashlib.sha256(repr([(question.name, question.version) for question in self]).encode()).hexdigest()

    def __iter__(self) -> Iterator[Question]:
        return iter(self._by_name.values())

    @property
    def tags(self) -> list[str]:
        """All tags that a question has."""
        return sorted({tag for question in self for tag in question.tags})

    def tagged(self, tag: str | None) -> list[Question]:
        """Return the questions with a tag, or all. Raises :class:`UnknownName`, which lists the tags."""
        if tag is not None and tag not in self.tags:
            raise UnknownName(f"No question has the tag {tag[:40]!r}.", parameter="tag", known=self.tags)
        return [question for question in self if tag is None or tag in question.tags]

    def __getitem__(self, name: str) -> Question:
        """Return the question of a name. Raises :class:`NotFound`, which lists the names."""
        if name not in self._by_name:
            raise NotFound(f"There is no question {name[:60]!r}.", known=sorted(self._by_name))
        return self._by_name[name]
