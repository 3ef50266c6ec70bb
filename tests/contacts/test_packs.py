import csv
import datetime as dt
from pathlib import Path

import pytest

from tagih.config import cli
from tagih.contacts import packs
from tagih.contacts.rules.packs import PackFault
from tagih.contacts.rules.phones import normalise
from tagih.contacts.rules.zones import WIB, WIT, WITA, of_region

AREAS = Path(__file__).parent / "area_codes.csv"
HEAD = 'id = "X"\ntitle = "X"\neffective_from = 2026-01-01\n'
RULE = '[days]\nallowed = ["mon"]\n[rules]\nDAY_SUNDAY = { source = "law", basis = "LAW" }\n'


def test_every_shipped_rule_has_a_source():
    assert all(g.source and g.basis for pack in packs.known() for g in pack.grounds.values())


def test_consent_lifts_only_time_and_place_in_the_law_pack():
    (law,) = packs.named("ID_OJK_2023", dt.date(2026, 11, 21))

    assert {rule: g.consent for rule, g in law.grounds.items() if g.consent} == {
        "TZ_UNKNOWN_INTERSECTION": "TIME", "DAY_SUNDAY": "TIME", "HOLIDAY_NATIONAL": "TIME",
        "HOLIDAY_CUTI_BERSAMA": "TIME", "BEFORE_WINDOW": "TIME", "AFTER_WINDOW": "TIME",
        "PLACE_NOT_BILLING_OR_DOMICILE": "PLACE",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"a": HEAD + '[days]\nallowed = ["mon"]\n'}, "no source for DAY_SUNDAY"),
        ({"a": HEAD + RULE.replace('"law"', '""')}, "needs a source"),
        ({"a": HEAD + RULE.replace('"LAW"', '"RUMOUR"')}, "needs a source and a basis"),
        ({"a": HEAD + RULE.replace("DAY_SUNDAY", "DAY_MOON")}, "unknown rule"),
        ({"a": HEAD + "[moods]\nbad = 1\n"}, "unknown section"),
        ({"a": HEAD.replace("effective_from", "effective_until") + RULE}, "effective_from is missing"),
        ({"a": HEAD + "effective_to = 2025-01-01\n" + RULE}, "not after"),
        ({"a": HEAD + RULE, "b": HEAD.replace("2026", "2027") + RULE}, "two versions are in force on 2027-01-01"),
        ({"a": 'extends = "b"\n' + HEAD, "b": 'extends = "a"\n' + HEAD}, "leads back"),
        ({"a": 'extends = "nowhere"\n' + HEAD}, "unknown"),
        ({"a": "id = \n"}, "a.toml"),
    ],
)
def test_pack_that_cannot_be_trusted_is_refused(tmp_path, files, named):
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text)

    with pytest.raises(PackFault, match=named):
        packs.read(tmp_path)


def test_versions_follow_each_other_without_overlap(tmp_path):
    (tmp_path / "a.toml").write_text(HEAD + "effective_to = 2027-01-01\n" + RULE)
    (tmp_path / "b.toml").write_text(HEAD.replace("2026", "2027") + RULE)

    assert [p.in_force_on(dt.date(2027, 1, 1)) for p in packs.read(tmp_path)] == [False, True]


@pytest.mark.parametrize("spelt", ["ID_OJK_2023_STRICT_LAW", "ID_OJK_2023:strict_law", "id ojk 2023 strict-law"])
def test_pack_name_is_spelt_freely(spelt):
    assert packs.named(spelt, dt.date(2026, 11, 21))[0].id == "ID_OJK_2023_STRICT_LAW"


def test_library_agrees_with_the_decree_on_holidays():
    calendar = packs.DaysOfRest("ID")
    year = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(365)]

    assert sum(calendar.get(day) == "NATIONAL" for day in year) == 17
    assert sum(calendar.get(day) == "JOINT_LEAVE" for day in year) == 8


@pytest.mark.parametrize(
    ("code", "zone"),
    [("18.71", WIB), ("1871", WIB), ("61.71", WIB), ("73.71.01.1001", WITA), ("91.71", WIT), ("99", None), (None, None),
     ("", None), ("x", None)],
)  # fmt: skip
def test_zone_of_a_region(code, zone):
    assert of_region(code) == zone


def test_landline_area_codes_carry_their_zone():
    rows = list(csv.DictReader(AREAS.read_text(encoding="utf-8").splitlines()))

    for row in rows:
        phone = normalise(row["area_code"] + "482123"[: 12 - len(row["area_code"])])
        if phone.usable and phone.zones:
            assert set(phone.zones) == set(row["timezone"].split("|"))
    assert len(rows) == 296


def test_broken_pack_of_the_lender_is_named_on_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TAGIH_HOME", str(tmp_path))
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "house_acme.toml").write_text(HEAD + '[days]\nallowed = ["mon"]\n')
    (tmp_path / "cases.jsonl").write_text("")
    packs.known.cache_clear()

    try:
        status = cli.run(["gate", "try", str(tmp_path / "cases.jsonl")])
    finally:
        packs.known.cache_clear()

    assert status == 1
    assert "X: no source for DAY_SUNDAY" in capsys.readouterr().err


def test_pack_of_the_lender_joins_the_shipped_ones(tmp_path, monkeypatch):
    monkeypatch.setenv("TAGIH_HOME", str(tmp_path))
    (tmp_path / "packs").mkdir()
    early = '[windows]\nCALL = "08:00-18:00"\n[rules.AFTER_WINDOW]\nsource = "Acme board"\nbasis = "HOUSE"\n'
    text = 'extends = "house_default"\n' + HEAD.replace('"X"', '"HOUSE_ACME"') + early
    (tmp_path / "packs" / "house_acme.toml").write_text(text)
    packs.known.cache_clear()

    try:
        (acme,) = [pack for pack in packs.known() if pack.id == "HOUSE_ACME"]
    finally:
        packs.known.cache_clear()

    assert acme.section("windows") == {"CALL": "08:00-18:00", "BOT": "08:00-19:55", "VISIT": "08:00-19:55"}
    assert acme.grounds["AFTER_WINDOW"].source == "Acme board"
