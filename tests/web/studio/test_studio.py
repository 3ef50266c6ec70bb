"""The studio: who may do what, faults while typing, and the same number of statements for one version and three."""

import pytest

from tagih.strategy import operations
from tagih.strategy.models import StrategyVersion
from tests.factories import staff
from tests.strategy.test_document import GOOD

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return staff.person(role="STRATEGIST")


def test_fault_is_told_with_its_place_while_typing(browser, writer, lake):
    page = browser(writer).post("/strategi/periksa/", {"text": GOOD.replace("dpd BETWEEN", "dpdd BETWEEN")})

    (fault, *_more) = page.context["found"].faults
    assert f'data-line="{fault.line}" data-column="{fault.column}"' in page.content.decode()
    assert "dpdd" in page.content.decode()


def test_faulty_text_is_not_saved_and_stays_on_the_page(browser, writer, lake):
    text = GOOD.replace("dpd BETWEEN", "dpdd BETWEEN")

    page = browser(writer).post("/strategi/baru/", {"text": text})

    assert page.status_code == 422
    assert "dpdd BETWEEN" in page.content.decode()
    assert not StrategyVersion.objects.exists()


@pytest.mark.parametrize(("role", "expected"), [("AGENT", 403), ("AUDITOR", 200), ("STRATEGIST", 200)])
def test_versions_are_read_by_those_who_may(browser, role, expected, lake):
    assert browser(staff.person(role=role)).get("/strategi/").status_code == expected


def test_auditor_neither_writes_nor_releases(browser, writer, now, lake):
    version = operations.draft_version(text=GOOD, by=writer, now=now)
    auditor = browser(staff.person(role="AUDITOR"))

    pages = [auditor.post(f"/strategi/versi/{version.pk}/{verb}/")
             for verb in ("ajukan", "setujui", "rilis", "ubah", "putar-ulang")]  # fmt: skip

    assert {page.status_code for page in pages} == {403}


def test_list_asks_as_often_for_three_versions_as_for_one(browser, writer, now, lake, django_assert_num_queries):
    client = browser(writer)
    operations.draft_version(text=GOOD, by=writer, now=now)
    client.get("/strategi/")
    with django_assert_num_queries(8, exact=False) as one:
        client.get("/strategi/")
    for _more in range(2):
        operations.draft_version(text=GOOD, by=writer, now=now)

    with django_assert_num_queries(len(one)):
        client.get("/strategi/")


def test_shipped_strategy_is_shown_without_any_portfolio(browser, writer, lake):
    page = browser(writer).get("/strategi/bawaan/")

    assert page.status_code == 200
    assert page.context["counts"] is None
    assert page.context["picture"].people is None
