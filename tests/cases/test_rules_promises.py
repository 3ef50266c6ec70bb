import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.cases.enums import PromiseStatus
from tagih.cases.rules import promises
from tagih.cases.rules.promises import Leg, Money

DAY = dt.date(2026, 11, 20)


def rupiah(number: int) -> Decimal:
    return Decimal(number).quantize(Decimal("0.01"))


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def one_leg(paid: list[Money], *, as_of: dt.date, **others: object) -> promises.Judgement:
    return promises.judge(made_on=DAY, legs=[Leg(later(3), rupiah(500_000))], money=paid, as_of=as_of, **others)


def test_promise_paid_in_its_window_is_kept() -> None:
    judged = one_leg([Money(later(3), rupiah(500_000))], as_of=later(3))

    assert (judged.status, judged.paid) == (PromiseStatus.KEPT, rupiah(500_000))


def test_promise_is_kept_as_soon_as_the_money_is_there() -> None:
    judged = one_leg([Money(DAY, rupiah(500_000))], as_of=later(-1))

    assert judged.status == PromiseStatus.KEPT


@pytest.mark.parametrize(
    ("as_of", "status"), [(2, PromiseStatus.OPEN), (3, PromiseStatus.BROKEN), (30, PromiseStatus.BROKEN)]
)
def test_promise_without_money_breaks_when_its_day_is_over(as_of: int, status: PromiseStatus) -> None:
    assert one_leg([], as_of=later(as_of)).status == status


def test_one_rupiah_keeps_no_promise() -> None:
    judged = one_leg([Money(later(1), rupiah(1))], as_of=later(3))

    assert judged.status == PromiseStatus.PARTIAL
    assert judged.status in promises.FAILED


@pytest.mark.parametrize("paid_on", [-1, 4])
def test_money_outside_the_window_does_not_count(paid_on: int) -> None:
    judged = one_leg([Money(later(paid_on), rupiah(500_000))], as_of=later(10))

    assert (judged.status, judged.paid) == (PromiseStatus.BROKEN, rupiah(0))


def test_grace_lengthens_the_window() -> None:
    paid = [Money(later(5), rupiah(500_000))]

    assert one_leg([], as_of=later(4), grace_days=2).status == PromiseStatus.OPEN
    assert one_leg(paid, as_of=later(5), grace_days=2).status == PromiseStatus.KEPT
    assert one_leg(paid, as_of=later(5), grace_days=1).status == PromiseStatus.BROKEN


def test_tolerance_forgives_what_is_missing_and_not_a_rupiah_more() -> None:
    def judged(paid: int) -> PromiseStatus:
        return one_leg([Money(DAY, rupiah(paid))], as_of=later(3), tolerance=rupiah(1_000)).status

    assert judged(499_000) == PromiseStatus.KEPT
    assert judged(498_999) == PromiseStatus.PARTIAL


def test_earlier_legs_are_filled_first() -> None:
    legs = [Leg(later(3), rupiah(300)), Leg(later(10), rupiah(300))]

    judged = promises.judge(made_on=DAY, legs=legs, money=[Money(later(1), rupiah(400))], as_of=later(3))

    assert [leg.paid for leg in judged.legs] == [rupiah(300), rupiah(100)]
    assert [leg.status for leg in judged.legs] == [PromiseStatus.KEPT, PromiseStatus.OPEN]
    assert judged.status == PromiseStatus.OPEN


def test_late_money_fills_the_leg_that_still_accepts_it() -> None:
    legs = [Leg(later(3), rupiah(300)), Leg(later(10), rupiah(300))]

    judged = promises.judge(made_on=DAY, legs=legs, money=[Money(later(5), rupiah(300))], as_of=later(10))

    assert [leg.status for leg in judged.legs] == [PromiseStatus.BROKEN, PromiseStatus.KEPT]
    assert judged.status == PromiseStatus.PARTIAL


def test_last_leg_alone_does_not_decide() -> None:
    legs = [Leg(later(3), rupiah(300)), Leg(later(10), rupiah(1))]

    judged = promises.judge(made_on=DAY, legs=legs, money=[Money(later(9), rupiah(300))], as_of=later(10))

    assert judged.status == PromiseStatus.PARTIAL


def test_every_status_has_its_transitions() -> None:
    assert set(promises.TRANSITIONS) == set(PromiseStatus)
    assert promises.JUDGED | promises.WITHDRAWN | {PromiseStatus.OPEN} == set(PromiseStatus)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (dt.datetime(2026, 11, 20, 9, 0), later(-1)),
        (dt.datetime(2026, 11, 20, 20, 0), DAY),
        (dt.datetime(2026, 11, 21, 1, 0), DAY),
        (dt.datetime(2026, 11, 19, 23, 0), later(-1)),
    ],
)
def test_day_is_over_in_its_evening(at: dt.datetime, expected: dt.date) -> None:
    assert promises.last_whole_day(DAY, local_now=at) == expected


amounts = st.integers(1, 1000).map(rupiah)
money = st.lists(st.builds(Money, st.integers(-3, 15).map(later), amounts), max_size=6)
legs = st.lists(st.builds(Leg, st.integers(0, 12).map(later), amounts), min_size=1, max_size=4).map(
    lambda drawn: sorted(drawn, key=lambda leg: leg.due_on)
)


@given(legs, money, st.integers(0, 3), st.integers(0, 15), st.randoms())
def test_judgement_does_not_depend_on_the_order_money_was_recorded(legs, money, grace, as_of, chance) -> None:
    shuffled = list(money)
    chance.shuffle(shuffled)

    def judged(pieces: list[Money]) -> promises.Judgement:
        return promises.judge(made_on=DAY, legs=legs, money=pieces, as_of=later(as_of), grace_days=grace)

    assert judged(money) == judged(shuffled)


@given(legs, money, st.integers(0, 3), st.integers(0, 15))
def test_legs_take_no_more_than_they_need_nor_than_there_is(legs, money, grace, as_of) -> None:
    judged = promises.judge(made_on=DAY, legs=legs, money=money, as_of=later(as_of), grace_days=grace)

    in_window = [piece for piece in money if DAY <= piece.paid_on <= legs[-1].due_on + dt.timedelta(days=grace)]
    assert judged.paid <= sum((piece.amount for piece in in_window), rupiah(0))
    assert all(leg.paid <= promised.amount for leg, promised in zip(judged.legs, legs, strict=True))


@given(legs, money, st.integers(0, 3), st.integers(0, 15))
def test_cumulative_form_equals_filling_leg_by_leg(legs, money, grace, as_of) -> None:
    """The SQL for many uses the closed form: what k legs take is the least of A(k) and M(j) + A(k) - A(j)."""
    judged = promises.judge(made_on=DAY, legs=legs, money=money, as_of=later(as_of), grace_days=grace)

    needed, least, taken_before = rupiah(0), rupiah(0), rupiah(0)
    for leg, outcome in zip(legs, judged.legs, strict=True):
        needed += leg.amount
        until = leg.due_on + dt.timedelta(days=grace)
        received = sum((piece.amount for piece in money if DAY <= piece.paid_on <= until), rupiah(0))
        least = min(least, received - needed)
        assert outcome.paid == needed + least - taken_before
        taken_before = needed + least
