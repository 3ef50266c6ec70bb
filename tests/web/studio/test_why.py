"""Why a person was called today: the complete answer, for those in whose scope the case lies."""

import pytest

from tagih.cases.models import Case, Rank, WorkItem
from tagih.config import setup
from tagih.strategy import operations
from tests.factories import staff
from tests.strategy.test_day import DAY, NOW, play

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(lake):
    staff.company()
    setup.load_reference_data(now=NOW)
    play()


def test_agent_sees_rules_and_facts_of_a_case(decided, browser, at):
    at(NOW)
    case = Case.objects.get(customer__customer_no="C4")

    page = browser(staff.person(role="AGENT")).get(f"/strategi/mengapa/{case.code}/")

    text = page.content.decode()
    assert page.context["told"].step == "la_call"
    assert "dpd BETWEEN 31 AND 90" in text
    assert {"dpd", "phones"} <= {fact.name for fact in page.context["facts"]}


def test_case_outside_the_scope_is_not_found(decided, browser):
    case = Case.objects.get(customer__customer_no="C4")
    stranger = staff.person(role="AGENT", unit=staff.unit("BRANCH"))

    assert browser(stranger).get(f"/strategi/mengapa/{case.code}/").status_code == 404


def test_work_lists_follow_the_steps_once_somebody_says_so(decided):
    before = dict(WorkItem.objects.values_list("case__customer__customer_no", "priority"))
    assert not Rank.objects.exists()

    changed = operations.set_work_order(order="STEPS", by=None, now=NOW)

    ranks = dict(Rank.objects.values_list("case__customer__customer_no", "points"))
    after = dict(WorkItem.objects.values_list("case__customer__customer_no", "priority"))
    assert ranks["C4"] == 66  # la_call has priority 65
    assert changed == len(ranks)
    assert after["C4"] == before["C4"] + 66_000
    reason = WorkItem.objects.get(case__customer__customer_no="C4").reasons[-1]
    assert (reason["code"], reason["facts"]["step"]) == ("DECIDED", "la_call")
    assert operations.rank_work(business_date=DAY, now=NOW, by=None) == 0
    operations.set_work_order(order="POINTS", by=None, now=NOW)
    assert not Rank.objects.exists()
    assert dict(WorkItem.objects.values_list("case__customer__customer_no", "priority")) == before
