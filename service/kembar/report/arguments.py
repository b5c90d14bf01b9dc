"""Arguments in law and contested facts: in full where they first matter, and referred to afterwards."""

from string import ascii_uppercase

from kembar.law import contract
from kembar.report.evidence import source_list
from kembar.report.words import Words, wrapped

__all__ = ["Disputes"]


class Disputes:
    """The arguments and contested facts that a report has set out so far."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._letters: dict[str, str] = {}
        self._contests: set[str] = set()

    def lines(self, requirement: contract.RequirementOutcome) -> list[str]:
        """Return the arguments against the outcome of a requirement, and the contested facts that it rests on."""
        lines = [line for argument in requirement["arguments"] for line in self._argument(argument)]
        return lines + [line for contest in requirement["restsOn"] for line in self.contest(contest)]

    def _argument(self, argument: contract.Argument) -> list[str]:
        words, known = self._words, argument["argument"] in self._letters
        letter = self._letters.setdefault(argument["argument"], _letter(len(self._letters)))
        if known:
            return wrapped(words.text("report.argument-again", letter=letter), 3)
        label = words.of(argument["label"]) + words.iri(argument["argument"])
        said = words.text("report.argument", letter=letter, label=label, message=words.of(argument["message"]))
        rebuttal = words.of(argument["rebuttal"])
        provisions = words.listing([words.provision(provision) for provision in argument["rebuttedBy"]])
        answer = (
            words.text("report.rebuttal-by", provisions=provisions, rebuttal=rebuttal)
            if provisions
            else words.text("report.rebuttal", rebuttal=rebuttal)
        )
        return wrapped(said, 3, 2) + wrapped(answer, 5, 2)

    def contest(self, contest: contract.Contest, indent: int = 3) -> list[str]:
        """Return a contested fact with its readings and the outcome under each other reading."""
        words, label = self._words, self._words.of(contest["label"])
        if contest["contradiction"] in self._contests:
            return wrapped(words.text("report.contested-again", label=label), indent)
        self._contests.add(contest["contradiction"])
        label += words.iri(contest["contradiction"])
        lines = wrapped(words.text("report.contested", label=label), indent)
        for reading in contest["readings"]:
            lines += wrapped(f"- {self._reading(reading)}", indent + 2, 2)
        return lines

    def _reading(self, reading: contract.ContestedReading) -> str:
        words = self._words
        value = words.of(reading["label"], reading["value"]) if reading["label"] else words.day(reading["value"])
        sources = source_list(reading["statedAt"], words)
        if reading["preferred"]:
            return words.text("report.preferred", value=value, sources=sources).rstrip()
        if reading["outcome"] is None:
            return words.text("report.reading", value=value, sources=sources).rstrip()
        outcome = words.text(f"outcome.{reading['outcome']}")
        return words.text("report.otherwise", value=value, outcome=outcome, sources=sources).rstrip()


def _letter(number: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    repeated, place = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[place] * (repeated + 1)
