"""The guided tours of a demonstration: absent elsewhere, open to their roles, passed by deeds."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from tagih.cases import operations as cases
from tagih.config.demo.tours import desk, floor, office
from tagih.web.ui.tour import KEY
from tests.factories import cases as work
from tests.factories import staff

pytestmark = pytest.mark.django_db
TOURS = [desk.AGENT, floor.LEADER, floor.HEAD, *office.TOURS]
BY_ROLE = [(role, tour) for tour in TOURS for role in tour.roles]


@pytest.fixture(autouse=True)
def touring(settings):
    settings.TAGIH_TOUR = True


def enrol(client) -> None:
    """A second factor, which an administrator can't do without."""
    device = TOTPDevice.objects.create(user_id=client.session["_auth_user_id"], confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()


def shown(client, address="/profil/") -> str:
    return client.get(address).content.decode()


def test_no_tour_and_no_address_of_one_outside_a_demonstration(settings, browser):
    settings.TAGIH_TOUR = False
    client = browser(staff.person(role="AGENT"))

    assert 'id="tour"' not in shown(client) and "tour.css" not in shown(client) and "/tur/" not in shown(client)
    assert client.post("/tur/mulai/").status_code == 404
    assert client.get("/tur/").status_code == 204
    assert all(KEY not in session.get_decoded() for session in Session.objects.all())


def test_role_without_a_tour_has_none(browser):
    client = browser(staff.person(role="TRAINER"))

    assert 'id="tour"' not in shown(client)
    assert client.post("/tur/tutup/").status_code == 404


@pytest.mark.parametrize(("role", "tour"), BY_ROLE, ids=[role for role, _tour in BY_ROLE])
def test_every_step_leads_to_a_place_that_the_role_may_open(browser, role, tour):
    client = browser(staff.person(role=role))
    enrol(client)

    for step in tour.steps:
        answer = client.get(reverse(step.place))

        assert answer.status_code == 200, step.code
        assert 'id="tour-step"' in answer.content.decode(), step.code


@pytest.mark.parametrize("tour", TOURS, ids=[tour.roles[0] for tour in TOURS])
def test_steps_are_named_once_and_can_be_done(tour):
    codes = [step.code for step in tour.steps]

    assert len(set(codes)) == len(codes)
    assert [step.code for step in tour.steps if not (step.opens or step.done)] in ([], ["read"], ["floor"])


def test_next_passes_a_step_and_an_unknown_step_passes_nothing(browser):
    client = browser(staff.person(role="TEAM_LEADER"))
    assert 'name="step" value="floor"' in shown(client)

    client.post("/tur/lanjut/", {"step": "report"})
    client.post("/tur/lanjut/", {"step": "of nobody"})
    assert 'name="step" value="floor"' in shown(client)
    client.post("/tur/lanjut/", {"step": "floor"})

    assert 'name="step" value="agent"' in shown(client)


def test_opening_the_page_passes_its_step_and_is_praised(browser):
    client = browser(staff.person(role="HEAD"))
    assert 'name="step" value="report"' in shown(client)

    page = shown(client, "/laporan/")

    assert 'name="step" value="targets"' in page
    assert "tour-praise" in page


def test_taking_a_case_passes_its_step_by_the_fact(browser, now):
    place = work.branch()
    agent = work.agent(place)
    client = browser(agent)
    assert 'name="step" value="take"' in shown(client)

    cases.take_case(person=agent, case=work.case(place), now=now)

    assert 'name="step" value="read"' in shown(client)
    assert client.get("/tur/?at=read.2").status_code == 204
    assert 'name="step" value="read"' in shown(client, "/tur/?at=take.1")


def test_what_colleagues_do_passes_nothing(browser, now):
    place = work.branch()
    client = browser(work.agent(place))
    shown(client)

    cases.take_case(person=work.agent(place), case=work.case(place), now=now)

    assert 'name="step" value="take"' in shown(client)


def test_closed_tour_stays_closed_until_it_is_begun_anew(browser):
    client = browser(staff.person(role="HEAD"))
    shown(client, "/laporan/")

    client.post("/tur/tutup/")
    assert 'id="tour"' not in shown(client)
    client.post("/tur/mulai/")

    assert 'name="step" value="report"' in shown(client)


def test_after_an_action_the_visitor_is_sent_to_no_other_house(browser):
    client = browser(staff.person(role="HEAD"))

    ours = client.post("/tur/tutup/", headers={"Referer": "http://testserver/profil/"})
    other = client.post("/tur/mulai/", headers={"Referer": "https://elsewhere.example/"})

    assert (ours["Location"], other["Location"]) == ("http://testserver/profil/", "/")


def test_end_of_the_tour_offers_it_from_the_beginning(browser):
    client = browser(staff.person(role="TEAM_LEADER"))
    for step in floor.LEADER.steps:
        client.post("/tur/lanjut/", {"step": step.code})

    page = shown(client)

    assert 'name="step"' not in page and 'action="/tur/mulai/"' in page and 'id="tour-step"' in page


def test_panel_asks_the_same_few_questions_on_every_page(browser, django_assert_max_num_queries, settings):
    client = browser(staff.person(role="AGENT"))
    shown(client)
    settings.TAGIH_TOUR = False
    with django_assert_max_num_queries(40) as without:
        shown(client)
    settings.TAGIH_TOUR = True

    with django_assert_max_num_queries(len(without) + 2):
        shown(client)


def test_what_is_only_to_be_read_is_passed_by_the_step_after_it(browser):
    client = browser(staff.person(role="TEAM_LEADER"))
    assert 'name="step" value="floor"' in shown(client)

    agent = staff.person(role="AGENT")
    client.get(f"/lantai/petugas/{agent.employee_no}/")

    assert 'name="step" value="move"' in shown(client)
