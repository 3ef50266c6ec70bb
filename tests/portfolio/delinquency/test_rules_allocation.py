"""Money meets what is due: no database."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.portfolio.enums import SchemeKind
from tagih.portfolio.rules import schemes
from tagih.portfolio.rules.allocation import accrued, allocate
from tagih.portfolio.rules.delinquency import standing
from tagih.portfolio.rules.payments import Money, effective, undone
from tagih.portfolio.rules.presets import PRESETS
from tagih.portfolio.rules.schemes import Allocation, Counting, Penalty, SchemeInvalid, Terms
from tests.factories.arithmetic import due, facts, money

BY_COMPONENT = Allocation.parse(PRESETS[SchemeKind.ALLOCATION]["by_component"][1])


def spread(ledger: object) -> list[tuple]:
    return [(share.instalment_number, share.component.value, int(share.amount)) for share in ledger.shares]


def test_the_oldest_instalment_is_served_whole_before_the_next() -> None:
    schedule = (due(1, "2026-08-05", fee=5, penalty=3), due(2, "2026-09-05", fee=5))

    ledger = allocate(schedule, [money(paid_on="2026-10-01", amount=1_000_020)], terms=Terms())

    assert spread(ledger) == [
        (1, "PENALTY", 3), (1, "FEE", 5), (1, "INTEREST", 200_000), (1, "PRINCIPAL", 800_000),
        (2, "FEE", 5), (2, "INTEREST", 7),
    ]  # fmt: skip


def test_by_component_serves_all_overdue_fees_before_any_interest() -> None:
    schedule = (due(1, "2026-08-05", fee=5), due(2, "2026-09-05", fee=5), due(3, "2026-11-05", fee=5))

    ledger = allocate(schedule, [money(paid_on="2026-10-01", amount=200_020)], terms=Terms(allocation=BY_COMPONENT))

    assert spread(ledger) == [(1, "FEE", 5), (2, "FEE", 5), (1, "INTEREST", 200_000), (2, "INTEREST", 10)]


def test_the_order_is_that_of_the_day_of_payment() -> None:
    schedule = (due(1, "2026-10-01", fee=5), due(2, "2026-11-01", fee=5))

    ledger = allocate(schedule, [money(paid_on="2026-10-01", amount=1_000_006)], terms=Terms(allocation=BY_COMPONENT))

    assert spread(ledger)[-1] == (2, "FEE", 1)


def test_what_no_component_takes_is_credit() -> None:
    ledger = allocate([due()], [money("A"), money("B", amount=7)], terms=Terms())

    assert (ledger.credit, spread(ledger)[-1]) == (7, (None, "CREDIT", 7))


def test_an_order_without_advance_payment_leaves_money_as_credit() -> None:
    order = Allocation.parse({"order": ["PAST_DUE.INTEREST", "PAST_DUE.PRINCIPAL"]})

    ledger = allocate([due(due_date="2026-11-01")], [money(amount=5)], terms=Terms(allocation=order))

    assert ledger.credit == 5


def test_a_reversal_is_as_if_the_payment_had_never_been_there() -> None:
    told = [money("A"), money("B", amount=10), money("RA", paid_on="2026-10-09", reversal_of="A")]

    assert [entry.ref for entry in effective(told, until=dt.date(2026, 10, 31))] == ["B"]


def test_a_reversed_reversal_reinstates_the_payment() -> None:
    told = [money("A"), money("R", reversal_of="A"), money("RR", reversal_of="R")]

    assert undone(told) == {"R"}
    assert [entry.ref for entry in effective(told, until=dt.date(2026, 10, 31))] == ["A"]


def test_a_third_reversal_undoes_it_again() -> None:
    told = [money("A"), money("R", reversal_of="A"), money("RR", reversal_of="R"), money("RRR", reversal_of="RR")]

    assert effective(told, until=dt.date(2026, 10, 31)) == []


def test_a_reversal_may_arrive_before_its_payment_and_money_of_tomorrow_waits() -> None:
    told = [money("R", reversal_of="A"), money("A"), money("B", paid_on="2026-11-01")]

    assert effective(told, until=dt.date(2026, 10, 31)) == []


def test_one_reference_counts_once() -> None:
    assert len(effective([money("A"), money("A")], until=dt.date(2026, 10, 31))) == 1


def test_contradicting_reversals_end() -> None:
    told = [money("X", reversal_of="Y"), money("Y", reversal_of="X")]

    assert undone(told) in (set(), {"X", "Y"})


@pytest.mark.parametrize(
    ("scheme", "on", "charge"),
    [
        (Penalty(method="NONE"), "2026-12-31", 0),
        (Penalty(method="DAILY"), "2026-12-31", 0),
        (Penalty(method="DAILY", rate=Decimal("0.005")), "2026-10-05", 0),
        (Penalty(method="DAILY", rate=Decimal("0.005")), "2026-10-06", 5_000),
        (Penalty(method="DAILY", rate=Decimal("0.005")), "2026-11-05", 155_000),
        (Penalty(method="DAILY", rate=Decimal("0.005"), cap_rate=Decimal("0.1")), "2026-11-05", 100_000),
        (Penalty(method="DAILY", rate=Decimal("0.005"), cap_amount=Decimal(40_000)), "2026-11-05", 40_000),
        (Penalty(method="DAILY", rate=Decimal("0.005"), grace_days=3), "2026-10-08", 0),
        (Penalty(method="DAILY", rate=Decimal("0.005"), grace_days=3), "2026-10-09", 20_000),
        (Penalty(method="DAILY", rate=Decimal("0.0000005")), "2026-10-06", 1),  # half a rupiah goes up
        (Penalty(method="FLAT", amount=Decimal(50_000)), "2026-10-05", 0),
        (Penalty(method="FLAT", amount=Decimal(50_000)), "2026-10-06", 50_000),
        (Penalty(method="FLAT", amount=Decimal(50_000)), "2026-12-06", 50_000),
    ],
)
def test_late_charges(scheme: Penalty, on: str, charge: int) -> None:
    assert accrued(scheme, due(), rate=None, on=dt.date.fromisoformat(on)) == charge


def test_the_contracts_rate_wins_over_the_schemes() -> None:
    scheme = Penalty(method="DAILY", rate=Decimal("0.005"))

    assert accrued(scheme, due(), rate=Decimal("0.001"), on=dt.date(2026, 10, 6)) == 1_000


def test_a_late_charge_stops_when_the_rest_is_met() -> None:
    terms = Terms(penalty=Penalty(method="DAILY", rate=Decimal("0.005")))
    paid = (money(paid_on="2026-10-15", amount=1_050_000),)

    found = standing(facts(due(), money=paid), on=dt.date(2026, 12, 1), terms=terms)

    assert (found.dpd, found.overdue_penalty, found.credit, found.penalty_per_day) == (0, 0, 0, 0)


def test_a_late_charge_paid_last_stays_owed_on_a_met_instalment() -> None:
    order = Allocation.parse(
        {"order": [f"{timing}.{part}" for timing in schemes.TIMINGS for part in ("INTEREST", "PRINCIPAL")]}
    )
    terms = Terms(allocation=order, penalty=Penalty(method="DAILY", rate=Decimal("0.005")))

    found = standing(facts(due(), money=(money(paid_on="2026-10-15"),)), on=dt.date(2026, 12, 1), terms=terms)

    assert (found.dpd, found.overdue_penalty, found.penalty_per_day) == (0, 50_000, 0)


@pytest.mark.parametrize(
    "definition",
    [
        {}, {"order": ["PAST_DUE.CREDIT"]}, {"order": ["LATE.FEE"]}, {"order": ["DUE.FEE", "DUE.FEE"]},
        {"first": "NEWEST", "order": ["DUE.FEE"]},
    ],
)  # fmt: skip
def test_a_nonsensical_order_is_refused(definition: dict) -> None:
    with pytest.raises(SchemeInvalid):
        Allocation.parse(definition)


def test_all_presets_parse() -> None:
    parsers = {
        SchemeKind.ALLOCATION: Allocation, SchemeKind.PENALTY: Penalty, SchemeKind.BUCKET: schemes.Buckets,
        SchemeKind.COLLECTABILITY: schemes.Collectability, SchemeKind.DELINQUENCY: Counting,
    }  # fmt: skip

    parsed = {kind: [parsers[kind].parse(preset[1]) for preset in PRESETS[kind].values()] for kind in SchemeKind}

    defaults = Terms()
    assert parsed[SchemeKind.ALLOCATION][0] == defaults.allocation
    assert parsed[SchemeKind.PENALTY][0] == defaults.penalty
    assert parsed[SchemeKind.BUCKET][0] == defaults.buckets
    assert parsed[SchemeKind.COLLECTABILITY][0] == defaults.collectability
    assert parsed[SchemeKind.DELINQUENCY][0] == defaults.counting


dates = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
amounts = st.decimals(0, 2_000_000, places=2)
dues = st.lists(
    st.builds(
        due, st.integers(1, 40), dates.map(str), principal=amounts, interest=amounts, fee=amounts, penalty=amounts
    ),
    max_size=6,
)
payments = st.lists(st.tuples(dates, st.decimals("0.01", 3_000_000, places=2)), max_size=8).map(
    lambda rows: [Money(f"P{index}", paid_on, amount) for index, (paid_on, amount) in enumerate(rows)]
)
terms = st.builds(
    Terms,
    allocation=st.sampled_from([Terms().allocation, BY_COMPONENT]),
    penalty=st.sampled_from(
        [Penalty(), Penalty(method="DAILY", rate=Decimal("0.005")), Penalty(method="FLAT", amount=Decimal(9))]
    ),
    counting=st.sampled_from(
        [Counting(), Counting(tolerance=Decimal(5_000), grace_days=2), Counting(due_date_is_day=1)]
    ),
)


@given(dues, payments, terms)
def test_no_money_is_ever_lost(schedule: list, paid: list, scheme: Terms) -> None:
    ledger = allocate(schedule, sorted(paid, key=lambda entry: (entry.paid_on, entry.ref)), terms=scheme)

    by_payment = {
        entry.ref: sum(share.amount for share in ledger.shares if share.payment_ref == entry.ref) for entry in paid
    }
    assert by_payment == {entry.ref: entry.amount for entry in paid}
    assert all(share.amount > 0 for share in ledger.shares)


@given(dues, payments, terms, st.randoms(use_true_random=False))
def test_the_order_in_which_money_was_told_does_not_matter(
    schedule: list, paid: list, scheme: Terms, chance: object
) -> None:
    shuffled = list(paid)
    chance.shuffle(shuffled)
    on = dt.date(2026, 12, 31)

    assert standing(facts(*schedule, money=shuffled), on=on, terms=scheme) == standing(
        facts(*schedule, money=paid), on=on, terms=scheme
    )


@given(dues, payments, terms, dates)
def test_a_reversed_payment_leaves_no_trace(schedule: list, paid: list, scheme: Terms, on: dt.date) -> None:
    extra = [
        Money("X", dt.date(2026, 3, 3), Decimal(777)),
        Money("RX", dt.date(2026, 9, 9), Decimal(777), reversal_of="X"),
    ]

    assert standing(facts(*schedule, money=[*paid, *extra]), on=on, terms=scheme) == standing(
        facts(*schedule, money=paid), on=on, terms=scheme
    )


@given(dues, payments, terms)
def test_a_contract_never_owes_less_than_nothing_nor_counts_backwards(
    schedule: list, paid: list, scheme: Terms
) -> None:
    days = [dt.date(2026, 6, 1) + dt.timedelta(days=number) for number in range(0, 40, 7)]

    found = [standing(facts(*schedule, money=paid), on=on, terms=scheme) for on in days]

    for stand in found:
        assert min(stand.overdue_principal, stand.overdue_interest, stand.overdue_fee, stand.overdue_penalty) >= 0
        assert 0 <= stand.delinquent_days <= stand.dpd
        assert (stand.dpd > 0) == (stand.oldest_unmet_due_on is not None)
