"""A small lender in Lampung as its core system would export it, and the people who collect for it."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from tagih.cases import operations as cases
from tagih.kernel import clock
from tagih.kernel import operations as kernel
from tagih.staff import operations as staff_operations
from tagih.staff.models import Person, Unit
from tests.factories import feeds, staff

DATE = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)  # Friday, 10.00 in Lampung
MONTH = dt.timedelta(days=30)
DEBTORS = (  # name, occupation, days late, instalment, plate
    ("Siti Rahayu Ningsih", "Pedagang pasar", 26, 1_250_000, "BE 2087 XY"),
    ("Budi Santoso", "Sopir", 12, 890_000, "BE 3410 AC"),
    ("Dewi Lestari", "Guru honorer", 9, 1_045_000, "BE 5512 KQ"),
    ("Agus Salim", "Petani", 6, 760_000, "BE 4120 DL"),
    ("Nur Aini", "Penjahit", 4, 655_000, "BE 6033 MN"),
    ("Joko Susilo", "Karyawan pabrik", 7, 830_000, "BE 2210 PA"),
    ("Wayan Sudarma", "Pedagang", 3, 720_000, "BE 7741 RS"),
    ("Maria Simanjuntak", "Perawat", 2, 980_000, "BE 1876 VD"),
)


@dataclass(frozen=True)
class House:
    """Who works there."""

    branch: Unit
    team: Unit
    clerk: Person
    agent: Person
    leader: Person
    head: Person


def set_clock(monkeypatch, now: dt.datetime = NOW) -> None:
    """The machine's clock reads `now` from here on, and goes on from there."""
    ahead = now - dt.datetime.now(dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: dt.datetime.now(dt.UTC) + ahead)


def house() -> House:
    """A branch with a desk team, its leader, a clerk, the head; code lists and holidays as on a fresh installation."""
    cases.load_reference(now=NOW)
    kernel.load_shipped_calendar(now=NOW, years=range(2026, 2028))
    branch = staff.unit("BRANCH", code="BDL", name="Bandar Lampung")
    team = staff.unit("TEAM", parent=branch, name="Tim Melati")
    agent = staff.person(role="AGENT", unit=team, name="Rina Wulandari", username="rina")
    staff_operations.record_certificate(
        person=agent, kind="DESK", number="SPPI-2026-0117", issuer="LSP Pembiayaan", by=None, now=NOW,
        valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2027, 12, 31),
    )  # fmt: skip
    _colleagues(team)
    return House(
        branch=branch,
        team=team,
        clerk=staff.person(role="OPERATOR", name="Yusuf Hidayat", username="yusuf"),
        agent=agent,
        leader=staff.person(role="TEAM_LEADER", unit=team, name="Hendra Saputra", username="hendra"),
        head=staff.person(role="HEAD", name="Ratih Kusumawardani", username="ratih"),
    )


def _colleagues(team: Unit) -> None:
    """Others of the team, so that the floor looks like one."""
    states = (("Sari Tirtaloka", "READY", 3), ("Bayu Pratama", "BREAK", 12), ("Dian Puspita", "READY", 1),
              ("Eko Nugroho", "PRAYER", 24), ("Maya Anggraini", "MEETING", 41))  # fmt: skip
    for name, state, minutes in states:
        person = staff.person(role="AGENT", unit=team, name=name)
        cases.set_agent_state(person=person, state=state, now=NOW - dt.timedelta(minutes=minutes))


def files(folder: Path) -> dict[str, Path]:
    """The morning's files by feed."""
    customers, points, contracts, instalments = [], [], [], []
    for number, (name, work, late, amount, plate) in enumerate(DEBTORS, start=1):
        customer, contract = f"N{number:04d}", f"KTR-26{number:04d}"
        customers.append({"customer_no": customer, "full_name": name, "occupation": work, "birth_date": "1988-03-14",
                          "identity_no": ""})  # fmt: skip
        points.append({"customer_no": customer, "value": f"08127{number:07d}", "label": "MOBILE"})
        points.append({"customer_no": customer, "kind": "ADDRESS", "value": f"Jl. Kartini {number} Bandar Lampung",
                       "label": "BILLING", "region_code": "18.71"})  # fmt: skip
        contracts.append({"contract_no": contract, "customer_no": customer, "branch": "BDL", "tenor": 24,
                          "instalment_amount": amount, "principal": amount * 20, "outstanding_principal": amount * 17,
                          "collateral_type": "MOTOR", "collateral_no": plate})  # fmt: skip
        due = DATE - dt.timedelta(days=late)
        for turn in range(-1, 6):
            instalments.append({"contract_no": contract, "number": turn + 2, "due_date": due + turn * MONTH,
                                "principal": amount * 8 // 10, "interest": amount * 2 // 10})  # fmt: skip
    paid = [
        {"payment_ref": f"VA{number:05d}", "contract_no": f"KTR-26{number:04d}", "amount": amount,
         "paid_on": DATE - dt.timedelta(days=late + 30)}
        for number, (_name, _work, late, amount, _plate) in enumerate(DEBTORS, start=1)
    ]  # fmt: skip
    rows = {"customers": customers, "contact_points": points, "contracts": contracts, "instalments": instalments,
            "payments": paid}  # fmt: skip
    written = {}
    for feed, lines in rows.items():
        written[feed] = folder / f"{feed}_20261120.csv"
        written[feed].write_text(feeds.csv_text(feed, *lines))
    return written
