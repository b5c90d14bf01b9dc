"""The columns of a list: what each of them holds. Import and export both go by this table."""

from dataclasses import dataclass

from kembar.rdf.names import dct, kb
from kembar.rdf.terms import NamedNode

__all__ = ["COLUMNS", "NEEDED", "OF_A_DEED", "STAGES", "Column", "properties_of"]


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        name: The heading in the template.
        about: What its cells are about: row, party, tie, state, deed, signing, paper, body, money, remark or source.
        prop: The property of the tie, state or deed that a cell gives, where it is one alone.
        kind: The kind of its cells, if it has such a property.
        firm: Whether a cell that cannot be read refuses its row; otherwise it is a gap, and its words are kept.
    """

    name: str
    about: str
    prop: NamedNode | None = None
    kind: str = ""
    firm: bool = False


COLUMNS = (
    Column("no", "row"),
    Column("pihak_indonesia", "party", firm=True),
    Column("tingkat_pihak_indonesia", "party"),
    Column("pihak_mitra", "party", firm=True),
    Column("nama_setempat", "party"),
    Column("jenis_mitra", "party", firm=True),
    Column("induk_wilayah_mitra", "party"),
    Column("negara", "party", firm=True),
    Column("jenis_hubungan", "tie", kb.scheme, "scheme"),
    Column("tahap", "state", kb.tieStage, "tie-stage"),
    Column("judul_naskah", "deed", dct.title, "text"),
    Column("jenis_naskah", "deed", kb.deedType, "deed-type"),
    Column("nomor_pihak_1", "signing"),
    Column("nomor_pihak_2", "signing"),
    Column("tanggal_ttd", "deed", kb.date, "date", firm=True),
    Column("tempat_ttd", "signing"),
    Column("penanda_tangan_1_jabatan", "signing"),
    Column("penanda_tangan_2_jabatan", "signing"),
    Column("saksi_jabatan", "signing"),
    Column("mulai_berlaku", "deed", kb.entryIntoForce, "entry-into-force"),
    Column("jangka_waktu", "deed", kb.duration, "duration"),
    Column("akhir", "term", kb.end, "date", firm=True),
    Column("perpanjangan", "deed", kb.renewalClause, "renewal-clause"),
    Column("tenggang_pengakhiran", "deed", kb.noticeMonths, "months"),
    Column("status_tercetak", "state", kb.asPrinted, "text"),
    Column("status_per_tanggal", "state", kb.date, "date", firm=True),
    Column("bidang_tercetak", "fields"),
    Column("naskah_sebelumnya", "earlier"),
    Column("hubungan_dengannya", "earlier"),
    Column("persetujuan_dprd_nomor", "paper"),
    Column("persetujuan_dprd_tanggal", "paper", kind="date", firm=True),
    Column("persetujuan_mendagri_nomor", "paper"),
    Column("persetujuan_mendagri_tanggal", "paper", kind="date", firm=True),
    Column("surat_kuasa_nomor", "paper"),
    Column("bahasa", "deed", kb.language, "languages"),
    Column("naskah_yang_menentukan", "deed", kb.prevailingLanguage, "language"),
    Column("jumlah_asli", "deed", kb.originals, "number"),
    Column("tempat_simpan_asli", "deed", kb.originalAt, "indonesian"),
    Column("unit_penanggung_jawab", "body", kb.responsibleUnit),
    Column("kelompok_kerja", "body", kb.workingGroup),
    Column("sumber_dana", "money"),
    Column("anggaran", "money"),
    Column("mata_uang", "money"),
    Column("tahun_anggaran", "money"),
    Column("kegiatan_terakhir", "remark"),
    Column("keterangan", "remark"),
    Column("sumber", "source", firm=True),
    Column("halaman_atau_baris", "source"),
)
NEEDED = ("pihak_indonesia", "pihak_mitra", "negara", "sumber")
"""The columns that every list must have, by a heading or a constant."""
STAGES = ("tahap", "status_tercetak")
"""One of these a list must have as well."""
OF_A_DEED = frozenset(
    column.name for column in COLUMNS if column.about in ("deed", "term", "signing", "paper", "earlier")
)
"""A row with one of these describes a deed; a row without them is about the tie only."""


def properties_of(about: str) -> list[tuple[Column, NamedNode]]:
    """Return the columns about something whose cells give one property each."""
    return [(column, column.prop) for column in COLUMNS if column.about == about and column.prop is not None]
