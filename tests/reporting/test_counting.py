import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tagih.contacts.models import GateDecision
from tagih.kernel import lake as lakes
from tagih.reporting.queries.counting import Group, groups_of
from tests.factories import figures as factory
from tests.factories.figures import DAY, MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(lake: object) -> SimpleNamespace:
    return factory.floor()


def _counts(dimension: str, key: str, groups: list[Group] | None = None) -> dict[str, int]:
    found = groups if groups is not None else groups_of(DAY)
    return next(
        ({name: int(number) for name, number in group.counts.items() if number} for group in found
         if (group.dimension, group.key) == (dimension, key)), {},
    )  # fmt: skip


def test_work_is_counted_for_agent_team_branch_and_bucket(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    factory.activity(case, floor.agents[0], floor.teams[0], result="RPC")
    factory.activity(case, floor.agents[0], floor.teams[0], result="TPC")
    factory.activity(case, floor.agents[0], floor.teams[0], result="BAD")
    factory.activity(case, floor.agents[0], floor.teams[0], result="NC", action="VISIT")
    factory.activity(factory.case(floor.branches[1]), floor.agents[1], floor.teams[1], result="NC")

    groups = groups_of(DAY)

    expected = {"calls": 3, "attempts": 4, "contacts": 2, "rpc": 1, "bad": 1, "handled_seconds": 720}
    assert _counts("AGENT", floor.agents[0].employee_no, groups) == expected
    assert _counts("TEAM", "TIM-JKT", groups) == expected
    assert _counts("BRANCH", "JKT", groups) == expected
    assert _counts("BUCKET", "C0", [group for group in groups if group.unit_path == floor.branches[0].path]) == expected


def test_refusals_of_the_gate_count_for_the_branch_of_the_case(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    for hour, verdict in ((9, "DENY"), (10, "DENY"), (11, "ALLOW")):
        GateDecision.objects.create(
            customer=case.customer, channel="CALL", purpose="COLLECT", verdict=verdict, asked_by="desk", packs="P",
            asked_at=MORNING + dt.timedelta(hours=hour - 9), facts={}, reasons=[],
        )  # fmt: skip

    assert _counts("BRANCH", "JKT") == {"refusals": 2}


def test_membership_of_the_day_decides_and_not_the_team_of_today(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    factory.activity(case, floor.agents[0], floor.teams[0])
    factory.activity(case, floor.agents[0], floor.teams[1])

    groups = groups_of(DAY)

    assert _counts("TEAM", "TIM-JKT", groups)["calls"] == 1
    assert _counts("TEAM", "TIM-BDG", groups)["calls"] == 1


def test_corrected_activity_counts_as_its_correction_says(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    wrong = factory.activity(case, floor.agents[0], floor.teams[0], result="RPC")
    factory.activity(case, floor.agents[0], floor.teams[0], result="NC", corrects=wrong)

    assert _counts("TEAM", "TIM-JKT") == {"calls": 1, "attempts": 1, "handled_seconds": 240}


def test_other_days_do_not_count(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    factory.activity(case, floor.agents[0], floor.teams[0], on=DAY - dt.timedelta(days=1))
    factory.payment(case, on=DAY + dt.timedelta(days=1))

    assert groups_of(DAY) == []


def test_promises_count_when_made_and_their_legs_when_due(floor: SimpleNamespace) -> None:
    agent, team = floor.agents[0], floor.teams[0]
    tomorrow, yesterday = DAY + dt.timedelta(days=1), DAY - dt.timedelta(days=1)
    factory.promise(factory.case(floor.branches[0]), agent, team, due=tomorrow, amount="700000.00")
    factory.promise(factory.case(floor.branches[0]), agent, team, due=tomorrow, status="CANCELLED")
    factory.promise(factory.case(floor.branches[0]), agent, team, made=yesterday, status="KEPT", amount="300000.00")
    factory.promise(factory.case(floor.branches[0]), agent, team, made=yesterday, status="PARTIAL")
    factory.promise(factory.case(floor.branches[0]), agent, team, made=yesterday, status="SUPERSEDED")

    assert _counts("TEAM", "TIM-JKT") == {
        "ptp": 1, "ptp_amount": 700000,
        "due": 2, "due_amount": 1300000, "kept": 1, "kept_amount": 300000, "broken": 1, "broken_amount": 1000000,
    }  # fmt: skip


def test_money_is_credited_to_the_last_contact_within_the_window(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    factory.activity(case, floor.agents[1], floor.teams[1], on=DAY - dt.timedelta(days=6))
    factory.activity(case, floor.agents[0], floor.teams[0], on=DAY - dt.timedelta(days=2))
    factory.activity(case, floor.agents[1], floor.teams[1], on=DAY - dt.timedelta(days=1), result="NC")
    factory.payment(case)

    groups = groups_of(DAY)

    assert _counts("AGENT", floor.agents[0].employee_no, groups)["contact_amount"] == 500000
    assert _counts("AGENT", floor.agents[1].employee_no, groups) == {}
    assert _counts("BRANCH", "JKT", groups) == {"collected": 1, "collected_amount": 500000, "contact_amount": 500000}


def test_contact_after_the_payment_earns_nothing(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    factory.activity(case, floor.agents[0], floor.teams[0], at=MORNING)
    factory.payment(case, at=MORNING - dt.timedelta(minutes=1))

    assert "contact_amount" not in _counts("TEAM", "TIM-JKT")


def test_contact_before_the_window_earns_nothing(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    factory.activity(case, floor.agents[0], floor.teams[0], on=DAY - dt.timedelta(days=8))
    factory.payment(case)

    assert groups_of(DAY) == []


def test_reversed_money_is_as_if_it_had_never_been_there(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    factory.activity(case, floor.agents[0], floor.teams[0])
    undone = factory.payment(case)
    factory.payment(case, reversal_of=undone.payment_ref)

    assert "collected_amount" not in _counts("BRANCH", "JKT")


def test_reversal_of_a_reversal_brings_the_money_back(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    factory.activity(case, floor.agents[0], floor.teams[0])
    undone = factory.payment(case)
    reversal = factory.payment(case, reversal_of=undone.payment_ref)
    factory.payment(case, reversal_of=reversal.payment_ref)

    assert _counts("BRANCH", "JKT")["collected_amount"] == 500000


def _delinquency(rows: list[dict]) -> None:
    """The day's partition as the daily round writes it, as far as figures read it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    components = {"overdue_principal": "100.00", "overdue_interest": "20.00", "overdue_fee": "0.00"}
    blank = {name: Decimal(amount) for name, amount in components.items()} | {"bucket": "", "roll": "STAY"}
    with lakes.write("delinquency", DAY, now=MORNING) as draft:
        pq.write_table(pa.Table.from_pylist([blank | row for row in rows]), draft.file())


def test_portfolio_counts_persons_once_and_their_contracts_each(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    case.bucket = "C1"
    factory.activity(case, floor.agents[0], floor.teams[0], result="RPC")
    debtor = {"customer_no": case.customer.customer_no, "branch": "JKT"}
    _delinquency([
        debtor | {"contract_no": "A1", "delinquent_days": 40, "bucket": "C1", "previous_bucket": "C0",
                  "roll": "FORWARD"},
        debtor | {"contract_no": "A2", "delinquent_days": 5, "bucket": "C0", "previous_bucket": "C0"},
        {"customer_no": "X", "branch": "JKT", "contract_no": "A3", "delinquent_days": 3, "bucket": "C0",
         "previous_bucket": "", "roll": "NEW"},
        {"customer_no": "Y", "branch": "BDG", "contract_no": "A4", "delinquent_days": 0, "bucket": "",
         "previous_bucket": "C0", "roll": "CURED"},
    ])  # fmt: skip

    groups = groups_of(DAY)
    branch = _counts("BRANCH", "JKT", groups)

    assert {name: branch[name] for name in ("persons", "accounts", "persons_attempted", "accounts_attempted")} == {
        "persons": 2, "accounts": 3, "persons_attempted": 1, "accounts_attempted": 2,
    }  # fmt: skip
    assert (branch["persons_rpc"], branch["overdue_amount"]) == (1, 360)
    assert (branch["rolled"], branch["rolled_forward"]) == (2, 1)
    assert _counts("BRANCH", "BDG", groups) == {"rolled": 1, "cured": 1}
    assert _counts("BUCKET", "C1", groups)["persons"] == 1
    assert _counts("BUCKET", "C0", [group for group in groups if group.unit_path == floor.branches[0].path]) == {
        "persons": 1, "accounts": 1, "overdue_amount": 120, "rolled": 2, "rolled_forward": 1,
    }  # fmt: skip


def test_money_on_a_contract_overdue_that_morning_counts_without_a_contact(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0], contract_no="A1")
    factory.payment(case)
    factory.payment(factory.case(floor.branches[0], contract_no="A2"))
    _delinquency([
        {"customer_no": "X", "branch": "JKT", "contract_no": number, "delinquent_days": days, "bucket": "C1",
         "previous_bucket": "C1", "roll": "STAY"}
        for number, days in (("A1", 33), ("A2", 0))
    ])  # fmt: skip

    assert _counts("BRANCH", "JKT")["collected_amount"] == 500000
    assert _counts("BUCKET", "C1")["collected_amount"] == 500000
