import datetime as dt
from decimal import Decimal

from tagih.kernel.clock import WIB, WITA
from tagih.web.desk import suggestions

FRIDAY = dt.date(2026, 11, 20)


def by_key(rows):
    return {row.key: row.values for row in rows}


def test_amounts_propose_everything_half_and_one_instalment():
    rows = suggestions.amounts(overdue=Decimal(2_510_000), instalment=Decimal(1_250_000), late_charge=Decimal(90_000))

    assert [(row.key, row.shown) for row in rows] == [
        ("p", "Rp2.510.000"),
        ("s", "Rp1.260.000"),
        ("a", "Rp1.250.000"),
        ("d", "Rp2.600.000"),
    ]


def test_amounts_leave_out_what_repeats_or_is_nil():
    rows = suggestions.amounts(overdue=Decimal(5_000), instalment=Decimal(5_000), late_charge=Decimal(0))

    assert [row.key for row in rows] == ["p"]


def test_promise_days_next_payday_is_this_month_before_the_25th_and_next_month_from_it_on():
    before = by_key(suggestions.promise_days(today=FRIDAY))
    on_payday = by_key(suggestions.promise_days(today=dt.date(2026, 12, 25)))

    assert before["g"] == {"due_on": "25/11/2026"}
    assert on_payday["g"] == {"due_on": "25/01/2027"}
    assert before["b"] == {"due_on": "21/11/2026"}
    assert before["t"] == {"due_on": "23/11/2026"}


def test_promise_days_beyond_the_limit_of_the_role_are_left_out():
    rows = suggestions.promise_days(today=dt.date(2026, 11, 26), latest=dt.date(2026, 12, 3))

    assert [row.key for row in rows] == ["h", "b", "t", "m"]


def test_callback_times_stay_inside_the_lawful_hours_of_the_customers_day():
    late = dt.datetime(2026, 11, 20, 19, 20, tzinfo=WITA)

    rows = by_key(suggestions.callback_times(local_now=late))

    assert "j" not in rows
    assert rows["p"] == {"follow_up_day": "21/11/2026", "follow_up_time": "09.00"}


def test_callback_times_skip_sunday_and_holidays():
    saturday = dt.datetime(2026, 11, 21, 10, 2, tzinfo=WIB)

    rows = by_key(suggestions.callback_times(local_now=saturday, closed_days={dt.date(2026, 11, 23)}))

    assert rows["j"] == {"follow_up_day": "21/11/2026", "follow_up_time": "11.05"}
    assert rows["p"]["follow_up_day"] == "24/11/2026"


def test_callback_times_on_a_holiday_offer_nothing_for_today():
    holiday = dt.datetime(2026, 12, 25, 10, 0, tzinfo=WIB)

    rows = by_key(suggestions.callback_times(local_now=holiday, closed_days={holiday.date()}))

    assert set(rows) == {"p", "b"}
