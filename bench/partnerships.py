"""Invented partnerships with deeds, steps taken, fields and assessments, some of them missing or disputed."""

import random
from dataclasses import dataclass

from bench.setting import moment

__all__ = ["Partnership", "fields_by_frequency"]

_DEEDS = {"programme": 30, "implementing-arrangement": 25, "action-plan": 20, "arrangement": 15, "loi": 10}
_STEPS = {
    "initiative": "governor-of-jakarta",
    "letter-of-intent": "governor-of-jakarta",
    "cooperation-plan": "governor-of-jakarta",
    "dprd-approval": "dprd-jakarta",
    "ministerial-consideration": "ministry-of-home-affairs",
    "confirmation-letter": "minister-of-foreign-affairs",
}
_PP_28_2018 = 2018


def fields_by_frequency(slugs: list[str]) -> dict[str, float]:
    """Return the weight of each field of cooperation by Zipf's law, in the given order."""
    return {slug: 1 / rank for rank, slug in enumerate(slugs, 1)}


@dataclass(frozen=True)
class Partnership:
    """A partnership: its number, the slugs of its parties, its name, and the year of its founding deed."""

    number: int
    parties: tuple[str, str]
    name: str
    founded: int

    @property
    def slug(self) -> str:
        """The last part of its IRI."""
        return f"synthetic-{self.number}"

    def describe(self, rng: random.Random, fields: dict[str, float]) -> str:
        """Return the partnership in TriG, without its activities and contacts."""
        slug, name, row = self.slug, self.name, self.number
        scheme = rng.choices(
            ["sister-city", "sister-province", "partnership", "inter-city-cooperation"], [70, 15, 10, 5]
        )[0]
        issue = (
            f" ; kb:issueGroup issue-group:{rng.choice(['education', 'flood', 'waste', 'traffic'])}"
            if rng.random() < 0.4
            else ""
        )
        text = f"""
graph:synthetic-places {{ place:{slug} a kb:SourcePlace ; kb:inSource source:synthetic ; kb:table "partnerships" ; kb:row {row} ;
    rdfs:label "Baris {row}"@id , "Row {row}"@en . }}
graph:synthetic-partnerships {{ partnership:{slug} a kb:Partnership ; rdfs:label "{name}"@id , "{name}"@en ; {self._parties_text()} ;
    kb:cooperationType cooperation-type:ksdpl ; kb:scheme scheme:{scheme}{issue} ; kb:statedAt place:{slug} . }}
graph:synthetic-deeds {{ {self._founding(rng)} {"".join(self._further(rng, number) for number in range(2, 2 + _few(rng)))} }}
graph:synthetic-fields {{ {self._fields(rng, fields)} }}"""
        if rng.random() < 0.6:
            level = rng.choices(["active", "less-active", "inactive"], [50, 23, 27])[0]
            text += f"""
graph:synthetic-assessments {{ assessment:{slug} a kb:Assessment ; rdfs:label "{name}: penilaian"@id , "{name}: assessment"@en ;
    kb:partnership partnership:{slug} ; kb:activityLevel activity-level:{level} ; kb:assessedBy source:synthetic ; kb:statedAt place:{slug} . }}"""
        return text

    def _parties_text(self) -> str:
        return f"kb:party government:{self.parties[0]} , government:{self.parties[1]}"

    def _founding(self, rng: random.Random) -> str:
        slug, name, year = self.slug, self.name, self.founded
        dispute = rng.random()
        undisputed = f"deed:{slug}-1 kb:date {moment(rng, year)} ."
        date_text = _disputed_date(slug, year, preferred=dispute < 0.07) if dispute < 0.12 else undisputed
        steps = (
            "".join(_step(rng, f"{slug}-1", step, year) for step in _STEPS if rng.random() < 0.7)
            if year > _PP_28_2018
            else ""
        )
        return f"""
  deed:{slug}-1 a kb:Deed ; rdfs:label "MoU pendirian {name}"@id , "Founding memorandum {name}"@en ; kb:founds partnership:{slug} ;
    {self._parties_text()} ; kb:deedType deed-type:mou ; kb:cooperationType cooperation-type:ksdpl ; kb:statedAt place:{slug} .
  {date_text} {self._signatures(rng, f"{slug}-1")} {steps}"""

    def _further(self, rng: random.Random, number: int) -> str:
        """Return a deed that implements the founding deed; some have no date or term, many no signature."""
        deed, kind, year = (
            f"{self.slug}-{number}",
            rng.choices(list(_DEEDS), list(_DEEDS.values()))[0],
            self.founded + number,
        )
        date_text = self._dated(rng, deed, year) if rng.random() < 0.85 else ""
        term = (
            f'deed:{deed} kb:term period:{deed} . period:{deed} a kb:Period ; kb:end "{year + rng.randint(2, 5)}"^^xsd:gYear .'
            if rng.random() < 0.5
            else ""
        )
        return f"""
  deed:{deed} a kb:Deed ; rdfs:label "Naskah {number} {self.name}"@id , "Deed {number} {self.name}"@en ; kb:partnership partnership:{self.slug} ;
    kb:implements deed:{self.slug}-1 ; {self._parties_text()} ; kb:deedType deed-type:{kind} ; kb:statedAt place:{self.slug} .
  {date_text} {term} {self._signatures(rng, deed)}"""

    def _dated(self, rng: random.Random, deed: str, year: int) -> str:
        """Return the date of a deed and, for some, the activity of its signing."""
        date = moment(rng, year)
        if rng.random() < 0.6:
            return f"deed:{deed} kb:date {date} ."
        return f"""deed:{deed} kb:date {date} .
  activity:{deed}-signing a kb:Activity ; rdfs:label "Penandatanganan {self.name}"@id , "Signing {self.name}"@en ; kb:date {date} ;
    kb:activityKind activity-kind:document-signing ; kb:status status:held ; kb:channel channel:governments ; kb:direction direction:joint ;
    kb:partnership partnership:{self.slug} ; kb:concludes deed:{deed} ; kb:statedAt place:{self.slug} ."""

    def _signatures(self, rng: random.Random, deed: str) -> str:
        return "".join(
            f"""
  deed:{deed} kb:signature signature:{deed}-{side} . signature:{deed}-{side} a kb:Signature ; kb:signatory actor:{party}-head ;
    kb:office "Kepala daerah"@id , "Head of the government"@en ; kb:onBehalfOf government:{party} ; kb:statedAt place:{self.slug} ."""
            for side, party in enumerate(self.parties, 1)
            if rng.random() < 0.4
        )

    def _fields(self, rng: random.Random, fields: dict[str, float]) -> str:
        deed = f"{self.slug}-1"
        chosen = dict.fromkeys(rng.choices(list(fields), list(fields.values()), k=rng.randint(1, 7)))
        return "".join(
            f"""
  deed:{deed} kb:field field:{field} . listing:{deed}-{position} a kb:FieldListing ; kb:asPrinted "{field.replace("-", " ")}"@en ;
    kb:listedIn deed:{deed} ; kb:field field:{field} ; kb:position {position} ; kb:statedAt place:{self.slug} ."""
            for position, field in enumerate(chosen, 1)
        )


def _few(rng: random.Random) -> int:
    return min(int(rng.expovariate(1.2)), 4)


def _step(rng: random.Random, deed: str, step: str, year: int) -> str:
    """Return a step of the procedure, of which a third have no document."""
    document = f' ; kb:document "{rng.randint(1, 400)}/{year}"' if rng.random() < 0.67 else ""
    return f"""
  stepTaken:{deed}-{step} a kb:StepTaken ; kb:takenFor deed:{deed} ; kb:step step:ksdpl-{step} ; kb:actedBy actor:{_STEPS[step]} ;
    kb:date {moment(rng, year - 1)}{document} ."""


def _disputed_date(slug: str, year: int, *, preferred: bool) -> str:
    deed = f"{slug}-1"
    preference = (
        ' ; kb:preferred true ; kb:reason "Tercetak pada naskah."@id , "Printed on the deed itself."@en'
        if preferred
        else ""
    )
    direct = f'deed:{deed} kb:date "{year}"^^xsd:gYear .' if preferred else ""
    return f"""{direct}
  contradiction:{deed}-date a kb:Contradiction ; kb:concerns deed:{deed} ; kb:disputes kb:date ; kb:contradictionKind contradiction-kind:date ;
    rdfs:label "Tanggal naskah"@id , "Date of the deed"@en ; kb:hasReading reading:{deed}-date-1 , reading:{deed}-date-2 .
  reading:{deed}-date-1 a kb:Reading ; kb:value "{year}"^^xsd:gYear ; kb:statedAt place:{slug}{preference} .
  reading:{deed}-date-2 a kb:Reading ; kb:value "{year + 1}-03"^^xsd:gYearMonth ; kb:statedAt place:{slug} ."""
