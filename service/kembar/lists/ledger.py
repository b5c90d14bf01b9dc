"""The ledger of an import: for each row whether it was taken, with which gaps, or why it was refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kembar import messages

__all__ = ["Entry", "Ledger", "Remark", "Unreadable"]

NOTHING_OPEN, SOMETHING_REFUSED, WITH_GAPS = 0, 1, 3
_LINES = {"taken": "lists.taken", "gaps": "lists.gaps", "refused": "lists.refused"}
"""The message of a row, by its result."""


class Unreadable(ValueError):
    """A cell that cannot be read: the key of a message, and the values of its placeholders."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.texts = messages.text(key, **values)


@dataclass(frozen=True)
class Remark:
    """What is to be said of one cell, in both languages."""

    column: str
    texts: messages.Texts


@dataclass
class Entry:
    """What became of a row: ``number`` is its row in the sheet, ``what`` names its tie."""

    number: int
    what: str
    gaps: list[Remark] = field(default_factory=list)
    refusals: list[Remark] = field(default_factory=list)

    @property
    def result(self) -> str:
        """``taken``, ``gaps`` or ``refused``."""
        return "refused" if self.refusals else "gaps" if self.gaps else "taken"

    def gap(self, column: str, key: str, **values: object) -> None:
        """Note a gap: what the cell says is kept in words, or not at all."""
        remark = Remark(column, messages.text(key, **values))
        if remark not in self.gaps:
            self.gaps.append(remark)

    def refuse(self, column: str, problem: Unreadable) -> None:
        """Note why the row is refused."""
        self.refusals.append(Remark(column, problem.texts))


@dataclass(frozen=True)
class Ledger:
    """The entries of all rows, in their order."""

    entries: Sequence[Entry]

    @property
    def status(self) -> int:
        """The exit status: 0 without a gap, 3 with gaps, 1 if a row was refused."""
        results = {entry.result for entry in self.entries}
        return SOMETHING_REFUSED if "refused" in results else WITH_GAPS if "gaps" in results else NOTHING_OPEN

    def lines(self, language: str) -> Iterator[str]:
        """Yield the lines of the ledger: one a row, its remarks below it, and the counts at the end."""
        for entry in self.entries:
            yield messages.text(_LINES[entry.result], row=entry.number, what=entry.what)[language]
            for remark in entry.refusals or entry.gaps:
                yield f"    {remark.column}: {remark.texts[language]}"
        counts = {
            result: sum(entry.result == result for entry in self.entries) for result in ("taken", "gaps", "refused")
        }
        yield messages.text("lists.count", rows=len(self.entries), **counts)[language]
