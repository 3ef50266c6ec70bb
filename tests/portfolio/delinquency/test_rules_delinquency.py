"""How late one contract is: no database."""

import datetime as dt
from decimal import Decimal

import pytest

from tagih.portfolio.enums import Arithmetic, Roll
from tagih.portfolio.rules.clock import Pause, next_due_day, paused_days
from tagih.portfolio.rules.delinquency import Balance, standing
from tagih.portfolio.rules.delinquency import roll as roll_of
from tagih.portfolio.rules.schemes import Allocation, Buckets, Collectability, Counting, Penalty, Terms
from tests.factories.arithmetic import due, facts, money

TERMS = Terms()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def pause(start: str, end: str) -> Pause:
    return Pause(day(start), day(end))


@pytest.mark.parametrize(
    ("on", "dpd", "bucket"),
    [
        ("2026-10-04", 0, ""),
        ("2026-10-05", 0, ""),
        ("2026-10-06", 1, "C0"),
        ("2026-11-04", 30, "C0"),
        ("2026-11-05", 31, "C1"),
        ("2026-12-04", 60, "C1"),
        ("2026-12-05", 61, "C2"),
    ],
)
def test_days_count_from_the_day_after_the_due_date(on: str, dpd: int, bucket: str) -> None:
    found = standing(facts(due()), on=day(on), terms=TERMS)

    assert (found.dpd, found.delinquent_days, found.bucket) == (dpd, dpd, bucket)


def test_the_due_date_is_day_one_where_the_scheme_says_so() -> None:
    terms = Terms(counting=Counting(due_date_is_day=1))

    before, same, after = (standing(facts(due()), on=day(f"2026-10-0{number}"), terms=terms) for number in (4, 5, 6))

    assert (before.dpd, same.dpd, after.dpd) == (0, 1, 2)
    assert same.overdue_principal == Decimal(800_000)
    assert (same.dpd_offset, before.dpd_offset) == (1, 0)


def test_a_paid_due_date_is_not_day_one() -> None:
    terms = Terms(counting=Counting(due_date_is_day=1))

    found = standing(facts(due(), money=(money(),)), on=day("2026-10-05"), terms=terms)

    assert (found.dpd, found.bucket) == (0, "")


def test_the_oldest_unmet_instalment_counts_and_components_stay_apart() -> None:
    schedule = (
        due(1, "2026-08-05"),
        due(2, "2026-09-05", fee=10_000),
        due(3, "2026-10-05", penalty=7_500),
        due(4, "2026-11-05"),
    )

    found = standing(facts(*schedule, money=(money(amount=1_100_000),)), on=day("2026-10-20"), terms=TERMS)

    assert found.oldest_unmet_due_on == day("2026-09-05")
    assert (found.dpd, found.instalments_overdue, found.next_due_on) == (45, 2, day("2026-11-05"))
    assert (found.overdue_fee, found.overdue_interest) == (Decimal(0), Decimal(310_000))
    assert (found.overdue_principal, found.overdue_penalty) == (Decimal(1_600_000), Decimal(7_500))


@pytest.mark.parametrize(("tolerance", "dpd"), [("0", 15), ("999", 15), ("1000", 0), ("1001", 0)])
def test_an_instalment_is_met_less_the_tolerance(tolerance: str, dpd: int) -> None:
    terms = Terms(counting=Counting(tolerance=Decimal(tolerance)))

    found = standing(facts(due(), money=(money(amount=999_000),)), on=day("2026-10-20"), terms=terms)

    assert found.dpd == dpd
    assert found.overdue_principal == (Decimal(1000) if dpd else 0)


def test_grace_forgives_days_but_keeps_dpd() -> None:
    terms = Terms(counting=Counting(grace_days=3))

    third, fourth = (standing(facts(due()), on=day(on), terms=terms) for on in ("2026-10-08", "2026-10-09"))

    assert (third.dpd, third.delinquent_days, third.bucket) == (3, 0, "")
    assert (fourth.dpd, fourth.delinquent_days, fourth.bucket) == (4, 1, "C0")


@pytest.mark.parametrize(
    ("pauses", "days"),
    [
        ([], 0),
        ([("2026-09-01", "2026-10-05")], 0),  # ended before it fell overdue
        ([("2026-10-20", "2026-11-01")], 0),  # begins on the business date
        ([("2026-09-01", "2026-12-01")], 15),  # encloses all
        ([("2026-10-05", "2026-10-20")], 15),  # exactly the overdue period
        ([("2026-10-07", "2026-10-09"), ("2026-10-09", "2026-10-11")], 4),  # touching
        ([("2026-10-07", "2026-10-15"), ("2026-10-09", "2026-10-11")], 8),  # enclosing each other
        ([("2026-10-07", "2026-10-12"), ("2026-10-10", "2026-10-14")], 7),  # overlapping
        ([("2026-10-09", "2026-10-07")], 0),  # backwards
        ([("2026-10-07", "2026-10-07")], 0),  # empty
        ([("2026-10-09", "2026-10-11"), ("2026-10-07", "2026-10-08"), ("2026-10-07", "2026-10-08")], 3),
    ],
)
def test_the_clock_stands_still_only_inside_the_overdue_period(pauses: list, days: int) -> None:
    actions = tuple(pause(*period) for period in pauses)

    found = standing(facts(due(), pauses=actions), on=day("2026-10-20"), terms=TERMS)

    assert paused_days(actions, start=day("2026-10-05"), end=day("2026-10-20")) == days
    assert (found.dpd, found.delinquent_days, found.clock_days) == (15, 15 - days, days)


def test_leap_days_count_as_days() -> None:
    leap = standing(facts(due(due_date="2028-02-28")), on=day("2028-03-01"), terms=TERMS)
    plain = standing(facts(due(due_date="2027-02-28")), on=day("2027-03-01"), terms=TERMS)

    assert (leap.dpd, plain.dpd) == (2, 1)


@pytest.mark.parametrize(
    ("due_day", "on", "expected"),
    [
        (31, "2026-11-21", "2026-11-30"),
        (31, "2026-12-01", "2026-12-31"),
        (31, "2027-02-01", "2027-02-28"),
        (31, "2028-02-29", "2028-02-29"),
        (30, "2027-02-28", "2027-02-28"),
        (5, "2026-12-06", "2027-01-05"),
        (5, "2026-12-05", "2026-12-05"),
    ],
)
def test_due_day_31_falls_on_the_last_day_of_short_months(due_day: int, on: str, expected: str) -> None:
    assert next_due_day(due_day, on=day(on)) == day(expected)


@pytest.mark.parametrize("due_day", [None, 0, 32, -1])
def test_an_impossible_due_day_gives_no_date(due_day: int | None) -> None:
    assert next_due_day(due_day, on=day("2026-11-21")) is None


def test_a_contract_without_schedule_and_balance_is_not_late_and_keeps_its_money_as_credit() -> None:
    found = standing(facts(money=(money(amount=5),), due_day=25), on=day("2026-11-21"), terms=TERMS)

    assert (found.arithmetic, found.dpd, found.bucket, found.credit) == (Arithmetic.NONE, 0, "", Decimal(5))
    assert found.next_due_on == day("2026-11-25")


@pytest.mark.parametrize("status", ["CLOSED", "SOLD"])
def test_a_closed_or_sold_contract_owes_nothing(status: str) -> None:
    found = standing(facts(due(), status=status), on=day("2026-12-01"), terms=TERMS)

    assert (found.dpd, found.overdue_principal, found.oldest_unmet_due_on) == (0, 0, None)


def test_a_written_off_contract_still_grows_older() -> None:
    found = standing(facts(due(), status="WRITTEN_OFF"), on=day("2026-12-01"), terms=TERMS)

    assert found.dpd == 57


def test_rows_of_zero_are_met_and_negative_parts_ask_nothing() -> None:
    schedule = (due(1, "2026-08-05", principal=0, interest=0), due(2, "2026-09-05", principal=-5, interest=100))

    found = standing(facts(*schedule), on=day("2026-10-05"), terms=TERMS)

    assert (found.oldest_unmet_due_on, found.overdue_principal) == (day("2026-09-05"), 0)
    assert found.overdue_interest == 100


def test_grown_late_charges_do_not_keep_an_instalment_open_but_billed_ones_do() -> None:
    terms = Terms(penalty=Penalty(method="DAILY", rate=Decimal("0.005")))
    terms = Terms(
        allocation=Allocation.parse({"order": ["PAST_DUE.PRINCIPAL", "PAST_DUE.INTEREST"]}), penalty=terms.penalty
    )
    paid = (money(paid_on="2026-10-15"),)

    grown = standing(facts(due(), money=paid), on=day("2026-10-25"), terms=terms)
    billed = standing(facts(due(penalty=5_000), money=paid), on=day("2026-10-25"), terms=terms)

    assert (grown.dpd, grown.overdue_penalty) == (0, 50_000)
    assert (billed.dpd, billed.overdue_penalty, billed.overdue_principal) == (20, 55_000, 0)


class TestBalances:
    on = dt.date(2026, 11, 21)

    def balance(self, **told: object) -> Balance:
        amounts = {"overdue_principal": Decimal(800), "overdue_interest": Decimal(200), "instalments_overdue": 1}
        return Balance(**({"business_date": self.on, "days_past_due": 40} | amounts | told))

    def test_the_core_system_is_believed(self) -> None:
        found = standing(facts(balance=self.balance()), on=self.on, terms=TERMS)

        assert (found.arithmetic, found.dpd, found.bucket) == (Arithmetic.BALANCE, 40, "C1")
        assert (found.oldest_unmet_due_on, found.dpd_offset) == (day("2026-10-12"), 0)
        assert (found.overdue_principal, found.overdue_interest) == (Decimal(800), Decimal(200))

    def test_its_days_win_over_its_date(self) -> None:
        told = self.balance(oldest_unpaid_due_date=day("2026-10-11"))

        found = standing(facts(balance=told), on=self.on, terms=TERMS)

        assert (found.dpd, found.oldest_unmet_due_on, found.dpd_offset) == (40, day("2026-10-11"), -1)

    def test_an_older_balance_ages(self) -> None:
        found = standing(facts(balance=self.balance()), on=day("2026-11-24"), terms=TERMS)

        assert found.dpd == 43

    def test_days_below_zero_are_not_late(self) -> None:
        found = standing(facts(balance=self.balance(days_past_due=-3)), on=self.on, terms=TERMS)

        assert (found.dpd, found.oldest_unmet_due_on) == (0, None)

    def test_money_after_it_is_allocated_and_may_cure(self) -> None:
        part, whole = (
            standing(
                facts(balance=self.balance(), money=(money(paid_on="2026-11-21", amount=sum_),)),
                on=self.on,
                terms=TERMS,
            )
            for sum_ in (900, 1001)
        )

        assert (part.dpd, part.overdue_interest, part.overdue_principal) == (40, 0, 100)
        assert (whole.dpd, whole.overdue_principal, whole.credit, whole.instalments_overdue) == (0, 0, 1, 0)

    @pytest.mark.parametrize(
        "inside",
        [money(paid_on="2026-11-20", amount=1000), money(paid_on="2026-11-21", amount=1000, fed_on=day("2026-11-21"))],
    )
    def test_money_that_the_core_system_knew_is_inside(self, inside: object) -> None:
        found = standing(facts(balance=self.balance(), money=(inside,)), on=self.on, terms=TERMS)

        assert (found.dpd, found.overdue_principal, found.credit) == (40, 800, 0)

    def test_without_amounts_no_money_can_cure(self) -> None:
        told = Balance(business_date=self.on, days_past_due=40)

        found = standing(facts(balance=told, money=(money(paid_on="2026-11-21"),)), on=self.on, terms=TERMS)

        assert (found.dpd, found.credit) == (40, Decimal(1_000_000))

    def test_a_schedule_wins(self) -> None:
        found = standing(facts(due(), balance=self.balance()), on=self.on, terms=TERMS)

        assert (found.arithmetic, found.dpd) == (Arithmetic.SCHEDULE, 47)


@pytest.mark.parametrize(
    ("scheme", "days", "label"),
    [
        (Buckets(), 0, ""), (Buckets(), 1, "C0"), (Buckets(), 30, "C0"), (Buckets(), 90, "C2"), (Buckets(), 361, "C12"),
        (Buckets(base="C0", first_number=1), 0, "C0"), (Buckets(base="C0", first_number=1), 1, "C1"),
        (Buckets(base="C0", first_number=1), 31, "C2"), (Buckets(last_number=6), 5000, "C6"),
    ],
)  # fmt: skip
def test_buckets(scheme: Buckets, days: int, label: str) -> None:
    assert scheme.label(days) == label


@pytest.mark.parametrize(
    ("last_days", "dpd", "label"),
    [
        ((10, 90, 120, 180), 10, "1"), ((10, 90, 120, 180), 11, "2"), ((10, 90, 120, 180), 181, "5"),
        ((0, 90, 120, 180), 0, "1"), ((0, 90, 120, 180), 1, "2"),
        ((0, 90, 120, 180), 91, "3"), ((0, 90, 120, 180), 121, "4"),
        ((30, 90, 180, 360), 30, "1"), ((30, 90, 180, 360), 360, "4"), ((30, 90, 180, 360), 361, "5"),
    ],
)  # fmt: skip
def test_collectability_follows_days_past_due(last_days: tuple, dpd: int, label: str) -> None:
    assert Collectability(last_days).label(dpd) == label


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((1, 5, False), None, Roll.NEW),
        ((1, 5, False), (0, 0, False), Roll.NEW),
        ((2, 31, False), (1, 30, False), Roll.FORWARD),
        ((1, 6, False), (1, 5, False), Roll.STAY),
        ((1, 6, False), (2, 36, False), Roll.BACK),
        ((0, 0, False), (2, 36, False), Roll.CURED),
        ((0, 0, False), (0, 0, False), None),
        ((0, 0, False), None, None),
        ((0, 0, True), (2, 36, False), Roll.CLOSED),
        ((0, 0, True), (0, 0, False), Roll.CLOSED),
        ((0, 0, True), (0, 0, True), None),
        ((0, 0, True), None, None),
    ],
)
def test_roll_compares_with_the_previous_business_date(now: tuple, before: tuple | None, expected: Roll | None) -> None:
    previous = before or (None, 0, False)

    found = roll_of(
        rank=now[0], days=now[1], is_closed=now[2],
        previous_rank=previous[0], previous_days=previous[1], was_closed=previous[2],
    )  # fmt: skip

    assert found == expected
