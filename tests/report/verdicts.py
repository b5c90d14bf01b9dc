"""Small verdicts for the tests of the report."""

from typing import Any

from kembar.law import contract
from kembar.law.outcomes import Binding, Outcome, Overall
from kembar.namespaces import ID

__all__ = ["DEED", "argument", "contest", "evidence", "requirement", "verdict"]

DEED = f"{ID}deed/bern-mou"


def both(text: str) -> dict[str, str]:
    return {"id": text, "en": text}


def provision(name: str = "pp-28-2018-30-1", citation: str = "Pasal 30 ayat (1)") -> contract.Provision:
    return {
        "id": f"{ID}provision/{name}",
        "citation": citation,
        "label": both("Ketentuan"),
        "regulation": f"{ID}regulation/pp-28-2018",
        "regulationLabel": both("PP 28/2018"),
    }


def evidence(thing: str, says: str, finds: str = "satisfied", **more: Any) -> contract.Evidence:
    found: contract.Evidence = {
        "thing": f"{ID}{thing}",
        "label": both(more.get("label", thing)),
        "finds": finds,
        "says": both(says),
        "facts": more.get("facts", {}),
        "unchecked": more.get("unchecked", False),
        "statedAt": [{"id": f"{ID}source/{name}", "label": both(name)} for name in more.get("sources", [])],
    }
    return found


def argument(name: str) -> contract.Argument:
    return {
        "argument": f"{ID}argument/{name}",
        "label": both(f"Label {name}"),
        "message": both(f"Message {name}"),
        "rebuttal": both(f"Answer {name}"),
        "rebuttedBy": [provision()],
    }


def contest(name: str, turns: bool) -> contract.Contest:
    readings: list[contract.ContestedReading] = [
        {
            "reading": f"{ID}reading/{value}",
            "value": value,
            "label": {},
            "preferred": outcome is None,
            "outcome": outcome,
            "statedAt": [{"id": f"{ID}source/s", "label": both(source)}],
        }
        for value, outcome, source in (("1960-04-19", None, "Buku A"), ("1965", Outcome.VIOLATED, "Buku B"))
    ]
    return {
        "contradiction": f"{ID}contradiction/{name}",
        "label": both(f"Fact {name}"),
        "thing": DEED,
        "property": f"{ID}property",
        "turns": turns,
        "readings": readings,
    }


def requirement(
    name: str, outcome: Outcome, binding: Binding = Binding.BOUND, **more: Any
) -> contract.RequirementOutcome:
    is_open = outcome in (Outcome.VIOLATED, Outcome.UNDETERMINED)
    return {
        "requirement": f"{ID}requirement/{name}-slug",
        "label": both(f"Label {name}"),
        "provision": provision(),
        "outcome": outcome,
        "binding": binding,
        "arguable": bool(more.get("arguments")),
        "arguments": more.get("arguments", []),
        "evidence": {"for": more.get("supporting", []), "against": more.get("against", [])},
        "prospect": more.get("prospect"),
        "needed": both(f"Needed {name}") if is_open else None,
        "restsOn": more.get("rests_on", []),
        "message": both(f"Message {name}"),
    }


def prospect(shown: Overall, refuted: Overall, can_matter: bool = True) -> contract.Prospect:
    return {"ifShown": shown, "ifRefuted": refuted, "canMatter": can_matter}


def verdict(overall: Overall, *requirements: contract.RequirementOutcome, **more: Any) -> contract.Verdict:
    result: contract.Verdict = {
        "deed": DEED,
        "label": both("Nota Bern"),
        "parties": [both("Jakarta"), both("Bern")],
        "actDate": "2026-11-27",
        "signed": False,
        "asOf": "2026-11-27",
        "lawCheckedOn": "2026-11-01",
        "lawDue": [],
        "changes": [],
        "assumed": {},
        "assumedProvisions": [],
        "revision": 7,
        "overall": overall,
        "next": [
            {
                "requirement": one["requirement"],
                "label": one["label"],
                "outcome": one["outcome"],
                "wrong": [],
                "says": both("Remedy" if one["outcome"] is Outcome.VIOLATED else "Step"),
                "who": both("Bureau"),
                "towards": both("Council"),
                "document": both("Letter"),
                "timeLimit": both("45 hari"),
            }
            for one in requirements
            if one["needed"] and one["binding"] in (Binding.BOUND, Binding.UNKNOWN)
        ],
        "ended": [],
        "claims": [],
        "unused": [],
        "requirements": list(requirements),
    }
    return {**result, **more}  # type: ignore[typeddict-item]
