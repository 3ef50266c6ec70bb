"""Money arrives: once, allocated, reversed, backdated, and always as if computed from nothing."""

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from tagih.journal.models import Event
from tagih.kernel.errors import Refusal
from tagih.payments import operations, queries
from tagih.payments.models import Payment
from tagih.portfolio.models import Contract
from tagih.portfolio.operations.restatement import STORED
from tagih.portfolio.rules.delinquency import Balance, Facts, standing
from tagih.portfolio.rules.payments import Money
from tagih.portfolio.rules.schemes import Terms
from tests.factories.arithmetic import due
from tests.factories.payments import NOW, ON, contract, notice
from tests.factories.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_lake(lake: Path) -> Path:
    return lake


def post(**more: object) -> operations.Posted:
    return operations.post_notice(notice=notice(**more), source="NOTICE", by=None, now=NOW)


def test_a_payment_is_posted_allocated_and_told() -> None:
    row = contract()

    posted = post()

    row.refresh_from_db()
    assert (posted.outcome, posted.is_settled) == ("POSTED", False)
    assert (row.oldest_unmet_due_on, row.overdue_principal) == (dt.date(2026, 11, 5), 800_000)
    assert (row.last_payment_on, row.restated_at) == (ON, NOW)
    event = Event.objects.get(name="payments.PaymentPosted")
    assert event.payload | {"customer_no": "C-K1", "amount": "1000000.00", "is_settled": False} == event.payload


def test_the_last_missing_money_settles() -> None:
    contract(due_dates=("2026-10-05",))

    assert post().is_settled


def test_the_same_notice_again_changes_nothing() -> None:
    contract()
    post()

    again = post()

    assert again.outcome == "ALREADY"
    assert (Payment.objects.count(), Event.objects.filter(name="payments.PaymentPosted").count()) == (1, 1)


@pytest.mark.parametrize("change", [{"amount": "5"}, {"contract_no": "K2"}, {"paid_at": "2026-11-19T09:00:00+07:00"}])
def test_a_reference_with_other_content_is_refused(change: dict) -> None:
    contract()
    post()

    with pytest.raises(operations.ReferenceReused):
        post(**change)

    assert Payment.objects.get().amount == 1_000_000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"payment_ref": ""}, "payment_ref"), ({"contract_no": None}, "contract_no"), ({"amount": "abc"}, "amount"),
        ({"amount": "1.250.000,50"}, "amount"), ({"amount": 0}, "amount"), ({"amount": "-5"}, "amount"),
        ({"amount": "1e6000"}, "amount"), ({"amount": True}, "amount"), ({"amount": "NaN"}, "amount"),
        ({"paid_at": "yesterday"}, "paid_at"), ({"paid_at": "2026-11-21T09:00:00+07:00"}, "paid_at"),
        ({"paid_at": "2026-02-29T09:00:00+07:00"}, "paid_at"), ({"payment_ref": "x" * 81}, "payment_ref"),
        ({"payment_ref": "a\x00b"}, "payment_ref"),
    ],
)  # fmt: skip
def test_a_bad_notice_is_refused_by_its_field(change: dict, field: str) -> None:
    contract()

    with pytest.raises(Refusal) as refused:
        post(**change)

    assert refused.value.field == field
    assert not Payment.objects.exists()


def test_money_is_dated_by_the_house_not_by_utc() -> None:
    contract()

    posted = post(paid_at="2026-11-19T18:30:00+00:00")

    assert posted.payment.paid_on == ON


def test_money_for_an_unknown_contract_waits_in_suspense() -> None:
    posted = post(contract_no="NOPE")

    assert (posted.outcome, posted.payment.match) == ("SUSPENSE", "SUSPENSE")
    assert Event.objects.get().name == "payments.PaymentHeldInSuspense"


def test_a_reversal_restores_what_was_before() -> None:
    row = contract()
    operations_before = {name: getattr(_restated(row), name) for name in STORED}
    post()

    undone = post(payment_ref="R1", reversal_of="N1")

    row.refresh_from_db()
    assert undone.outcome == "REVERSED"
    assert {name: getattr(row, name) for name in STORED} == operations_before
    event = Event.objects.get(name="payments.PaymentReversed")
    assert (event.payload["payment_ref"], event.payload["reversal_ref"]) == ("N1", "R1")


def _restated(row: Contract) -> Contract:
    operations.restate([row.pk], now=NOW)
    row.refresh_from_db()
    return row


def test_a_second_reversal_of_the_same_payment_is_refused() -> None:
    contract()
    post()
    post(payment_ref="R1", reversal_of="N1")

    with pytest.raises(operations.ReversedAlready):
        post(payment_ref="R2", reversal_of="N1")


def test_a_reversal_before_its_payment_undoes_it_when_it_comes() -> None:
    row = contract()
    post(payment_ref="R1", reversal_of="N1")

    post()

    assert _restated(row).overdue_principal == 1_600_000
    assert queries.effective_payments([row.pk]) == []


@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_telling_ends_as_a_recomputation_from_nothing(seed: int) -> None:
    chance = random.Random(seed)
    told = {"offset": "0", "oldest": "2026-10-01", "principal": "900000.00", "interest": "50000.00", "instalments": "1"}
    by_balance = seed % 3 == 2
    row = contract(
        due_dates=() if by_balance else ("2026-08-05", "2026-09-05", "2026-10-05", "2026-11-25"),
        penalty_daily_rate=chance.choice([None, Decimal("0.005")]), balance=told if by_balance else None,
    )  # fmt: skip
    entries = []
    for number in range(8):
        paid_on = ON - dt.timedelta(days=chance.randrange(60))
        undone = chance.choice(entries)["payment_ref"] if entries and chance.random() < 0.4 else ""
        if undone in {entry["reversal_of"] for entry in entries}:
            undone = ""
        entries.append(
            notice(payment_ref=f"N{number}", reversal_of=undone, amount=str(chance.randrange(1, 1_500_000)),
                   paid_at=f"{paid_on}T09:00:00+07:00")
        )  # fmt: skip
    chance.shuffle(entries)

    for entry in entries:
        operations.post_notice(notice=entry, source="NOTICE", by=None, now=NOW)
        if chance.random() < 0.3:
            operations.post_notice(notice=entry, source="WEBHOOK", by=None, now=NOW)

    money = [
        Money(e["payment_ref"], dt.date.fromisoformat(e["paid_at"][:10]), Decimal(e["amount"]), e["reversal_of"])
        for e in entries
    ]
    dues = [due(number, str(line.due_date)) for number, line in enumerate(row.instalments.all(), start=1)]
    balance = Balance(
        ON, (ON - dt.date(2026, 10, 1)).days, dt.date(2026, 10, 1), Decimal(900_000), Decimal(50_000),
        instalments_overdue=1,
    )  # fmt: skip
    facts = Facts(
        dues=dues, money=money, penalty_daily_rate=row.penalty_daily_rate, balance=balance if by_balance else None
    )
    expected = standing(facts, on=ON, terms=Terms())
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in STORED} == {name: getattr(expected, name) for name in STORED}


@pytest.mark.parametrize("seed", range(8))
def test_notices_that_come_together_end_as_if_they_came_one_by_one(seed: int) -> None:
    entries = delivery(random.Random(seed))
    outcomes: list[list[str]] = []
    books: list[object] = []
    for together in (True, False):
        with transaction.atomic():
            for number in ("K1", "K2"):
                contract(number, due_dates=("2026-08-05", "2026-09-05", "2026-10-05", "2026-11-25"))
            told = operations.post_notices(notices=entries, source="WEBHOOK", by=None, now=NOW) if together else [
                alone(entry) for entry in entries
            ]  # fmt: skip
            outcomes.append([entry.code if isinstance(entry, Refusal) else entry.outcome for entry in told])
            books.append(written())
            transaction.set_rollback(True)

    assert outcomes[0] == outcomes[1]
    assert books[0] == books[1]
    assert {"POSTED", "ALREADY"} < set(outcomes[0])


def delivery(chance: random.Random) -> list[dict]:
    """Payments, reversals of them and of nothing, the same twice, other content, wrong numbers, no amounts."""
    entries: list[dict] = []
    for number in range(25):
        paid_on = ON - dt.timedelta(days=chance.randrange(60) - 1)  # one of them tomorrow
        undone = f"N{chance.randrange(25)}" if chance.random() < 0.3 else ""
        entries.append(
            notice(payment_ref=f"N{number}", reversal_of=undone, contract_no=chance.choice(["K1", "K2", "K1", "NOPE"]),
                   amount=str(chance.randrange(0, 1_500_000, 50_000)), paid_at=f"{paid_on}T09:00:00+07:00")
        )  # fmt: skip
        if chance.random() < 0.3:
            entries.append(chance.choice(entries))
        if chance.random() < 0.1:
            entries.append(entries[0] | {"amount": "7"})
    entries.append({"payment_ref": "BROKEN"})
    return [*entries, notice(payment_ref="LAST"), notice(payment_ref="LAST")]


def alone(entry: dict) -> operations.Posted | Refusal:
    try:
        return operations.post_notice(notice=entry, source="WEBHOOK", by=None, now=NOW)
    except Refusal as refusal:
        return refusal


def written() -> tuple[list, list, list]:
    """Everything but keys and what a contract settled in between."""
    facts = ("contract_no", "contract__contract_no", "match", "paid_on", "amount", "reversal_of", "recorded_at")
    events = [
        (event.name, event.occurred_at, {**event.payload, "is_settled": None})
        for event in Event.objects.filter(name__startswith="payments.").order_by("pk")
    ]
    payments = list(Payment.objects.order_by("payment_ref").values_list("payment_ref", *facts))
    return payments, list(Contract.objects.order_by("contract_no").values_list(*STORED)), events


def test_three_notices_cost_as_many_statements_as_one(django_assert_num_queries) -> None:
    for number in ("K1", "K2", "K3", "K4"):
        contract(number)
    told = [notice(payment_ref=f"N{number}", contract_no=f"K{number}") for number in (1, 2, 3, 4)]

    with django_assert_num_queries(21):
        operations.post_notices(notices=told[:1], source="WEBHOOK", by=None, now=NOW)
    with django_assert_num_queries(21):
        operations.post_notices(notices=told[1:], source="WEBHOOK", by=None, now=NOW)

    assert Contract.objects.filter(overdue_principal=800_000).count() == 4


def test_a_cashier_assigns_money_and_may_find_out_better() -> None:
    first, second = contract("K1"), contract("K2")
    waiting = post(contract_no="NOPE").payment
    cashier = person()

    operations.assign(payment=waiting, contract_no="K1", reason="slip", by=cashier, now=NOW)
    operations.assign(payment=waiting, contract_no="K2", reason="payer called", by=cashier, now=NOW)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.overdue_principal, second.overdue_principal) == (1_600_000, 800_000)
    assert [row.reason for row in waiting.assignments.order_by("pk")] == ["slip", "payer called"]
    assert Event.objects.filter(name="payments.SuspenseAssigned").count() == 2


def test_assigning_needs_a_reason_a_known_contract_and_money_in_suspense() -> None:
    contract()
    waiting, matched = post(contract_no="NOPE").payment, post(payment_ref="N2").payment
    cashier = person()

    for payment, number, reason, problem in (
        (waiting, "K1", " ", operations.ReasonMissing),
        (waiting, "K9", "slip", operations.ContractUnknown),
        (matched, "K1", "slip", operations.NotInSuspense),
    ):
        with pytest.raises(problem):
            operations.assign(payment=payment, contract_no=number, reason=reason, by=cashier, now=NOW)
