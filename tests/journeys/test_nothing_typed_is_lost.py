"""The session ends, the server goes away, the desk stands idle: what was typed stays and arrives."""

import re

import pytest
from playwright.sync_api import expect

from tagih.cases import operations as cases
from tagih.cases.models import Code
from tests.factories import staff
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_the_form(house, page, now):
    """The head of collections renames a code and has not saved yet."""
    cases.load_reference(now=now)
    code = Code.objects.get(kind="PARTY", code="CONSUMER")
    head = staff.person(role="HEAD", name="Ratih Kusumawardani")
    sign_in(page, head)
    page.goto(f"/kantor/kode/{code.pk}/")
    page.fill("#id_name_id", "Konsumen sendiri")
    return head


def saved() -> bool:
    return Code.objects.filter(kind="PARTY", code="CONSUMER", name_id="Konsumen sendiri").exists()


def test_session_that_ended_is_renewed_over_the_page(at_the_form, page, context):
    context.clear_cookies(name="sessionid")

    page.click("form.card button.btn-primary")
    dialog = page.locator("#session-dialog")
    expect(dialog).to_be_visible()
    kept = page.input_value("#id_name_id")
    dialog.locator("#id_username").fill(at_the_form.username)
    dialog.locator("#id_password").fill("salah")
    dialog.locator("button.btn-primary").click()
    expect(dialog.locator("[role=alert]")).to_be_visible()
    dialog.locator("#id_username").fill(at_the_form.username)
    dialog.locator("#id_password").fill(staff.PASSWORD)
    dialog.locator("button.btn-primary").click()
    page.wait_for_url(re.compile("kind=PARTY"))

    assert kept == "Konsumen sendiri"
    assert saved()


def test_server_that_went_away_gets_it_when_it_is_back(at_the_form, page, context):
    context.set_offline(True)

    page.click("form.card button.btn-primary")
    expect(page.locator("#away")).to_be_visible()
    assert page.input_value("#id_name_id") == "Konsumen sendiri"
    assert not saved()
    context.set_offline(False)
    page.wait_for_url(re.compile("kind=PARTY"))

    assert saved()


def test_idle_desk_locks_and_opens_where_it_was(house, page, settings, now):
    settings.TAGIH_IDLE_LOCK_SECONDS = 1
    cases.load_reference(now=now)
    code = Code.objects.get(kind="PARTY", code="CONSUMER")
    sign_in(page, staff.person(role="HEAD"))
    page.goto(f"/kantor/kode/{code.pk}/")
    page.fill("#id_name_id", "Konsumen sendiri")

    dialog = page.locator("#session-dialog")
    expect(dialog).to_be_visible(timeout=15_000)
    settings.TAGIH_IDLE_LOCK_SECONDS = 0
    dialog.locator("#id_password").fill(staff.PASSWORD)
    dialog.locator("button.btn-primary").click()
    expect(dialog).not_to_be_visible()

    assert page.input_value("#id_name_id") == "Konsumen sendiri"
    page.click("form.card button.btn-primary")
    page.wait_for_url(re.compile("kind=PARTY"))
    assert saved()


def test_live_topic_reaches_an_open_page(house, page):
    head = staff.person(role="HEAD")
    sign_in(page, head)
    page.evaluate(
        """() => new Promise(done => {
            window.heard = [];
            const source = new EventSource('/hidup/?topics=unit:1,orang:77');
            source.addEventListener('topic', event => window.heard.push(event.data));
            source.addEventListener('hello', () => done(true));
        })"""
    )

    from tagih.journal.operations import tell

    tell(["orang:77", "orang:78"])
    page.wait_for_function("window.heard.length > 0")

    assert page.evaluate("window.heard") == ["orang:77"]
