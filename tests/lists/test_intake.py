"""A list is taken in as it is: what is sure is mapped, what is not is kept in words, and nothing is guessed."""

from tests.lists.conftest import Take

SEATTLE = {"pihak_mitra": "Seattle", "negara": "AS"}
MOU = {**SEATTLE, "jenis_naskah": "MoU"}
TIE = "partnership:surabaya-seattle"


def test_a_row_without_a_deed_is_a_tie_and_no_deed(take: Take) -> None:
    taken = take(SEATTLE)
    assert taken.values(TIE, "kb:party") == ["government:surabaya", "government:seattle"]
    assert taken.things("kb:Deed") == []
    assert taken.intake.ledger.status == 0


def test_level_and_kind_of_a_partner_that_is_not_recorded_stay_unknown(take: Take) -> None:
    taken = take(SEATTLE)
    assert taken.values("territory:seattle", "kb:level") == []
    assert taken.values("territory:seattle", "kb:territoryKind") == []


def test_a_partner_and_a_region_of_the_record_are_not_described_anew(take: Take) -> None:
    taken = take({"pihak_indonesia": "DKI Jakarta", "pihak_mitra": "Seoul", "negara": "Korsel"})
    assert taken.things("kb:LocalGovernment") == taken.things("kb:Territory") == taken.things("kb:Partnership") == []
    (state,) = taken.things("kb:TieState")
    assert taken.values(state, "kb:stateOf") == ["partnership:seoul"]


def test_a_city_and_a_regency_of_one_name_are_two_regions(take: Take) -> None:
    taken = take({**SEATTLE, "pihak_indonesia": "Kota Bandung"}, {**SEATTLE, "pihak_indonesia": "Kabupaten Bandung"})
    assert {"government:bandung", "government:kabupaten-bandung"} <= set(taken.things("kb:LocalGovernment"))


def test_sister_city_is_a_scheme_and_no_stage(take: Take) -> None:
    taken = take({**SEATTLE, "tahap": "", "status_tercetak": "sistercity", "status_per_tanggal": "2010"})
    (state,) = taken.things("kb:TieState")
    assert taken.values(TIE, "kb:scheme") == ["scheme:sister-city"]
    assert taken.values(state, "kb:tieStage") == []
    assert taken.values(state, "kb:asPrinted") == ["sistercity"]
    assert taken.values(state, "kb:date") == ["2010"]
    assert "does not say the stage" in taken.remarks(2)["status_tercetak"]


def test_an_mou_says_no_stage_and_an_loi_says_one(take: Take) -> None:
    taken = take({**SEATTLE, "tahap": "MoU"}, {"pihak_mitra": "Busan", "negara": "KR", "tahap": "LoI"})
    assert [taken.values(state, "kb:tieStage") for state in taken.things("kb:TieState")] == [
        [], ["tie-stage:letter-of-intent"]
    ]  # fmt: skip
    assert taken.result(2) == "gaps"
    assert taken.result(3) == "taken"


def test_rows_of_one_pair_are_one_tie(take: Take) -> None:
    taken = take({**MOU, "tanggal_ttd": "1992"}, {**SEATTLE, "negara": "USA", "jenis_naskah": "LoI"})
    assert taken.things("kb:Partnership") == [TIE]
    assert len(taken.things("kb:Deed")) == 2


def test_a_year_a_month_and_a_day_keep_their_precision(take: Take) -> None:
    taken = take(
        {**MOU, "tanggal_ttd": "1992"}, {**SEATTLE, "jenis_naskah": "LoI", "tanggal_ttd": "Mei 1991"},
        {**SEATTLE, "jenis_naskah": "piagam", "tanggal_ttd": "29/09/1993"},
    )  # fmt: skip
    assert [taken.values(deed, "kb:date") for deed in taken.things("kb:Deed")] == [
        ["1992"],
        ["1991-05"],
        ["1993-09-29"],
    ]


def test_rows_that_differ_on_a_date_are_a_contradiction_and_no_overwrite(take: Take) -> None:
    taken = take({**MOU, "tanggal_ttd": "1992-09-29"}, {**MOU, "tanggal_ttd": "1993", "sumber": "Laporan lain"})
    (deed,) = taken.things("kb:Deed")
    (contradiction,) = taken.things("kb:Contradiction")
    assert taken.values(deed, "kb:date") == []
    assert taken.values(contradiction, "kb:concerns") == [deed]
    readings = taken.values(contradiction, "kb:hasReading")
    assert [taken.values(reading, "kb:value") for reading in readings] == [["1992-09-29"], ["1993"]]
    assert all(taken.values(reading, "kb:statedAt") for reading in readings)
    assert "Rows 2, 3 differ" in taken.remarks(3)["tanggal_ttd"]


def test_a_year_and_a_day_in_it_agree_and_the_day_is_kept(take: Take) -> None:
    taken = take({**MOU, "tanggal_ttd": "1992"}, {**MOU, "tanggal_ttd": "1992-09-29"})
    (deed,) = taken.things("kb:Deed")
    assert taken.values(deed, "kb:date") == ["1992-09-29"]
    assert taken.things("kb:Contradiction") == []


def test_ends_that_differ_are_a_contradiction_without_a_term(take: Take) -> None:
    taken = take({**MOU, "akhir": "1997"}, {**MOU, "akhir": "1998"})
    assert taken.things("kb:Period") == []
    assert taken.values(taken.things("kb:Contradiction")[0], "kb:disputes") == ["kb:end"]


def test_programmes_of_two_years_are_two_deeds(take: Take) -> None:
    row = {**SEATTLE, "jenis_naskah": "program kerja sama"}
    taken = take({**row, "tanggal_ttd": "1992"}, {**row, "tanggal_ttd": "1995"})
    assert len(taken.things("kb:Deed")) == 2
    assert taken.things("kb:Contradiction") == []


def test_numbers_tell_two_deeds_of_one_type_apart(take: Take) -> None:
    taken = take({**MOU, "nomor_pihak_1": "07/1992"}, {**MOU, "nomor_pihak_1": "08/1997"})
    assert len(taken.things("kb:Deed")) == 2


def test_a_deed_of_the_record_is_referred_to(take: Take) -> None:
    row = {
        "pihak_indonesia": "Jakarta",
        "pihak_mitra": "Beijing",
        "negara": "RRC",
        "jenis_naskah": "MoU",
        "tahap": "berlaku",
    }
    taken = take({**row, "tanggal_ttd": "1992"})
    assert taken.things("kb:Deed") == []
    assert taken.values("deed:beijing-mou-1992", "kb:statedAt")


def test_a_deed_of_another_year_than_in_the_record_is_one_of_its_own_and_a_gap(take: Take) -> None:
    row = {"pihak_indonesia": "Jakarta", "pihak_mitra": "Beijing", "negara": "RRC", "jenis_naskah": "MoU"}
    taken = take({**row, "tanggal_ttd": "1988"})
    assert taken.things("kb:Deed") == ["deed:beijing-mou-1988"]
    assert "deed:beijing-mou-1992" in taken.remarks(2)["tanggal_ttd"]


def test_an_earlier_deed_of_the_list_is_tied_to_the_later_one(take: Take) -> None:
    taken = take(
        {**SEATTLE, "jenis_naskah": "LoI", "tanggal_ttd": "1991"},
        {**MOU, "tanggal_ttd": "1992", "naskah_sebelumnya": "LoI 1991", "hubungan_dengannya": "tindak lanjut"},
    )
    assert taken.values("deed:surabaya-seattle-mou-1992", "kb:followsFrom") == ["deed:surabaya-seattle-loi-1991"]


def test_an_earlier_deed_that_nobody_describes_stays_in_words(take: Take) -> None:
    taken = take({**MOU, "naskah_sebelumnya": "LoI 1991", "hubungan_dengannya": "tindak lanjut"})
    assert any("LoI 1991" in note for note in taken.values("deed:surabaya-seattle-mou-undated", "kb:note"))
    assert taken.result(2) == "gaps"


def test_closing_clauses_are_mapped(take: Take) -> None:
    taken = take(
        {**MOU, "mulai_berlaku": "saat ditandatangani", "jangka_waktu": "5 (lima) tahun", "perpanjangan": "otomatis",
         "tenggang_pengakhiran": "6 bulan", "akhir": "1997-09-28", "bahasa": "Indonesia; Inggris", "jumlah_asli": "4"}
    )  # fmt: skip
    deed = "deed:surabaya-seattle-mou-undated"
    assert taken.values(deed, "kb:duration") == ["P5Y"]
    assert taken.values(deed, "kb:renewalClause") == ["renewal-clause:by-itself"]
    assert taken.values(deed, "kb:noticeMonths") == ["6"]
    assert taken.values(deed, "kb:entryIntoForce") == ["entry-into-force:on-signing"]
    assert taken.values(deed, "kb:language") == ["id", "en"]
    assert taken.values(taken.values(deed, "kb:term")[0], "kb:end") == ["1997-09-28"]


def test_words_that_are_not_mapped_are_kept_as_a_note_and_are_a_gap(take: Take) -> None:
    taken = take({**MOU, "perpanjangan": "menunggu wali kota"})
    deed = "deed:surabaya-seattle-mou-undated"
    assert taken.values(deed, "kb:renewalClause") == []
    assert any("menunggu wali kota" in note for note in taken.values(deed, "kb:note"))
    assert "not mapped" in taken.remarks(2)["perpanjangan"]


def test_fields_of_one_cell_are_listed_as_printed_and_mapped_where_they_are_known(take: Take) -> None:
    taken = take({**MOU, "bidang_tercetak": "budaya dan pariwisata; telepati"})
    (listing,) = taken.things("kb:FieldListing")
    assert taken.values(listing, "kb:asPrinted") == ["budaya dan pariwisata"]
    assert taken.values(listing, "kb:field") == ["field:culture", "field:tourism"]
    assert "telepati" in taken.remarks(2)["bidang_tercetak"]


def test_people_are_taken_by_office_only(take: Take) -> None:
    taken = take({**MOU, "penanda_tangan_1_jabatan": "Walikota Surabaya", "penanda_tangan_2_jabatan": "Mayor John Doe"})
    assert taken.values("signature:surabaya-seattle-mou-undated-1", "kb:signatory") == ["actor:mayor-of-surabaya"]
    assert "Doe" not in taken.intake.draft.text()
    assert "by office only" in taken.remarks(2)["penanda_tangan_2_jabatan"]


def test_numbers_of_deed_and_approval_are_texts(take: Take) -> None:
    taken = take(
        {**MOU, "nomor_pihak_1": "0042", "penanda_tangan_1_jabatan": "Wali Kota", "persetujuan_dprd_nomor": "012/2009"}
    )
    assert taken.values("signature:surabaya-seattle-mou-undated-1", "kb:deedNumber") == ["0042"]
    assert taken.values("step-taken:surabaya-seattle-mou-undated-dprd-approval", "kb:document") == ["012/2009"]
    assert taken.values("decision-paper:surabaya-seattle-mou-undated-dprd-approval", "kb:seenState") == [
        "seen-state:reported"
    ]


def test_an_institution_is_a_body_and_the_tie_is_of_the_other_type(take: Take) -> None:
    taken = take({"pihak_mitra": "OISCA", "negara": "Jepang", "jenis_mitra": "asosiasi"})
    assert taken.values("actor:oisca", "kb:actorKind") == ["actor-kind:association"]
    assert taken.values("partnership:surabaya-oisca", "kb:cooperationType") == ["cooperation-type:ksdll"]


def test_an_unknown_country_is_refused_with_the_nearest_names_and_nothing_of_the_row_is_written(take: Take) -> None:
    taken = take({"pihak_mitra": "Dubai", "negara": "Uni Emirat"}, SEATTLE)
    assert "Uni Emirat Arab" in taken.remarks(2)["negara"]
    assert taken.intake.ledger.status == 1
    assert "dubai" not in taken.intake.draft.text()
    assert taken.result(3) == "taken"


def test_each_cell_that_refuses_a_row_is_named(take: Take) -> None:
    taken = take(
        {**MOU, "pihak_mitra": "", "tanggal_ttd": "kemarin", "sumber": ""}, {**MOU, "tanggal_ttd": "2027-01-01"}
    )
    assert set(taken.remarks(2)) == {"pihak_mitra", "tanggal_ttd", "sumber"}
    assert "after today" in taken.remarks(3)["tanggal_ttd"]


def test_a_row_stands_at_its_place_in_its_source(take: Take) -> None:
    taken = take(
        {**SEATTLE, "halaman_atau_baris": "E.b, 7"},
        {"pihak_mitra": "Busan", "negara": "KR", "halaman_atau_baris": "hlm. 12"},
    )
    assert taken.values("place:list-row-1", "kb:table") == ["E.b"]
    assert taken.values("place:list-row-1", "kb:row") == ["7"]
    assert taken.values("place:list-row-2", "kb:section") == ["hlm. 12"]


def test_two_sources_have_a_place_each(take: Take) -> None:
    taken = take({**SEATTLE, "sumber": "LoI; laporan", "halaman_atau_baris": "; E.b, 7"})
    assert taken.values(TIE, "kb:statedAt") == ["source:loi", "place:list-row-1-2"]
    assert taken.values("place:list-row-1-2", "kb:inSource") == ["source:laporan"]


def test_the_same_list_gives_the_same_text(take: Take) -> None:
    assert take(MOU, SEATTLE).intake.draft.text() == take(MOU, SEATTLE).intake.draft.text()
