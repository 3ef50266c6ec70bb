"""A call through a connected telephony: heard on the desk as it is heard, ended by hand, and acted on by the debtor."""

import datetime as dt

import pytest

from tagih.cases import operations as cases
from tagih.config.demo import telephone, world
from tagih.contacts.models import Attempt
from tagih.dialer import operations as dialer
from tagih.payments.models import Payment
from tagih.sandbox.telephone import line, voice
from tests.factories import cases as work
from tests.web.desk.conftest import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(minutes=4)


@pytest.fixture
def lines(another_home, lake):
    another_home.mkdir()
    connected = telephone.SimulatedTelephony()
    dialer.connect(connected)
    yield connected
    dialer.connect(None)


def address(case, attempt, end: str = "") -> str:
    return f"/meja/kasus/{case.code}/saluran/{attempt.pk}/{end}"


def called(desk):
    """A case in hand with a call under way."""
    case = desk.case()
    desk.take()
    answer = desk.call(case)
    return case, Attempt.objects.get(), answer.content.decode()


def number_for(attempt, wanted) -> str:
    """A number at whose end this very call goes as wanted."""
    numbers = (f"+62812{n:08}" for n in range(5_000))
    return next(known for known in numbers if wanted(line.call(telephone.SEED, known, str(attempt.pk), NOW)))


def test_without_a_telephony_there_is_no_line(desk):
    case, attempt, page = called(desk)

    assert 'id="line"' not in page and "desk-number" in page
    assert desk.client.get(address(case, attempt)).content.decode().strip() == ""


def test_call_rings_and_is_heard_to_its_end(desk, lines, at):
    case, attempt, page = called(desk)
    assert 'id="line"' in page and f"{address(case, attempt)}?heard=1" in page

    unheard = desk.client.get(address(case, attempt) + "?heard=1")
    at(LATER)
    whole = desk.client.get(address(case, attempt) + "?heard=1").content.decode()

    assert unheard.status_code == 204
    spoken = lines.events(call=attempt.pk, now=LATER)
    assert [event.text for event in spoken if event.text and event.text not in whole] == []
    assert "hx-get" not in whole and "/tutup/" not in whole


def test_reload_shows_the_line_as_far_as_it_has_come(desk, lines):
    case, attempt, _page = called(desk)

    assert f"{address(case, attempt)}?heard=1" in desk.client.get("/meja/").content.decode()


def test_hanging_up_and_not_calling_end_the_call(desk, lines, at):
    case, attempt, _page = called(desk)
    at(NOW + dt.timedelta(seconds=1))

    page = desk.client.post(address(case, attempt, "tutup/"), headers={"HX-Request": "true"}).content.decode()

    assert "Anda menutup telepon" in page
    assert lines.events(call=attempt.pk, now=LATER)[-1].at == NOW + dt.timedelta(seconds=1)


def test_attempt_given_back_is_hung_up(desk, lines, at):
    case, attempt, _page = called(desk)

    desk.client.post(f"/meja/kasus/{case.code}/hubungi/batal/", {"attempt": str(attempt.pk)})

    assert lines.events(call=attempt.pk, now=LATER)[-1].cause == "WE_HUNG_UP"


@pytest.mark.skipif(not voice.is_there(), reason="espeak-ng is not installed")
def test_what_was_said_is_read_aloud(desk, lines, at):
    case, attempt, _page = called(desk)
    talking = telephone.SimulatedTelephony()
    talking.dial(call=attempt.pk, number=number_for(attempt, lambda spoken: spoken.result == "PROMISE"), now=NOW)
    dialer.connect(talking)
    at(LATER)
    said = [bool(event.text) for event in talking.events(call=attempt.pk, now=LATER)]

    answers = [desk.client.get(address(case, attempt, f"{place}.wav")) for place in range(len(said) + 1)]

    assert True in said
    assert [answer.status_code == 200 for answer in answers] == [*said, False]
    sound = answers[said.index(True)]
    assert (sound["Content-Type"], sound.content[:4]) == ("audio/wav", b"RIFF")


def test_nobody_listens_to_a_colleagues_call(desk, lines, browser):
    case, attempt, _page = called(desk)
    colleague = browser(work.agent(desk.branch))

    assert colleague.get(address(case, attempt)).status_code == 404
    assert colleague.post(address(case, attempt, "tutup/")).status_code == 404
    assert colleague.get(address(case, attempt, "1.wav")).status_code == 404
    assert dialer.line_of(call=attempt.pk, now=NOW).is_live


@pytest.mark.parametrize(
    ("wanted", "paid"),
    [
        (lambda spoken: spoken.means_it and spoken.pays_on == NOW.date(), 1),
        (lambda spoken: spoken.means_it and spoken.pays_on > NOW.date(), 0),
        (lambda spoken: spoken.result == "PROMISE" and not spoken.means_it, 0),
        (lambda spoken: spoken.result == "REFUSES", 0),
    ],
    ids=["meant for today", "meant for a later day than was written", "not meant", "never said"],
)
def test_promise_to_a_visitor_goes_as_the_debtor_meant_it(desk, another_home, lake, wanted, paid):
    another_home.mkdir()
    case, attempt, _page = called(desk)
    telephone.SimulatedTelephony().dial(call=attempt.pk, number=number_for(attempt, wanted), now=NOW)
    cases.record_activity(
        case=case, by=desk.agent, now=NOW + dt.timedelta(minutes=1), started_at=NOW, action="CALL_OUT",
        result="PROMISE", party="CONSUMER", place="MOBILE", attempt=attempt, promise=work.draft((0, 500_000)),
    )  # fmt: skip

    for _again in range(2):
        world.keep_promises(date=NOW.date(), until=NOW + dt.timedelta(hours=12), seed=7)

    assert Payment.objects.filter(payment_ref__startswith="JANJI").count() == paid
