"""The requirements of a verdict: the open ones that count, or all of them by outcome and binding."""

from itertools import groupby

from kembar.law import contract
from kembar.law.outcomes import Outcome
from kembar.namespaces import ID
from kembar.report.arguments import Disputes
from kembar.report.evidence import evidence_lines
from kembar.report.selection import counted, most_common, open_ones, shown
from kembar.report.words import Words, heading, wrapped

__all__ = ["all_requirements", "contested_facts", "displaced", "open_requirements"]

_DISPLACEMENT = ID + "displacement/"


def open_requirements(verdict: contract.Verdict, words: Words, disputes: Disputes) -> list[str]:
    """Return each open requirement that counts with its evidence, and how many others are met."""
    lines: list[str] = []
    ones = open_ones(verdict)
    if ones:
        common = most_common(one["prospect"] for one in ones if one["prospect"])
        lines += [*heading(words.text("report.open")), *_common(common, words)]
        bare = [one for one in ones if _bare(one)]
        for number, one in enumerate((one for one in ones if not _bare(one)), 1):
            lines += ["", *_title(one, words, f"{number}. "), *_body(one, verdict, words, disputes, common)]
        lines += _without_evidence(bare, words, common) if bare else []
    if shown(verdict):
        lines += ["", *wrapped(words.text("report.met", count=len(shown(verdict))))]
    return lines


def all_requirements(verdict: contract.Verdict, words: Words, disputes: Disputes) -> list[str]:
    """Return every requirement with all evidence, by outcome and binding."""
    lines = heading(words.text("report.all"))
    for (outcome, binding), found in groupby(verdict["requirements"], lambda one: (one["outcome"], one["binding"])):
        ones = list(found)
        title = words.text(
            "report.group",
            outcome=words.text(f"outcome.{outcome}").capitalize(),
            binding=words.text(f"binding.{binding}"),
            count=len(ones),
        )
        lines += ["", *wrapped(title)]
        for one in ones:
            lines += ["", *wrapped(f"* {words.of(one['label'])}{words.iri(one['requirement'])}", 0, 2)]
            lines += _body(one, verdict, words, disputes, None)
            if one["needed"]:
                lines += wrapped(words.text("report.needed", needed=words.of(one["needed"])), 3, 2)
    return lines


def contested_facts(verdict: contract.Verdict, words: Words, disputes: Disputes) -> list[str]:
    """Return the contested facts on which an outcome that is not open turns."""
    lines: list[str] = []
    for one in (one for one in counted(verdict) if one not in open_ones(verdict)):
        for contest in (contest for contest in one["restsOn"] if contest["turns"]):
            lines += wrapped(words.text("report.contested-for", requirement=f"“{words.of(one['label'])}”"))
            lines += disputes.contest(contest)
    return [*heading(words.text("report.contested-facts")), *lines] if lines else []


def displaced(verdict: contract.Verdict, words: Words) -> list[str]:
    """Return which provision displaces which of the requirements that count."""
    found: dict[str, list[str]] = {}
    for one in counted(verdict):
        for item in one["evidence"]["for"]:
            if item["thing"].startswith(_DISPLACEMENT):
                found.setdefault(words.of(item["label"]), []).append(f"“{words.of(one['label'])}”")
    lines = [
        words.text("report.displaced-by", displacement=displacement, names=words.listing(names))
        for displacement, names in found.items()
    ]
    return (
        [*heading(words.text("report.displaced")), *(line for text in lines for line in wrapped(text))] if lines else []
    )


def _bare(one: contract.RequirementOutcome) -> bool:
    """Return whether there is nothing to say of a requirement but its name."""
    return not (one["evidence"]["for"] or one["evidence"]["against"] or one["arguments"] or one["restsOn"])


def _without_evidence(
    ones: list[contract.RequirementOutcome], words: Words, common: contract.Prospect | None
) -> list[str]:
    """Return the names of the requirements without evidence, by regulation."""
    regulations: dict[str, list[str]] = {}
    for one in ones:
        provision = one["provision"]
        regulation = words.of(provision["regulationLabel"]) if provision["regulationLabel"] else ""
        said = f"- {words.of(one['label'])}: {words.article(provision)}"
        lines = regulations.setdefault(regulation, [])
        lines += [*wrapped(said, 5, 2), *_prospect(one, common, words)]
    return [
        "",
        *wrapped(words.text("report.no-evidence")),
        *(line for name, lines in regulations.items() for line in [*wrapped(name, 3, 2), *lines]),
    ]


def _title(one: contract.RequirementOutcome, words: Words, lead: str) -> list[str]:
    outcome = words.text(f"outcome.{one['outcome']}")
    if one["outcome"] == Outcome.VIOLATED and one["arguable"]:
        outcome += f"; {words.text('overall.arguable').lower()}"
    return wrapped(f"{lead}{words.of(one['label'])} – {outcome}", 0, len(lead))


def _body(
    one: contract.RequirementOutcome,
    verdict: contract.Verdict,
    words: Words,
    disputes: Disputes,
    common: contract.Prospect | None,
) -> list[str]:
    return [
        *wrapped(words.text("report.basis", provision=words.provision(one["provision"])), 3, 2),
        *wrapped(words.text("report.requires", message=words.of(one["message"])), 3, 2),
        *evidence_lines(one, verdict["deed"], words),
        *disputes.lines(one),
        *_prospect(one, common, words),
    ]


def _common(common: contract.Prospect | None, words: Words) -> list[str]:
    """Return what most of the undetermined requirements can do to the overall answer."""
    if common is None:
        return []
    return wrapped(_expected("-all", common, words))


def _prospect(one: contract.RequirementOutcome, common: contract.Prospect | None, words: Words) -> list[str]:
    """Return what a requirement can do to the overall answer, unless this is said of most of them."""
    prospect = one["prospect"]
    if prospect is None or prospect == common:
        return []
    return wrapped(_expected("", prospect, words), 3, 2)


def _expected(which: str, prospect: contract.Prospect, words: Words) -> str:
    if_shown, if_refuted = (words.text(f"overall.{prospect[key]}") for key in ("ifShown", "ifRefuted"))
    if prospect["canMatter"]:
        return words.text(_EXPECTED[which], shown=if_shown, refuted=if_refuted)
    return words.text(_SETTLED[which], overall=if_shown)


_EXPECTED = {"": "report.expected", "-all": "report.expected-all"}
_SETTLED = {"": "report.settled", "-all": "report.settled-all"}
