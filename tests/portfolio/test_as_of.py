"""The feeds as they stood on a business date."""

import datetime as dt

from tagih.kernel import lake as lake_
from tagih.portfolio import queries
from tagih.portfolio.feeds.columns import FEEDS
from tests.factories.lake import landed

FIRST, SECOND, THIRD = dt.date(2026, 11, 18), dt.date(2026, 11, 19), dt.date(2026, 11, 20)
VIEWS = {
    "contracts": queries.contracts_at,
    "balances": queries.balances_at,
    "customers": queries.customers_at,
    "contact_points": queries.contact_points_at,
    "instalments": queries.schedules_at,
    "payments": queries.payments_known_at,
    "clock_actions": queries.clock_actions_at,
}


def _rows(view, date, *columns):
    with lake_.engine() as engine:
        table = view(engine, date)
        return sorted(tuple(row.values()) for row in table.select(*columns).to_pyarrow().to_pylist())


def test_every_feed_without_a_landing_is_empty_with_its_columns(lake):
    with lake_.engine() as engine:
        seen = {
            feed: (view(engine, THIRD).count().execute(), view(engine, THIRD).columns) for feed, view in VIEWS.items()
        }

    added = {"payments": ("fed_on",)}
    assert seen == {feed: (0, (*FEEDS[feed].types, *added.get(feed, ()))) for feed in VIEWS}


def test_empty_and_filled_views_have_the_same_types(lake):
    with lake_.engine() as engine:
        empty = {feed: view(engine, THIRD).schema() for feed, view in VIEWS.items()}
    for feed in VIEWS:
        landed(feed, THIRD, {})

    with lake_.engine() as engine:
        filled = {feed: view(engine, THIRD).schema() for feed, view in VIEWS.items()}

    assert filled == empty


def test_contracts_are_the_newest_snapshot_and_nothing_of_an_older_one(lake):
    landed("contracts", FIRST, {"contract_no": "OLD"}, {"contract_no": "K1"})
    landed("contracts", SECOND, {"contract_no": "K1"}, {"contract_no": "K2"})
    landed("contracts", THIRD, {"contract_no": "LATER"})

    assert _rows(queries.contracts_at, SECOND, "contract_no") == [("K1",), ("K2",)]


def test_a_corrected_file_takes_the_place_of_the_first(lake):
    landed("contracts", FIRST, {"contract_no": "WRONG"})
    landed("contracts", FIRST, {"contract_no": "RIGHT"})

    assert _rows(queries.contracts_at, FIRST, "contract_no") == [("RIGHT",)]


def test_customers_keep_rows_that_a_later_partial_file_does_not_name(lake):
    landed("customers", FIRST, {"customer_no": "C1", "full_name": "Old"}, {"customer_no": "C2", "full_name": "Budi"})
    landed("customers", SECOND, {"customer_no": "C1", "full_name": "New"})

    assert _rows(queries.customers_at, THIRD, "customer_no", "full_name") == [("C1", "New"), ("C2", "Budi")]


def test_a_schedule_is_replaced_whole_by_the_newest_file_that_names_the_contract(lake):
    landed(
        "instalments",
        FIRST,
        {"contract_no": "K1", "number": 1},
        {"contract_no": "K1", "number": 2},
        {"contract_no": "K2"},
    )
    landed("instalments", SECOND, {"contract_no": "K1", "number": 1, "principal": "1"})

    assert _rows(queries.schedules_at, SECOND, "contract_no", "number") == [("K1", 1), ("K2", 1)]
    assert _rows(queries.schedules_at, FIRST, "contract_no", "number") == [("K1", 1), ("K1", 2), ("K2", 1)]


def test_clock_actions_of_one_file_all_count_even_when_they_start_together(lake):
    landed("clock_actions", FIRST, {}, {"end_date": dt.date(2026, 11, 30)})

    assert len(_rows(queries.clock_actions_at, FIRST, "end_date")) == 2


def test_payments_add_up_over_dates_and_over_files_of_one_date(lake):
    landed("payments", FIRST, {"payment_ref": "P1"})
    landed("payments", SECOND, {"payment_ref": "P2"})
    landed("payments", SECOND, {"payment_ref": "P3"}, {"payment_ref": "P1", "amount": "7"})
    landed("payments", THIRD, {"payment_ref": "P4"})

    known = _rows(queries.payments_known_at, SECOND, "payment_ref", "amount")

    assert _rows(queries.payments_known_at, SECOND, "payment_ref", "fed_on") == [
        ("P1", FIRST),
        ("P2", SECOND),
        ("P3", SECOND),
    ]
    assert [(reference, str(amount)) for reference, amount in known] == [
        ("P1", "7.00"),
        ("P2", "500000.00"),
        ("P3", "500000.00"),
    ]


def test_feed_versions_change_with_a_correction_and_not_with_a_later_day(lake):
    landed("contracts", FIRST, {})
    before = queries.feed_versions(SECOND)
    landed("contracts", THIRD, {})
    unchanged = queries.feed_versions(SECOND)
    landed("contracts", FIRST, {})

    assert unchanged == before
    assert queries.feed_versions(SECOND) != before
