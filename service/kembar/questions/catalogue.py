"""All canned questions, by name."""

import hashlib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property

from kembar import messages
from kembar.errors import ContentError, Fault, NotFound, UnknownName
from kembar.files import Content, ContentFile
from kembar.questions.columns import SharedColumns
from kembar.questions.compiler import compile_questions, header_line
from kembar.questions.parameters import SharedParameters
from kembar.questions.question import Question

__all__ = ["Questions"]


class Questions:
    """The questions of some files, with their presets, in the order of their names."""

    def __init__(
        self,
        files: Iterable[ContentFile],
        columns: ContentFile | None = None,
        parameters: ContentFile | None = None,
    ) -> None:
        """Compile the files.

        Args:
            files: The files of the questions.
            columns: The file of the columns that they share.
            parameters: The file of the parameters that they share.

        Raises:
            ContentError: With all faults in the files.
        """
        shared_columns, shared_parameters = SharedColumns(columns), SharedParameters(parameters)
        faults: list[Fault] = []
        questions: dict[str, Question] = {}
        for file in files:
            try:
                compiled = compile_questions(file, shared_columns, shared_parameters)
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
        faults = faults or [*shared_columns.unused(), *shared_parameters.unused()]
        if faults:
            raise ContentError(faults)
        self._by_name = dict(sorted(questions.items()))

    @classmethod
    def of(cls, content: Content) -> "Questions":
        """Compile the questions of a content. Raise :class:`ContentError` with all faults in them."""
        shared = {file.name: file for file in content.files("queries", ".toml")}
        names = ("queries/columns.toml", "queries/parameters.toml")
        return cls(content.files("queries", ".rq"), *(shared.get(name) for name in names))

    @cached_property
    def digest(self) -> str:
        """The digest of all questions, which changes when one is added, changed or removed."""
        return hashlib.sha256(repr([(question.name, question.version) for question in self]).encode()).hexdigest()

    def __iter__(self) -> Iterator[Question]:
        return iter(self._by_name.values())

    @property
    def tags(self) -> list[str]:
        """The tags of all questions, sorted."""
        return sorted({tag for question in self for tag in question.tags})

    def tagged(self, tag: str | None) -> list[Question]:
        """Return the questions with a tag, or all. Raise :class:`UnknownName` if no question has it."""
        if tag is not None and tag not in self.tags:
            raise UnknownName(messages.text("refused.tag", tag=repr(tag[:40])), parameter="tag", known=self.tags)
        return [question for question in self if tag is None or tag in question.tags]

    def __getitem__(self, name: str) -> Question:
        """Return the question of a name. Raise :class:`NotFound` with the known names if there is none."""
        if name not in self._by_name:
            near = get_close_matches(name[:60], self._by_name, n=3, cutoff=0.5)
            values = {"name": repr(name[:60])} | ({"near": ", ".join(near)} if near else {})
            said = messages.text("refused.question-near" if near else "refused.question", **values)
            raise NotFound(said, known=sorted(self._by_name))
        return self._by_name[name]
