import csv
import datetime as dt
import io

import pytest

from tagih.contacts import operations, queries
from tagih.contacts.models import GateDecision
from tagih.journal.models import Access
from tagih.staff.models import Unit
from tests.contacts.cases import GOLDEN
from tests.contacts.living import ask_live
from tests.factories import staff
from tests.factories.contacts import make_agent, make_debtor, make_point

pytestmark = pytest.mark.django_db
PAGE = "/kepatuhan/"


@pytest.fixture
def compliance(browser):
    return browser(staff.person(role="COMPLIANCE"))


def refused(now, *, agent=None, name="Siti Aminah", **changes):
    """A call that the gate refuses: on Sunday, at nine in the evening."""
    debtor = make_debtor(full_name=name)
    asked = {"channel": "CALL", "purpose": "COLLECT", "agent": agent or make_agent(), "by": agent} | changes
    late = now + dt.timedelta(days=2, hours=11)
    return operations.open_attempt(customer=debtor, contact_point=make_point(debtor), now=late, **asked).decision


def of(**days):
    return "?" + "&".join(
        f"{name}={value}" for name, value in ({"since": "2026-11-16", "until": "2026-11-22"} | days).items()
    )


def test_refusals_are_counted_by_reason_day_channel_and_unit(compliance, now):
    team = staff.unit("TEAM", name="Tim Melati")
    refused(now, agent=staff.person(unit=team))
    refused(now, channel="SMS", purpose="REMIND")
    debtor = make_debtor()
    operations.open_attempt(customer=debtor, contact_point=make_point(debtor), channel="CALL", purpose="COLLECT",
                            agent=make_agent(), by=None, now=now)  # fmt: skip

    page = compliance.get(PAGE + of())

    figures = page.context["figures"]
    assert (figures.asked, figures.refused) == (3, 2)
    assert dict(figures.by_rule) == {"AFTER_WINDOW": 2, "DAY_SUNDAY": 2, "AGENT_NO_CERT": 1}
    assert figures.by_day == [(dt.date(2026, 11, 20), 1, 0), (dt.date(2026, 11, 22), 2, 2)]
    assert dict(figures.by_channel) == {"CALL": 1, "SMS": 1}
    assert "Tim Melati" in [name for name, _path, _n in figures.by_unit]
    assert "Siti Aminah" in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "count"),
    [({"rule": "DAY_SUNDAY"}, 2), ({"rule": "AGENT_NO_CERT"}, 1), ({"channel": "SMS"}, 1), ({"channel": "FAX"}, 2),
     ({"customer": "nobody"}, 0), ({"until": "2026-11-21"}, 0), ({"since": "x"}, 2)],
)  # fmt: skip
def test_filters_narrow_the_list(compliance, now, asked, count):
    refused(now, agent=make_agent(certificates=()))
    refused(now, channel="SMS", purpose="REMIND")

    page = compliance.get(PAGE + of(**asked))

    assert len(page.context["lines"]) == count


def test_a_branch_sees_its_own_refusals_and_no_others(browser, now):
    region = staff.unit("REGION")
    ours, theirs = (
        staff.unit("BRANCH", parent=region, name="Metro"),
        staff.unit("BRANCH", parent=region, name="Kotabumi"),
    )
    mine = refused(now, agent=staff.person(unit=staff.unit("TEAM", parent=ours)), name="Budi Milik Kami")
    other = refused(now, agent=staff.person(unit=staff.unit("TEAM", parent=theirs)), name="Orang Cabang Lain")
    supervisor = browser(staff.person(role="SUPERVISOR", unit=ours))

    page = supervisor.get(PAGE + of()).content.decode()

    assert "Budi Milik Kami" in page
    assert "Orang Cabang Lain" not in page
    assert "Kotabumi" not in page
    assert supervisor.get(f"{PAGE}keputusan/{mine.pk}/").status_code == 200
    assert supervisor.get(f"{PAGE}keputusan/{other.pk}/").status_code == 404


def test_an_agent_does_not_see_the_page(browser):
    assert browser(staff.person(role="AGENT")).get(PAGE).status_code == 403


def test_decision_is_told_in_words_and_its_reading_logged(compliance, now):
    decision = refused(now)

    page = compliance.get(f"{PAGE}keputusan/{decision.pk}/")

    text = page.content.decode()
    assert "POJK 22/2023 Pasal 62 ayat (2) huruf f" in text
    assert "Minggu, 22 November 2026, 21.00 WIB" in text
    assert "wilayah 18.71" in text
    assert "Senin, 23 November 2026, 08.00 WIB" in text
    assert Access.objects.get(subject_kind="gate_decision").customer_no == decision.customer.customer_no


def test_decision_is_told_in_english_too(compliance, now, settings):
    decision = refused(now)
    compliance.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    text = compliance.get(f"{PAGE}keputusan/{decision.pk}/").content.decode()

    assert "At the customer&#x27;s address it was Sunday, 22 November 2026, 21.00 WIB." in text
    assert "POJK 22/2023 art. 62(2)f" in text


def test_file_is_safe_to_open(compliance, now):
    team = staff.unit("TEAM", name="=HYPERLINK(1)")
    refused(now, agent=staff.person(unit=team))

    answer = compliance.get(PAGE + of(file="csv"))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][3] == "'=HYPERLINK(1)"
    assert "POJK 22/2023 Pasal 62 ayat (2) huruf f" in rows[1][9]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_statements_does_not_grow(compliance, now, count, django_assert_num_queries):
    agent = staff.person(unit=Unit.objects.get(code="HQ"))
    for _ in range(count):
        refused(now, agent=agent)
    scope = queries.Scope(dt.date(2026, 11, 16), dt.date(2026, 11, 22), ("1.",))

    with django_assert_num_queries(6):
        queries.refusal_figures(scope)
        [decision.unit.name for decision in queries.refusals_in(scope)]
    compliance.get(PAGE)
    with django_assert_num_queries(10):
        compliance.get(PAGE + of())


@pytest.mark.parametrize("part", range(3))
def test_every_reason_can_be_told(part, settings):
    for _name, text, *_rest in GOLDEN[part::3]:
        settings.TAGIH_GATE_PACKS = text["pack"]
        told = queries.decision_told(ask_live(text).decision)
        assert told.question
        assert all(one.reason.source for one in told.reasons)


def test_empty_days_say_so(compliance):
    assert GateDecision.objects.count() == 0
    assert "Tidak ada yang ditolak" in compliance.get(PAGE).content.decode()
