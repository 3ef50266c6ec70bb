"""Business days: what comes next by itself, books closed and opened again."""

import datetime as dt
import json

import pytest

from tagih.journal.models import Event
from tagih.kernel import clock
from tagih.kernel import lake as lake_
from tagih.portfolio import operations, queries
from tagih.portfolio.enums import DayStatus, Turn
from tagih.portfolio.models import BusinessDay
from tagih.portfolio.rules.days import Next, Standing, Timetable, following
from tests.factories import feeds
from tests.factories.lake import landed

DATE = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 13, 30, tzinfo=dt.UTC)


def at(hour: int, minute: int = 0, *, day: dt.date = DATE) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=clock.WIB)


def comes(standing: Standing, plan: Timetable | None = None) -> Next | None:
    return following(plan or Timetable(), standing, zone=clock.WIB)


@pytest.fixture
def day(db, lake):
    landed("contracts", DATE, {})
    return BusinessDay.objects.create(date=DATE, opened_at=NOW)


def test_timetable_is_read_and_keeps_what_is_not_named():
    assert Timetable.parse("feeds=contracts+payments,from=04:30") == Timetable(
        feeds=("contracts", "payments"), round_from=dt.time(4, 30)
    )
    assert Timetable.parse("") == Timetable()
    assert not Timetable.parse("off").is_on


@pytest.mark.parametrize("text", ["feeds=letters", "hour=5", "from=late"])
def test_timetable_with_nonsense_is_refused(text):
    with pytest.raises(ValueError):
        Timetable.parse(text)


def test_round_waits_for_missing_files_and_for_those_on_their_way():
    found = comes(Standing(DATE, missing=("payments",), landing=("contracts",)))

    assert (found.turn, found.waits_for) == (Turn.ROUND, ("payments", "contracts"))
    assert not found.is_due(at(9))


def test_round_begins_at_its_hour_and_some_minutes_after_the_last_file():
    early, late = comes(Standing(DATE, last_landed_at=at(3))), comes(Standing(DATE, last_landed_at=at(7)))

    assert (early.at, late.at) == (at(5), at(7, 2))


def test_evening_follows_a_finished_round_at_its_hour():
    found = comes(Standing(DATE, DayStatus.OPEN, is_round_done=True, round_ended_at=at(6)))

    assert found == Next(DATE, Turn.EVENING, at(20))
    assert (found.is_due(at(19, 59)), found.is_due(at(20))) == (False, True)


def test_evening_of_an_older_day_leaves_time_after_its_round():
    late = at(9, day=DATE + dt.timedelta(days=3))

    found = comes(Standing(DATE, DayStatus.OPEN, is_round_done=True, round_ended_at=late))

    assert found.at == late + dt.timedelta(minutes=30)


def test_new_file_brings_the_round_again_before_the_evening():
    assert comes(Standing(DATE, DayStatus.OPEN, is_round_done=False)).turn == Turn.ROUND


def test_failure_is_tried_again_later_each_time():
    waits = [comes(Standing(DATE, failures={Turn.ROUND: (times, at(6))})).at for times in (1, 2, 3, 9)]

    assert waits == [at(6, 5), at(6, 15), at(7), at(7)]


@pytest.mark.parametrize("plan", [Timetable(), Timetable(is_on=False)])
def test_nothing_comes_of_closed_books_or_when_switched_off(plan):
    status = DayStatus.CLOSED if plan.is_on else None

    assert comes(Standing(DATE, status), plan) is None


def test_closed_books_are_sealed_in_the_manifest_and_take_no_new_version(day):
    sealed = operations.close_day(business_date=DATE, by=None, now=NOW)
    again = operations.close_day(business_date=DATE, by=None, now=NOW + dt.timedelta(hours=1))

    partition = lake_.latest("contracts", DATE)
    day.refresh_from_db()
    assert (sealed, again, day.status, day.closed_at) == (1, 1, "CLOSED", NOW)
    assert json.loads((partition.folder / "manifest.json").read_text())["sealed_at"] == NOW.isoformat()
    assert lake_.verify(partition) == []
    with pytest.raises(lake_.PartitionSealed):
        landed("contracts", DATE, {"contract_no": "K2"})
    assert [version.version for version in lake_.versions("contracts", DATE)] == [1]
    assert Event.objects.filter(name="portfolio.DayClosed").count() == 1


def test_books_open_again_only_with_a_reason_that_stays(day):
    operations.close_day(business_date=DATE, by=None, now=NOW)

    with pytest.raises(operations.ReasonNeeded):
        operations.reopen_day(business_date=DATE, reason="  ", by=None, now=NOW)
    operations.reopen_day(business_date=DATE, reason="Berkas salah", by=None, now=NOW)
    with pytest.raises(operations.DayNotClosed):
        operations.reopen_day(business_date=DATE, reason="Berkas salah", by=None, now=NOW)

    facts = json.loads((lake_.latest("contracts", DATE).folder / "manifest.json").read_text())
    day.refresh_from_db()
    assert (day.status, day.reopen_reason) == ("OPEN", "Berkas salah")
    assert (facts["sealed_at"], [told["reason"] for told in facts["reopened"]]) == (None, ["Berkas salah"])
    landed("contracts", DATE, {"contract_no": "K2"})
    operations.close_day(business_date=DATE, by=None, now=NOW)
    assert [bool(version.sealed_at) for version in lake_.versions("contracts", DATE)] == [False, True]


def test_day_without_a_round_has_no_books(db, lake):
    with pytest.raises(operations.DayUnknown):
        operations.close_day(business_date=DATE, by=None, now=NOW)


def test_corrected_file_opens_closed_books_and_says_which(day, tmp_path):
    operations.close_day(business_date=DATE, by=None, now=NOW)

    landing = feeds.load(tmp_path, "contracts", feeds.csv_text("contracts", {"contract_no": "K9"}), date=DATE)

    day.refresh_from_db()
    assert (landing.status, landing.lake_version, day.status) == ("LANDED", 2, "OPEN")
    assert "feed.csv" in day.reopen_reason


def test_file_that_waits_leaves_closed_books_closed(day, tmp_path, settings):
    settings.TAGIH_FEED_LIMITS = "rejected_share=0,rejected_least=1"
    operations.close_day(business_date=DATE, by=None, now=NOW)
    content = feeds.csv_text("contracts", {"contract_no": "K9"}, {"contract_no": "K10", "status": "NONSENSE"})

    landing = feeds.load(tmp_path, "contracts", content, date=DATE)

    day.refresh_from_db()
    assert (landing.status, day.status) == ("WAITING", "CLOSED")


def test_next_turns_are_those_of_open_days_and_today(day):
    tomorrow = dt.datetime(2026, 11, 21, 3, tzinfo=dt.UTC)
    operations.note_round(business_date=DATE, mark=queries.inputs_mark(DATE), now=NOW)

    found = queries.next_turns(now=tomorrow)

    assert [(turn.date, turn.turn, turn.waits_for) for turn in found] == [
        (DATE, Turn.EVENING, ()), (dt.date(2026, 11, 21), Turn.ROUND, ("contracts",)),
    ]  # fmt: skip
    assert [turn.turn for turn in queries.due_turns(now=tomorrow)] == [Turn.EVENING]


def test_many_days_left_open_do_not_push_today_out(day):
    for back in range(1, 4):
        BusinessDay.objects.create(date=DATE - dt.timedelta(days=back), opened_at=NOW)

    found = queries.next_turns(now=NOW, limit=2)

    assert [turn.date for turn in found] == [DATE - dt.timedelta(days=3), DATE - dt.timedelta(days=2), DATE]
