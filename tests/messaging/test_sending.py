"""Messages ordered, allowed, sent, withdrawn: each person once a day, nobody after paying."""

import datetime as dt

import pytest

from tagih.cases.models import Activity
from tagih.contacts.models import Attempt, Evidence, GateDecision
from tagih.messaging import operations
from tagih.messaging.models import Message, SandboxText, Template
from tagih.messaging.queries import words_of
from tests.factories import cases
from tests.factories import messages as make

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture(autouse=True)
def open_channels(settings):
    make.ready(settings)


def state(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.problem


def test_a_message_leaves_through_the_gate_and_is_written_on_the_case():
    customer = make.debtor()
    message = make.ordered(customer)

    assert make.send() == {"ACCEPTED": 1}

    assert state(message) == ("DELIVERED", "")
    (taken,) = SandboxText.objects.all()
    assert words_of(taken) == words_of(message)
    assert f"PT: Bpk/Ibu {customer.full_name}" in words_of(taken).replace("Company ", "")
    assert message.attempt.decision.verdict == "ALLOW"
    activity = Activity.objects.get(case__customer=customer)
    assert (activity.action.code, activity.result.code) == ("SMS", "SENT")
    assert (message.parts, message.cost) == (1, 350)
    assert Evidence.objects.filter(contact_point=make.phone_of(customer), outcome="DELIVERED").count() == 1


def test_the_same_order_twice_is_one_message():
    customer = make.debtor()
    one = make.order(customer)

    first = operations.order_messages(orders=[one, one], by=None, now=NOW)
    second = operations.order_messages(orders=[one], by=None, now=NOW)

    assert (first.rows, first.new, second.new, second.known) == (2, 1, 0, 1)
    assert Message.objects.count() == 1


def test_an_order_without_approved_words_is_counted_and_left():
    customer = make.debtor()

    done = operations.order_messages(orders=[make.order(customer, template="NOWHERE")], by=None, now=NOW)

    assert (done.new, done.not_in_use) == (0, 1)


def test_of_several_levels_the_highest_speaks():
    customer = make.debtor()
    low, high = make.order(customer, template="REMIND_EARLY"), make.order(customer, template="PROMISE_BROKEN")

    done = operations.order_messages(orders=[low, high], by=None, now=NOW)

    assert done.outranked == 1
    assert dict(Message.objects.values_list("reference", "state")) == {
        low.reference: "OUTRANKED", high.reference: "QUEUED"
    }  # fmt: skip


def test_who_was_spoken_to_today_is_left_in_peace():
    customer = make.debtor()
    make.ordered(customer)
    make.send()
    second = make.ordered(customer, template="PROMISE_BROKEN")

    assert make.send(now=NOW + dt.timedelta(hours=5)) == {"OUTRANKED": 1}
    assert state(second) == ("OUTRANKED", "HIGHER_SPEAKS")


def test_outside_the_hours_a_message_waits_for_the_morning():
    customer = make.debtor()
    night = NOW.replace(hour=14)  # 21.00 in Jakarta
    message = make.ordered(customer, due_at=night)

    assert make.send(now=night) == {"POSTPONED": 1}

    assert state(message)[0] == "QUEUED"
    assert message.due_at == dt.datetime(2026, 11, 21, 1, 0, tzinfo=dt.UTC)
    assert GateDecision.objects.get(customer=customer).refused_by == ["AFTER_WINDOW"]
    assert make.send(now=message.due_at) == {"ACCEPTED": 1}


def test_money_withdraws_what_waits():
    customer, other = make.debtor(), make.debtor()
    paid, unpaid = make.ordered(customer), make.ordered(other)
    cases.cure(make.contract_of(customer))

    assert operations.silence_customer(customer_id=customer.pk, now=NOW) == 1

    assert (state(paid), state(unpaid)[0]) == (("CANCELLED", "PAID"), "QUEUED")
    assert operations.silence_customer(customer_id=customer.pk, now=NOW) == 0


def test_part_of_the_money_does_not_silence():
    customer = make.debtor(overdue=1_000_000)
    message = make.ordered(customer)

    assert operations.silence_customer(customer_id=customer.pk, now=NOW) == 0
    assert state(message)[0] == "QUEUED"


def test_a_message_that_money_overtook_does_not_leave():
    customer = make.debtor()
    message = make.ordered(customer)
    cases.cure(make.contract_of(customer))

    assert make.send() == {"SETTLED": 1}
    assert (state(message), Attempt.objects.count()) == (("CANCELLED", "PAID"), 0)


def test_a_reminder_before_the_due_date_is_about_that_date():
    due_on = make.DAY + dt.timedelta(days=3)
    customer = make.debtor(days=None, next_due_on=due_on, instalment_amount=825_000)
    message = make.ordered(customer, template="REMIND_PRE_DUE")
    assert message.about_due_on == due_on

    make.contract_of(customer).__class__.objects.update(next_due_on=due_on + dt.timedelta(days=30))

    assert make.send() == {"SETTLED": 1}


def test_a_reminder_before_the_due_date_leaves_without_a_case():
    customer = make.debtor(days=None, next_due_on=make.DAY + dt.timedelta(days=3), instalment_amount=825_000)
    message = make.ordered(customer, template="REMIND_PRE_DUE")

    assert make.send() == {"ACCEPTED": 1}
    assert (state(message)[0], message.attempt.result_class) == ("DELIVERED", "NC")


def test_without_a_number_the_next_channel_speaks():
    customer = make.debtor(email=True)
    make.phone_of(customer).delete()
    message = make.ordered(customer)

    assert make.send() == {"FAILED": 1}
    assert make.send("EMAIL") == {"ACCEPTED": 1}

    assert state(message) == ("FAILED", "NO_CONTACT_POINT")
    other = Message.objects.get(stands_in_for=message)
    assert (other.channel, other.state, other.template.code) == ("EMAIL", "DELIVERED", "REMIND_EARLY_EMAIL")
    assert "Rp1.000.000" in words_of(other)


def test_a_dead_number_is_retired_and_the_next_channel_speaks(settings):
    customer = make.debtor(email=True)
    point = make.phone_of(customer)
    point.delete()
    from tests.factories import contacts

    dead = contacts.make_point(customer, value="081234000000")
    message = make.ordered(customer)

    assert make.send() == {"FAILED": 1}

    dead.refresh_from_db()
    assert (state(message)[0], dead.state) == ("FAILED", "DISCONNECTED")
    assert Message.objects.filter(stands_in_for=message).count() == 1


def test_a_missing_value_sends_nothing():
    customer = make.debtor()
    message = make.ordered(customer, template="REMIND_PROMISE")

    assert make.send() == {"FAILED": 1}
    assert state(message) == ("FAILED", "VARIABLE_MISSING promise_date")
    assert SandboxText.objects.count() == 0


def test_too_late_is_not_sent():
    customer = make.debtor()
    message = make.ordered(customer, expires_at=NOW + dt.timedelta(minutes=5))

    assert make.send(now=NOW + dt.timedelta(minutes=6)) == {"EXPIRED": 1}
    assert state(message)[0] == "EXPIRED"


def test_a_closed_channel_keeps_its_messages():
    customer = make.debtor()
    message = make.ordered(customer)
    from tagih.messaging.models import ChannelSetting

    ChannelSetting.objects.filter(channel="SMS").update(is_open=False)

    assert make.send() == {}
    assert state(message)[0] == "QUEUED"


def test_english_speakers_are_written_to_in_english():
    customer = make.debtor()
    customer.__class__.objects.update(language="en")
    message = make.ordered(customer)

    make.send()

    assert "please open" in words_of(Message.objects.get(pk=message.pk))


def test_thanks_come_once_and_on_any_day():
    customer = make.debtor()
    make.ordered(customer)
    make.send()
    cases.cure(make.contract_of(customer))

    for _ in range(2):
        paid = operations.Paid(customer.customer_no, "P1", "Rp1.000.000")
        operations.thank(payments=[paid], now=NOW)

    assert make.send(now=NOW + dt.timedelta(hours=2)) == {"ACCEPTED": 1}
    assert "Rp1.000.000" in words_of(Message.objects.get(template__code="THANKS_PAID"))


def test_the_number_of_statements_is_the_same_for_one_order_and_for_many(django_assert_num_queries):
    customers = [make.debtor() for _ in range(3)]
    operations.order_messages(orders=[make.order(customers[0])], by=None, now=NOW)
    one, many = [make.order(customers[0])], [make.order(customer) for customer in customers]

    with django_assert_num_queries(8):
        operations.order_messages(orders=one, by=None, now=NOW)
    with django_assert_num_queries(8):
        operations.order_messages(orders=many, by=None, now=NOW)


def test_a_template_is_approved_by_a_second_person():
    from tests.factories.contacts import make_agent

    template = Template.objects.get(code="REMIND_EARLY")
    author, other = make_agent(), make_agent()
    texts = operations.texts_of(template.versions.get())
    draft = operations.write_version(template=template, texts=texts, by=author, now=NOW)
    operations.submit_version(version=draft, by=author, now=NOW)

    with pytest.raises(operations.ApprovedByTheSame):
        operations.approve_version(version=draft, by=author, now=NOW)
    operations.approve_version(version=draft, by=other, now=NOW)

    assert list(template.versions.order_by("number").values_list("number", "state")) == [
        (1, "REPLACED"), (2, "APPROVED")
    ]  # fmt: skip
