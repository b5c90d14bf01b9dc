"""Activities and contacts of an invented partnership; some contacts request an activity."""

import random

from bench.partnerships import Partnership
from bench.setting import moment

__all__ = ["happenings"]

_KINDS = {
    "visit": ("Kunjungan", "Visit"),
    "aid": ("Bantuan", "Aid"),
    "joint-event": ("Acara bersama", "Joint event"),
    "training": ("Pelatihan", "Training"),
    "document-signing": ("Penandatanganan", "Signing"),
    "other": ("Kegiatan lain", "Another activity"),
}
_KIND_WEIGHTS = [45, 12, 20, 13, 6, 4]
_STATUSES = {
    "held": 72,
    "planned": 8,
    "under-discussion": 4,
    "postponed": 4,
    "declined": 5,
    "not-granted": 2,
    "unanswered": 4,
    "not-recorded": 1,
}
_SUBJECTS = {
    "pengelolaan sampah": "waste management",
    "angkutan umum": "public transport",
    "kebun binatang": "zoos",
    "pertukaran pelajar": "student exchange",
    "pengendalian banjir": "flood control",
    "kebudayaan": "culture",
    "pemadam kebakaran": "fire brigades",
}
_CONTACTS = 0.15
_LAST_YEAR = 2025


def happenings(rng: random.Random, partnership: Partnership, graph: str, count: int) -> str:
    """Return ``count`` activities and contacts in TriG, in the named graph ``graph``."""
    if not count:
        return ""
    slugs = (f"{partnership.slug}-{number}" for number in range(1, count + 1))
    things = "".join(
        _contact(rng, partnership, slug) if rng.random() < _CONTACTS else _activity(rng, partnership, slug)
        for slug in slugs
    )
    return f"{graph} {{ {things} }}\n"


def _activity(rng: random.Random, partnership: Partnership, slug: str) -> str:
    kind, (label, label_in_english) = rng.choices(list(_KINDS.items()), _KIND_WEIGHTS)[0]
    subject, in_english = rng.choice(list(_SUBJECTS.items()))
    status = rng.choices(list(_STATUSES), list(_STATUSES.values()))[0]
    gift = f' ; kb:given "Bantuan untuk {subject}"@id , "Aid for {in_english}"@en' if kind == "aid" else ""
    headcount = f" ; kb:headcount {min(int(rng.paretovariate(0.8)) + 1, 5000)}" if rng.random() < 0.3 else ""
    return f"""
  activity:{slug} a kb:Activity ; rdfs:label "{label} {partnership.name}: {subject}"@id , "{label_in_english} {partnership.name}: {in_english}"@en ;
    kb:activityKind activity-kind:{kind} ; kb:status status:{status} ; {_common_properties(rng, partnership)}{gift}{headcount} .
  {_participations(rng, partnership, f"activity:{slug}", "host", "guest")}"""


def _contact(rng: random.Random, partnership: Partnership, slug: str) -> str:
    """Return a letter, of which half request an activity that is returned too."""
    subject, in_english = rng.choice(list(_SUBJECTS.items()))
    request = (
        f"contact:{slug} kb:askedFor activity:{slug}-asked . {_activity(rng, partnership, f'{slug}-asked')}"
        if rng.random() < 0.5
        else ""
    )
    return f"""
  contact:{slug} a kb:Contact ; rdfs:label "Surat tentang {subject}"@id , "Letter about {in_english}"@en ; kb:activityKind activity-kind:contact ;
    {_common_properties(rng, partnership)} . {request}
  {_participations(rng, partnership, f"contact:{slug}", "sender", "recipient")}"""


def _common_properties(rng: random.Random, partnership: Partnership) -> str:
    """Return the common properties of activities and contacts, of which one in twenty has no date."""
    year = rng.randint(min(partnership.founded + 2, _LAST_YEAR), _LAST_YEAR)
    dated = f" ; kb:date {moment(rng, year)}" if rng.random() < 0.95 else ""
    return f"""kb:partnership partnership:{partnership.slug} ; kb:channel channel:{rng.choices(["governments", "institutions"], [70, 30])[0]} ;
    kb:direction direction:{rng.choice(["from-home", "from-partner", "reciprocal", "joint"])} ; kb:statedAt place:{partnership.slug}{dated}"""


def _participations(rng: random.Random, partnership: Partnership, thing: str, *roles: str) -> str:
    """Return the participation of a body of each party, or of one party only."""
    sides = list(zip(partnership.parties, roles, strict=True))
    slug = thing.replace(":", "-")
    return "".join(
        f"""
  {thing} kb:participation participation:{slug}-{role} . participation:{slug}-{role} a kb:Participation ;
    kb:participant actor:{party}-{rng.choice(["head", "agency", "zoo"])} ; kb:role role:{role} ."""
        for party, role in rng.sample(sides, rng.choice([1, 2, 2]))
    )
