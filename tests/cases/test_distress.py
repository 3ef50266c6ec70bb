"""Which words make us put the telephone down, and which only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.cases.queries.distress import gravest, lexicon, signs_of_distress

CRITICAL = (
    "Debitur bilang mau bunuh diri",
    "katanya ingin BUNUH DIRI saja",
    "dia ngomong mau bundir kalau ditagih terus",
    "bunuuuuh diriii",
    "bunuh-diri",
    "bunuhdiri",
    "mau bvnuh diri, tolong".replace("v", "u"),
    "mau bunuh d1ri",
    "b u n u h diri",
    "lebih baik mati daripada begini",
    "pgn mati aja katanya",
    "saya mending mati",
    "sudah capek hidup",
    "cape idup pak",
    "gak mau hidup lagi",
    "tdk ingin hidup lg",
    "sy sudah tidak kuat, mau bunuh diri",
    "tidak kuat lagi ingin mengakhiri hidup",
    "istrinya cerita ia mau minum racun",
    "mengancam loncat dari jembatan",
    "mau gantung diri",
    "mau mengahiri hidupnya",  # a letter is missing
    "he said he wants to die",
    "I want to kill myself",
    "i don't want to live anymore",
    "customer talked about suicide",
    "better off dead",
    "Tidak ada uang. Mau bunuh diri.",
    "bukan masalah uang, tapi mau bunuh diri",
)
SEVERE = (
    "konsumen putus asa",
    "menangis histeris di telepon",
    "korban KDRT",
    "diancam dibunuh preman, mau dibunuh",
    "sudah tidak sanggup lagi",
    "she is in despair",
)
NOTHING = (
    "",
    "janji bayar besok 500 ribu",
    "nomor sudah mati",
    "HP mau mati, telepon lagi jam 3",
    "handphone konsumen ingin mati terus",
    "motor mau mati di jalan",
    "mati lampu di rumah debitur",
    "kerja mati-matian untuk bayar",
    "butuh diri sendiri untuk tanda tangan",
    "tidak ada niat bunuh diri, hanya emosi",
    "bukan bunuh diri",
    "no signs of suicide",
    "tidak sanggup lagi membayar",
    "saya tidak kuat lagi bayar angsuran",
    "suaminya sudah meninggal tahun lalu",
    "usaha mau mati, pembeli sepi",
    "membunuh waktu menunggu gajian",
    "gantungan kunci hilang",
    "racun tikus dijual di tokonya",
    "hidup susah tapi mau bayar",
    "diri sendiri yang bayar",
    "tidak mau hidup mewah, katanya mau bayar",
    "the phone wants to die, battery empty",
    "tidak akan bunuh diri katanya",
)


@pytest.mark.parametrize("text", CRITICAL)
def test_danger_to_life_is_seen_whatever_the_spelling(text):
    assert gravest(signs_of_distress(text)) == "CRITICAL"


@pytest.mark.parametrize("text", SEVERE)
def test_severe_distress_is_seen(text):
    assert gravest(signs_of_distress(text)) == "SEVERE"


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_it_is_left_alone(text):
    assert signs_of_distress(text) == ()


@given(
    before=st.text(alphabet="abcdefghij klmno", max_size=30),
    after=st.text(alphabet="pqrstuvwxyz ", max_size=30),
    run=st.sampled_from([run for phrase in lexicon().phrases for run in phrase.runs if phrase.level == "CRITICAL"]),
    stretch=st.integers(1, 4),
    loud=st.booleans(),
)
def test_every_phrase_is_found_inside_any_text_drawn_out_or_loud(before, after, run, stretch, loud):
    said = " ".join("x" if word == "*" else word[:-1] + word[-1] * stretch for word in run)
    said = said.upper() if loud else said

    found = signs_of_distress(f"{before}. {said}! {after}")

    assert "CRITICAL" in {sign.level for sign in found}


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text):
    found = signs_of_distress(text)

    assert list(found) == sorted(found, key=lambda sign: sign.level != "CRITICAL")


def test_phrases_are_told_apart_and_levels_are_known():
    phrases = lexicon().phrases

    assert len({phrase.id for phrase in phrases}) == len(phrases)
    assert {phrase.level for phrase in phrases} == {"CRITICAL", "SEVERE"}
    assert all(phrase.runs for phrase in phrases)
