"""The record as a list: a row for each deed of a tie, in the columns of the template."""

from collections.abc import Iterator, Mapping

from kembar.lists.columns import COLUMNS, properties_of
from kembar.lists.concepts import Concepts
from kembar.lists.countries import Countries
from kembar.lists.deeds import RELATIONS
from kembar.lists.kinds import KINDS
from kembar.lists.record import Record
from kembar.lists.signing import PAPERS
from kembar.namespaces import ID
from kembar.rdf.names import kb
from kembar.rdf.tabular import csv_text
from kembar.rdf.terms import Literal, NamedNode, text_of
from kembar.store.protocol import objects

__all__ = ["list_text"]

_INDONESIA = f"{ID}country/id"


def list_text(record: Record, region: str | None = None) -> str:
    """Return the ties of the record, or those of one region, as a CSV text with the headings of the template.

    What the record does not state is blank. A region is named by the IRI of its government.
    """
    export = _Export(record)
    names = [column.name for column in COLUMNS]
    rows = (row for tie in record.things(kb.Partnership) for row in export.rows(tie, region))
    numbered = ({**row, "no": str(number)} for number, row in enumerate(rows, 1))
    return csv_text(names, ([row.get(name, "") for name in names] for row in numbered))


class _Export:
    def __init__(self, record: Record) -> None:
        self._record = record
        self._concepts, self._countries = Concepts.of(record.store), Countries.of(record.store)

    def rows(self, tie: str, region: str | None) -> Iterator[dict[str, str]]:
        """Yield the rows of a tie: its deeds with its states beside them, as many rows as either has."""
        parties = sorted(objects(self._record.store, tie, kb.party))
        ours = [iri for iri in parties if self._record.one(iri, kb.country) == _INDONESIA]
        home = region if region in ours else next(iter(ours), None)
        if home is None or (region and region not in parties):
            return
        shared = {"pihak_indonesia": self._name(home), **self._fields(tie, "tie")}
        states = self._stating(kb.stateOf, tie)
        deeds = [deed.iri for deed in self._record.deeds(tie)]
        for partner in (iri for iri in parties if iri != home):
            common = {**shared, **self._partner(partner)}
            for number in range(max(1, len(states), len(deeds))):
                row = dict(common)
                thing = tie
                if number < len(states):
                    row |= self._fields(states[number], "state")
                    thing = states[number]
                if number < len(deeds):
                    row |= self._deed(deeds[number], home, partner)
                    thing = deeds[number]
                yield {**row, **self._source(thing, tie)}

    def _partner(self, partner: str) -> dict[str, str]:
        territory = self._record.one(partner, kb.governs)
        within = self._record.one(territory, kb.within) if territory else None
        country = self._record.one(partner, kb.country)
        kind = self._record.one(partner, kb.actorKind)
        return {
            "pihak_mitra": self._name(partner),
            "negara": self._countries.label(country) if country else "",
            "jenis_mitra": self._concepts.label(kind) if kind else "",
            "induk_wilayah_mitra": self._record.label(within) if within else "",
        }

    def _deed(self, deed: str, home: str, partner: str) -> dict[str, str]:
        row = self._fields(deed, "deed")
        if day := self._record.one(deed, kb.inForceFrom):
            row["mulai_berlaku"] = day
        if term := self._record.one(deed, kb.term):
            row |= self._fields(term, "term")
        if venue := self._record.one(deed, kb.venue):
            row["tempat_ttd"] = self._record.label(venue)
        for signature in objects(self._record.store, deed, kb.signature):
            sides = {home: "1", partner: "2"}
            side = sides.get(self._record.one(signature, kb.onBehalfOf) or "")
            if side:
                row[f"penanda_tangan_{side}_jabatan"] = self._text(signature, kb.office)
                row[f"nomor_pihak_{side}"] = self._record.one(signature, kb.deedNumber) or ""
        row["saksi_jabatan"] = "; ".join(
            sorted(self._record.label(iri) for iri in objects(self._record.store, deed, kb.witness))
        )
        row["bidang_tercetak"] = "; ".join(self._listed(deed))
        for prop, words in RELATIONS.items():
            if earlier := self._record.one(deed, prop):
                row |= {"naskah_sebelumnya": self._record.label(earlier), "hubungan_dengannya": words[0]}
        return {**row, **self._papers(deed), **self._bodies(deed), **self._money(deed)}

    def _listed(self, deed: str) -> list[str]:
        """Return the fields as their source prints them, or by their labels where none is printed."""
        listings = self._stating(kb.listedIn, deed)
        order = {iri: int(self._record.one(iri, kb.position) or 0) for iri in listings}
        printed = [self._record.one(iri, kb.asPrinted) or "" for iri in sorted(listings, key=order.__getitem__)]
        labels = sorted(self._concepts.label(iri) for iri in objects(self._record.store, deed, kb.field))
        return [text.replace(";", ",") for text in printed or labels]

    def _papers(self, deed: str) -> dict[str, str]:
        row = {}
        for taken in self._stating(kb.takenFor, deed):
            step = self._record.one(taken, kb.step)
            for column, (name, _, _) in PAPERS.items():
                if step == f"{ID}step/ksdpl-{name}":
                    row[f"{column}_nomor"] = self._record.one(taken, kb.document) or ""
                    if column != "surat_kuasa":
                        row[f"{column}_tanggal"] = self._record.one(taken, kb.date) or ""
        return row

    def _bodies(self, thing: str) -> dict[str, str]:
        return {
            column.name: "; ".join(sorted(map(self._record.label, objects(self._record.store, thing, prop))))
            for column, prop in properties_of("body")
        }

    def _money(self, deed: str) -> dict[str, str]:
        budget = self._record.one(deed, kb.budget)
        if not budget:
            return {}
        columns = {"anggaran": kb.amount, "mata_uang": kb.currency, "tahun_anggaran": kb.year}
        return {column: self._record.one(budget, prop) or "" for column, prop in columns.items()}

    def _fields(self, thing: str, about: str) -> dict[str, str]:
        """Return the cells of the columns that give one property of a thing."""
        row = {}
        for column, prop in properties_of(about):
            if not column.kind:
                continue
            values = [quad.object for quad in self._record.store.quads(NamedNode(thing), prop)]
            write = KINDS[column.kind].write
            cells = sorted(write(value, self._concepts) for value in values if isinstance(value, (Literal, NamedNode)))
            row[column.name] = "; ".join(cells)
        return row

    def _source(self, thing: str, tie: str) -> dict[str, str]:
        """Return where a thing is stated: one source for each place, in the same order."""
        places = sorted(
            objects(self._record.store, thing, kb.statedAt) or objects(self._record.store, tie, kb.statedAt)
        )
        sources = [self._record.one(place, kb.inSource) or place for place in places]
        return {
            "sumber": "; ".join(self._record.label(iri).replace(";", ",") for iri in sources),
            "halaman_atau_baris": "; ".join(
                "" if place == source else self._where(place).replace(";", ",")
                for place, source in zip(places, sources, strict=True)
            ),
        }

    def _where(self, place: str) -> str:
        table, row = self._record.one(place, kb.table), self._record.one(place, kb.row)
        if table:
            return f"{table}, {row}" if row else table
        return self._record.label(place)

    def _name(self, party: str) -> str:
        """Return the name of a party, or its prefixed name where another party of its country has the same."""
        territory = self._record.one(party, kb.governs)
        country = self._record.one(party, kb.country) or ""
        name = self._record.label(territory or party)
        found = self._record.governments(country, name) if territory else self._record.bodies(country, name)
        return name if found == [party] else party.removeprefix(ID).replace("/", ":", 1)

    def _text(self, thing: str, prop: NamedNode) -> str:
        values: Mapping[str, str] = {
            value.object.language or "": value.object.value
            for value in self._record.store.quads(NamedNode(thing), prop)
            if isinstance(value.object, Literal)
        }
        return values.get("id", next(iter(values.values()), ""))

    def _stating(self, prop: NamedNode, thing: str) -> list[str]:
        """Return the things that name a thing by a property, sorted."""
        return sorted({text_of(quad.subject) for quad in self._record.store.quads(None, prop, NamedNode(thing))})
