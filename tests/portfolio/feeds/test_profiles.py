"""Profiles: what they may say, what is refused, and what they do to a file."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tagih.kernel import home
from tagih.portfolio import queries
from tagih.portfolio.feeds import profiles
from tagih.portfolio.feeds.columns import FEEDS
from tagih.portfolio.feeds.profiles import ProfileBroken, ProfileUnknown

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "how-to" / "feeds.md").read_text()
BANK = GUIDE.split("```toml\n")[1].split("```")[0]
FILE = GUIDE.split("```text\n")[1].split("```")[0]


@pytest.fixture
def own_profile():
    """Writes a profile of the lender's own, away again after the test."""
    folder = home.path() / "profiles"
    folder.mkdir(exist_ok=True)
    written = []

    def write(name: str, text: str) -> None:
        (folder / f"{name}.toml").write_text(text)
        written.append(folder / f"{name}.toml")

    yield write
    for file in written:
        file.unlink(missing_ok=True)


def test_profile_reads_a_lenders_own_file(load, rows, own_profile):
    own_profile("bank_contoh", BANK)

    landing = load("contracts", FILE, profile="bank_contoh")

    assert (landing.status, landing.rejected) == ("LANDED", 0)
    assert rows(
        "contracts", "contract_no", "customer_no", "product", "branch", "principal", "disbursed_on",
        "outstanding_principal", "collateral_no", "status",
    ) == [
        ("K1", "BC-77", "KPM", "PUSAT", Decimal("1250000.50"), dt.date(2025, 12, 31), Decimal("900000.00"),
         "B 1234 XY", "ACTIVE"),
        ("K2", "BC-78", "Motor", "PUSAT", Decimal("12500.00"), dt.date(2026, 2, 1), Decimal("0.00"), None, "CLOSED"),
        ("K3", "BC-79", "LAIN", "PUSAT", Decimal("500.00"), dt.date(2024, 2, 29), Decimal("1.00"), None, "WRITTEN_OFF"),
    ]  # fmt: skip


def test_changed_profile_reads_the_same_file_again(load, rows, own_profile):
    own_profile("bank_contoh", BANK)
    load("contracts", FILE, profile="bank_contoh")
    own_profile("bank_contoh", BANK.replace('"PUSAT"', '"JKT"'))

    again = load("contracts", FILE, profile="bank_contoh")

    assert (again.status, again.lake_version, set(rows("contracts", "branch"))) == ("LANDED", 2, {"JKT"})


def test_packaged_profiles_are_sound_and_offered():
    offered = dict(queries.profile_choices())

    assert set(offered) >= {"lending_club", "taiwan_credit_card"}
    assert [profiles.load(name).name for name in profiles.names()] == profiles.names()


@pytest.mark.parametrize("feed", sorted(FEEDS))
def test_guide_names_every_column(feed):
    names = " ".join(column.name + r"\*" * column.required for column in FEEDS[feed].columns)

    assert f"| {feed} | {names} |" in GUIDE


@pytest.mark.parametrize("name", ["nobody", "../../etc/passwd", "a b", "x" * 100])
def test_unknown_profile_is_refused(name):
    with pytest.raises(ProfileUnknown):
        profiles.load(name)


@pytest.mark.parametrize(
    ("old", "new", "where", "hint"),
    [
        ('title = "Bank Contoh"', "title = ", "TOML", ""),
        ("[format]", "[formats]", "TOML", "format"),
        ('notation = "ID"', 'notation = "DE"', "format.notation", ""),
        ("dates =", "date =", "[format]", "dates"),
        ('"%d/%m/%Y"', '"dd/mm/yyyy"', "format.dates", ""),
        ("[feeds.contracts]", "[feeds.contract]", "feeds.contract", "contracts"),
        ('principal = "Plafon"', 'principle = "Plafon"', "feeds.contracts", "principal"),
        ('contract_no = "No Kontrak"', "", "feeds.contracts", ""),
        ('prefix = "BC-"', 'prefx = "BC-"', "feeds.contracts.customer_no", "prefix"),
        ('{ constant = "PUSAT" }', '{ constant = "PUSAT", from = "X" }', "feeds.contracts.branch", ""),
        ('principal = "Plafon"', "principal = 5", "feeds.contracts.principal", ""),
        ('in = ["KPM"]', 'is = ["KPM"]', "feeds.contracts.collateral_no", ""),
        ('notation = "ID"', 'notation = "ID"\noffset = "WIB"', "format.offset", ""),
    ],
)
def test_mistake_in_a_profile_is_told_with_its_place(old, new, where, hint):
    assert old in BANK
    with pytest.raises(ProfileBroken) as refused:
        profiles.parse(BANK.replace(old, new, 1), name="bank")

    assert f"bank, {where}:" in str(refused.value)
    assert hint in str(refused.value.remedy)
