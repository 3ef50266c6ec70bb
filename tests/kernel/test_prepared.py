import pytest

from tagih.kernel import database

pytestmark = pytest.mark.django_db


def test_prepared_read_sees_the_transaction_it_is_in(now):
    from tagih.kernel.operations import set_calendar_day

    set_calendar_day(date=now.date(), kind="NATIONAL", name="Pilkada", source="Keppres", by="admin", now=now)
    asked = {"customer": 1, "now": now, "today": now.date(), "agent": None, "point": None,
             "asks_letters": False, "asks_proof": False}  # fmt: skip

    answers = [database.fetch_prepared("tagih.contacts", "gather", asked) for _ in range(7)]

    assert [row["free_days"] for (row,) in answers] == [{"2026-11-20": "NATIONAL"}] * 7
