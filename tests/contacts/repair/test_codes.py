"""One-time codes: who reads the code back holds the number. Few, short-lived, hashed, counted."""

import datetime as dt
import re

import pytest

from tagih.config import jobs
from tagih.contacts import operations, queries
from tagih.contacts.models import Attempt, ContactPoint, Evidence, GateDecision, OneTimeCode, SandboxMessage
from tagih.contacts.rules import codes as rules
from tagih.journal.models import Event
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tests.factories import contacts
from tests.factories.repair import NOW, broken, debtor, item, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sandbox(settings, monkeypatch):
    settings.TAGIH_CODE_SENDER = "sandbox"
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def agent():
    return contacts.make_agent()


@pytest.fixture
def point():
    return contacts.make_point(debtor())


def refused(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def call(point: ContactPoint, agent, now=NOW) -> Attempt:
    outcome = operations.open_attempt(
        customer=point.customer, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent, by=agent, now=now
    )
    assert outcome.attempt is not None
    return outcome.attempt


def issue(point, agent, now=NOW) -> str:
    """The digits as they arrive on the telephone."""
    operations.issue_code(contact_point=point, by=agent, now=now)
    jobs.drain()
    return re.search(r"\b\d{6}\b", queries.inbox()[0].text)[0]


def test_who_reads_the_code_back_holds_the_number(point, agent):
    call(point, agent)
    digits = issue(point, agent)

    operations.confirm_code(contact_point=point, code=f" {digits[:3]}-{digits[3:]} ", by=agent, now=later(minutes=2))

    point.refresh_from_db()
    code = OneTimeCode.objects.get()
    assert (point.state, point.state_changed_at, code.state) == ("VERIFIED", later(minutes=2), "CONFIRMED")
    proof = Event.objects.get(name="contacts.PointVerified").payload
    assert proof["evidence"] == f"one-time code {code.reference}"
    piece = Evidence.objects.get(contact_point=point)
    assert (piece.kind, piece.outcome, piece.source) == ("CUSTOMER_UPDATE", "CONFIRMED", "CODE")


def test_confirmed_number_ends_the_search(agent):
    search = item()
    new = operations.take_point(
        customer=search.customer, kind="PHONE", value="081311112222", owner_role="CONSUMER", source="DESK", by=agent,
        now=NOW,
    )  # fmt: skip
    call(new, agent)

    operations.confirm_code(contact_point=new, code=issue(new, agent), by=agent, now=NOW)
    jobs.drain()

    search.refresh_from_db()
    assert search.state == "REPAIRED"


def test_message_says_nothing_of_a_debt_and_the_digits_are_forgotten_when_sent(point, agent):
    call(point, agent)
    digits = issue(point, agent)

    code, text = OneTimeCode.objects.get(), queries.inbox()[0].text
    assert digits in text
    assert not re.search("utang|hutang|tagih|tunggak|bayar|cicil|angsur|kredit|denda", text.replace("Tagih", ""), re.I)
    assert (code.state, code.code_cipher) == ("SENT", None)
    assert digits.encode() not in bytes(code.code_hash)
    assert digits.encode() not in bytes(SandboxMessage.objects.get().text_cipher)
    assert all(digits not in str(event.payload) for event in Event.objects.all())


def test_job_that_runs_twice_sends_once(point, agent):
    call(point, agent)
    issue(point, agent)

    again = operations.send_code(code_id=OneTimeCode.objects.get().pk, now=NOW)

    assert (again, SandboxMessage.objects.count()) == (False, 1)


def test_wrong_code_is_counted_and_the_fifth_ends_it(point, agent):
    call(point, agent)
    digits = issue(point, agent)
    wrong = f"{(int(digits) + 1) % 10**6:06d}"

    for _ in range(rules.TRIES):
        with refused("CODE_WRONG"):
            operations.confirm_code(contact_point=point, code=wrong, by=agent, now=NOW)
    with refused("NO_CODE"):
        operations.confirm_code(contact_point=point, code=digits, by=agent, now=NOW)

    point.refresh_from_db()
    assert (OneTimeCode.objects.get().state, point.state) == ("SPENT", "UNVERIFIED")


def test_code_expires_to_the_second(point, agent):
    call(point, agent)
    digits = issue(point, agent)

    with refused("NO_CODE"):
        operations.confirm_code(contact_point=point, code=digits, by=agent, now=NOW + rules.LIFE)

    assert OneTimeCode.objects.get().state == "EXPIRED"


def test_sweep_ends_what_is_over(point, agent):
    call(point, agent)
    issue(point, agent)

    assert operations.expire_codes(now=NOW + rules.LIFE - dt.timedelta(seconds=1)) == 0
    assert operations.expire_codes(now=NOW + rules.LIFE) == 1


def test_code_of_one_number_does_not_prove_another(point, agent):
    call(point, agent)
    other = contacts.make_point(point.customer)
    digits = issue(point, agent)

    with refused("NO_CODE"):
        operations.confirm_code(contact_point=other, code=digits, by=agent, now=NOW)


def test_newer_code_replaces_the_one_before(point, agent):
    call(point, agent)
    first = issue(point, agent)
    second = issue(point, agent, now=later(seconds=60))

    assert list(OneTimeCode.objects.order_by("pk").values_list("state", flat=True)) == ["REPLACED", "SENT"]
    if first != second:
        with refused("CODE_WRONG"):
            operations.confirm_code(contact_point=point, code=first, by=agent, now=later(seconds=90))
    operations.confirm_code(contact_point=point, code=second, by=agent, now=later(seconds=90))


def test_number_receives_three_codes_a_day_over_all_people_who_have_it(point, agent):
    twin = contacts.make_point(debtor(), value="081344440000")
    mine = contacts.make_point(point.customer, value="081344440000")
    for minutes, target in ((0, mine), (2, mine), (4, twin)):
        now = later(minutes=minutes)
        if not Attempt.objects.filter(customer=target.customer).exists():
            call(target, agent, now)
        operations.issue_code(contact_point=target, by=agent, now=now)

    with refused("CODE_TOO_SOON") as caught:
        operations.issue_code(contact_point=mine, by=agent, now=later(minutes=6))

    assert caught.value.until == later(days=1)


def test_person_receives_six_codes_a_day_over_all_numbers(point, agent):
    numbers = [point, *(contacts.make_point(point.customer) for _number in range(2))]
    call(point, agent)
    for minute in range(rules.A_PERSON_A_DAY):
        issue(numbers[minute % 2], agent, later(minutes=2 * minute))

    with refused("CODE_TOO_SOON") as refusal:
        operations.issue_code(contact_point=numbers[2], by=agent, now=later(minutes=13))

    assert refusal.value.until == later(days=1)
    other = contacts.make_point(debtor())
    call(other, agent, later(minutes=13))
    operations.issue_code(contact_point=other, by=agent, now=later(minutes=13))
    assert OneTimeCode.objects.filter(contact_point=other).count() == 1


def test_two_codes_within_a_minute_are_one_too_many(point, agent):
    call(point, agent)
    operations.issue_code(contact_point=point, by=agent, now=NOW)

    with refused("CODE_TOO_SOON"):
        operations.issue_code(contact_point=point, by=agent, now=later(seconds=59))


def test_outside_a_conversation_the_code_is_a_message_and_asks_the_gate(point, agent):
    digits = issue(point, agent)
    message = Attempt.objects.get()

    operations.confirm_code(contact_point=point, code=digits, by=agent, now=later(minutes=3))

    message.refresh_from_db()
    assert (message.channel, message.purpose, message.state, message.result_class) == ("SMS", "LOCATE", "DONE", "RPC")


def test_outside_a_conversation_at_night_the_gate_refuses(point, agent):
    with refused("CODE_REFUSED_BY_GATE"):
        operations.issue_code(contact_point=point, by=agent, now=later(hours=13))

    assert GateDecision.objects.get().verdict == "DENY"
    assert not OneTimeCode.objects.exists()


def test_conversation_of_another_agent_does_not_cover(point, agent):
    call(point, agent)

    with refused("CODE_REFUSED_BY_GATE"):  # two hours of rest after the call
        operations.issue_code(contact_point=point, by=contacts.make_agent(), now=later(minutes=1))


@pytest.mark.parametrize("state", ["WRONG_PERSON", "DISCONNECTED", "RETIRED", "OPTED_OUT"])
def test_no_code_to_a_number_that_is_over(agent, state):
    with refused("CODE_NOT_POSSIBLE"):
        operations.issue_code(contact_point=broken(debtor(), state), by=agent, now=NOW)


def test_no_code_to_somebody_else_or_to_an_address(agent):
    person = debtor()
    relative = contacts.make_point(person, owner_role="SPOUSE")

    for target in (relative, person.contact_points.get(kind="ADDRESS")):
        with refused("CODE_NOT_POSSIBLE"):
            operations.issue_code(contact_point=target, by=agent, now=NOW)


def test_without_a_provider_nothing_is_made(point, agent, settings):
    settings.TAGIH_CODE_SENDER = ""

    with refused("NO_CODE_SENDER"):
        operations.issue_code(contact_point=point, by=agent, now=NOW)

    assert not GateDecision.objects.exists()


def test_agent_cannot_send_more_than_twenty_an_hour():
    sent = [NOW - dt.timedelta(minutes=minute) for minute in range(20)]

    assert rules.next_allowed_at(to_number=[], to_person=[], by_agent=sent, now=NOW) == NOW + dt.timedelta(minutes=41)
    assert rules.next_allowed_at(to_number=[], to_person=[], by_agent=sent[1:], now=NOW) is None
