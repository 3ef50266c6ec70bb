"""The rule for one case and the statement for many weigh the same."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagih.cases import operations
from tagih.cases.models import Case, Hold, Promise, WorkItem
from tagih.cases.rules import stages, work
from tagih.portfolio.models import Contract
from tests.factories import cases as make

DAY, NOW = make.DAY, make.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    operations.load_reference(now=NOW)
    return make.branch()


facts = st.fixed_dictionaries(
    {
        "days": st.integers(1, 120),
        "amount": st.sampled_from([1, 999_999, 1_000_000, 4_999_999, 5_000_000, 25_000_000]),
        "contracts": st.integers(1, 3),
        "failed": st.lists(st.tuples(st.integers(1, 80), st.sampled_from(["BROKEN", "PARTIAL"])), max_size=3),
        "spoken_to": st.sampled_from([None, 1, 30, 100]),
        "callback": st.sampled_from([None, -2, 3, 30]),
        "hold_ended": st.sampled_from([None, 1, 5]),
        "rank": st.sampled_from([None, -1, 0, 66]),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts)
def test_weighing_many_in_sql_equals_the_rule_for_one(branch, facts) -> None:
    for model in (WorkItem, Hold, Promise, Case, Contract):
        model.objects.all().delete()
    person = make.customer()
    for _ in range(facts["contracts"]):
        make.contract(branch, customer=person, days=facts["days"], overdue=facts["amount"])
    operations.roll_cases(business_date=DAY, now=NOW)
    case = Case.objects.get()
    failed = _failed(case, facts["failed"])
    spoken_to = NOW - dt.timedelta(days=facts["spoken_to"]) if facts["spoken_to"] else None
    callback = NOW + dt.timedelta(hours=facts["callback"]) if facts["callback"] else None
    Case.objects.update(last_contact_at=spoken_to, callback_at=callback)
    if facts["rank"] is not None:
        rank = operations.Ranked(person.customer_no, facts["rank"], "late", "la_call", "CALL", "DEFAULT@1")
        operations.rank_cases([rank], business_date=DAY, now=NOW)
    ended = NOW - dt.timedelta(days=facts["hold_ended"]) if facts["hold_ended"] else None
    if ended:
        Hold.objects.create(case=case, reason="DISPUTE", starts_at=ended - dt.timedelta(days=1), lifted_at=ended)

    operations.roll_work_items(business_date=DAY, now=NOW)

    newest = failed[0] if failed else None
    expected = work.weigh(
        work.Facts(
            business_date=DAY,
            overdue_since=DAY - dt.timedelta(days=facts["days"]),
            overdue_amount=Decimal(facts["amount"] * facts["contracts"]),
            bucket=case.bucket,
            contract_count=facts["contracts"],
            failed_promises=len(failed),
            failed=work.PromiseFact(newest.last_due_on, newest.total, newest.status)
            if newest and (spoken_to is None or newest.judged_at > spoken_to)
            else None,
            callback_at=callback if callback and callback < NOW + dt.timedelta(hours=14) else None,
            rank=work.Rank(facts["rank"], "late", "la_call", "CALL", "DEFAULT@1")
            if facts["rank"] is not None
            else None,
            evidence="DISPUTE" if ended and (spoken_to is None or ended > spoken_to) else "",
        )
    )
    item = WorkItem.objects.get()
    assert (item.precedence, item.priority) == (expected.precedence, expected.priority)
    assert item.reasons == expected.reasons
    assert item.queue.stage == stages.stage_of(facts["days"], is_written_off=False)


def _failed(case: Case, drawn: list[tuple[int, str]]) -> list[Promise]:
    made = [
        Promise.objects.create(
            case=case, made_at=NOW, made_on=DAY - dt.timedelta(days=days + 3), status=status, total=Decimal(1_000),
            last_due_on=DAY - dt.timedelta(days=days), judged_at=NOW - dt.timedelta(days=days),
        )
        for days, status in drawn
    ]  # fmt: skip
    return sorted(made, key=lambda promise: (promise.judged_at, promise.pk), reverse=True)
