import datetime as dt

import pytest

from tagih.contacts import operations, queries
from tagih.contacts.models import Attempt, ContactPoint, GateDecision
from tagih.contacts.operations import AttemptClosed, ChannelDoesNotFit, PointOfSomebodyElse
from tagih.contacts.rules.casefile import read
from tagih.kernel.operations import set_calendar_day
from tagih.portfolio.models import Contract
from tests.contacts.test_decision import ask
from tests.factories.contacts import make_agent, make_debtor, make_point

pytestmark = pytest.mark.django_db


def call(customer, point, now, **changes):
    told = {"channel": "CALL", "purpose": "COLLECT", "agent": None, "by": None} | changes
    told["agent"] = told["agent"] or make_agent()
    return operations.open_attempt(customer=customer, contact_point=point, now=now, **told)


def rules(outcome):
    return [reason["rule"] for reason in outcome.decision.reasons if reason["severity"] == "DENY"]


def test_attempt_is_reserved_with_the_decision_that_allowed_it(now):
    debtor = make_debtor()
    point = make_point(debtor)

    outcome = call(debtor, point, now)

    assert outcome.allowed
    assert outcome.attempt.state == "RESERVED"
    assert outcome.attempt.decision == outcome.decision
    assert outcome.attempt.id.version == 7
    assert (outcome.decision.verdict, outcome.decision.next_allowed_at) == ("ALLOW", None)


def test_refusal_is_stored_with_reasons_and_makes_no_attempt(now):
    debtor = make_debtor()
    point = make_point(debtor)

    outcome = call(debtor, point, now + dt.timedelta(hours=10))

    assert not outcome.allowed
    assert rules(outcome) == ["AFTER_WINDOW"]
    assert outcome.decision.reasons[-1]["source"]
    assert outcome.decision.next_allowed_at == dt.datetime(2026, 11, 21, 1, 0, tzinfo=dt.UTC)
    assert (Attempt.objects.count(), GateDecision.objects.count()) == (0, 1)


def test_stored_facts_give_the_same_answer_again(now):
    debtor = make_debtor(contracts=2)
    point = make_point(debtor)
    operations.restrain(
        customer=debtor, kind="PROMISE_NOT_DUE", source="promise:1", due_on=dt.date(2026, 11, 25), by=None, now=now
    )
    call(debtor, point, now - dt.timedelta(hours=1))
    outcome = call(debtor, point, now)

    replayed = ask(outcome.decision.facts)

    assert rules(outcome) == ["PTP_NOT_DUE"]
    assert [r.rule for r in replayed.reasons if r.severity == "DENY"] == rules(outcome)
    assert replayed.next_allowed_at == outcome.decision.next_allowed_at
    assert "+62" not in str(outcome.decision.facts)
    assert read(outcome.decision.facts).point.value == bytes(point.value_hash).hex()


def test_house_stop_is_part_of_the_live_gate(now):
    debtor = make_debtor()

    outcome = call(debtor, make_point(debtor), dt.datetime(2026, 11, 20, 12, 55, tzinfo=dt.UTC))

    assert rules(outcome) == ["AFTER_WINDOW"]


def test_second_attempt_within_two_hours_is_refused_on_any_number(now):
    debtor = make_debtor()
    call(debtor, make_point(debtor), now)

    outcome = call(debtor, make_point(debtor), now + dt.timedelta(minutes=119))

    assert rules(outcome) == ["COOLDOWN"]
    assert call(debtor, make_point(debtor), now + dt.timedelta(minutes=120)).allowed


def test_reservation_given_back_does_not_count_and_a_forgotten_one_does(now):
    debtor = make_debtor()
    point = make_point(debtor)
    first = call(debtor, point, now).attempt

    assert operations.cancel_attempt(attempt=first, by=None, now=now)
    second = call(debtor, point, now).attempt
    assert operations.expire_attempts(now=now + dt.timedelta(hours=5)) == 1
    second.refresh_from_db()
    assert second.state == "EXPIRED"
    assert rules(call(debtor, point, now + dt.timedelta(minutes=60))) == ["COOLDOWN"]


def test_reservation_cannot_be_given_back_after_minutes(now):
    debtor = make_debtor()
    attempt = call(debtor, make_point(debtor), now).attempt

    assert not operations.cancel_attempt(attempt=attempt, by=None, now=now + dt.timedelta(minutes=4))
    attempt.refresh_from_db()
    assert attempt.state == "RESERVED"


def test_conversation_verifies_the_point_and_rests_the_person(now):
    debtor = make_debtor()
    point = make_point(debtor)
    attempt = call(debtor, point, now).attempt

    operations.close_attempt(attempt=attempt, result_class="RPC", by=None, now=now)

    point.refresh_from_db()
    assert (point.state, point.reached_at, point.failures) == ("VERIFIED", now, 0)
    assert rules(call(debtor, point, now + dt.timedelta(hours=4))) == ["CAP_RPC_DAY", "COOLDOWN"]


def test_closing_twice_is_once_and_another_result_is_refused(now):
    debtor = make_debtor()
    point = make_point(debtor)
    attempt = call(debtor, point, now).attempt

    operations.close_attempt(attempt=attempt, result_class="NC", by=None, now=now)
    operations.close_attempt(attempt=attempt, result_class="NC", by=None, now=now)

    point.refresh_from_db()
    assert point.failures == 1
    with pytest.raises(AttemptClosed):
        operations.close_attempt(attempt=attempt, result_class="RPC", by=None, now=now)


@pytest.mark.parametrize(
    ("status", "dpd", "denied"),
    [("ACTIVE", 12, []), ("ACTIVE", 0, ["PAID"]), ("CLOSED", 12, ["SETTLED"]), ("SOLD", 12, ["SOLD"]),
     ("WRITTEN_OFF", 200, [])],
)  # fmt: skip
def test_contract_decides(now, status, dpd, denied):
    debtor = make_debtor(dpd=dpd)
    Contract.objects.filter(customer=debtor).update(status=status)

    assert rules(call(debtor, make_point(debtor), now)) == denied


def test_contract_met_in_full_is_paid(now):
    debtor = make_debtor()
    Contract.objects.filter(customer=debtor).update(oldest_unmet_due_on=None)

    assert rules(call(debtor, make_point(debtor), now)) == ["PAID"]


def test_restraints_and_flags_hold_until_lifted(now):
    debtor = make_debtor()
    point = make_point(debtor)
    operations.restrain(customer=debtor, kind="CLAIM_PAID", source="activity:1", by=None, now=now)
    operations.set_flag(customer=debtor, flag="ILL", reason="di rumah sakit", source="hold:1", by=None, now=now)
    operations.set_flag(customer=debtor, flag="ILL", reason="di rumah sakit", source="hold:1", by=None, now=now)

    assert rules(call(debtor, point, now)) == ["PAID_CLAIM_HOLD", "VULNERABLE_REVIEW"]
    assert operations.lift_restraint(source="activity:1", now=now, by=None) == 1
    assert operations.clear_flag(customer=debtor, flag="ILL", source="hold:1", by=None, now=now)
    assert not operations.clear_flag(customer=debtor, flag="ILL", source="hold:1", by=None, now=now)
    assert call(debtor, point, now).allowed


def test_restraint_told_again_takes_the_new_date(now):
    debtor = make_debtor()
    told = {"customer": debtor, "kind": "PROMISE_NOT_DUE", "source": "promise:7", "by": None, "now": now}

    operations.restrain(**told, due_on=dt.date(2026, 11, 25))
    operations.restrain(**told, due_on=dt.date(2026, 11, 21))

    assert call(debtor, make_point(debtor), now).allowed
    assert debtor.restraints.count() == 1


def test_consent_lifts_sunday_and_its_withdrawal_brings_it_back():
    debtor = make_debtor()
    point = make_point(debtor)
    sunday = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)

    operations.grant_consent(
        customer=debtor, scope="TIME", evidence="formulir 12", granted_on=dt.date(2026, 11, 1), by=None, now=sunday
    )
    outcome = call(debtor, point, sunday)
    assert outcome.allowed
    assert outcome.decision.facts["lifted_by_consent"] == ["DAY_SUNDAY"]
    operations.cancel_attempt(attempt=outcome.attempt, by=None, now=sunday)
    operations.revoke_consent(customer=debtor, scope="TIME", revoked_on=sunday.date(), by=None, now=sunday)
    assert rules(call(debtor, point, sunday)) == ["DAY_SUNDAY"]


def test_holiday_entered_at_noon_holds_at_once(now):
    debtor = make_debtor()
    point = make_point(debtor)
    set_calendar_day(date=dt.date(2026, 11, 20), kind="NATIONAL", name="Pilkada", source="Keppres", by="admin", now=now)

    assert rules(call(debtor, point, now)) == ["HOLIDAY_NATIONAL"]


def test_year_that_nobody_entered_is_answered_by_the_library():
    debtor = make_debtor()

    outcome = call(debtor, make_point(debtor), dt.datetime(2026, 12, 25, 3, 0, tzinfo=dt.UTC))

    assert rules(outcome) == ["HOLIDAY_NATIONAL"]


def test_agent_without_certificate_is_refused_and_so_is_nobody(now):
    debtor = make_debtor()
    point = make_point(debtor)

    assert rules(call(debtor, point, now, agent=make_agent(certificates=()))) == ["AGENT_NO_CERT"]
    nobody = operations.open_attempt(
        customer=debtor, contact_point=point, channel="CALL", purpose="COLLECT", agent=None, by=None, now=now
    )
    assert rules(nobody) == ["AGENT_NO_CERT"]
    bot = operations.open_attempt(
        customer=debtor, contact_point=point, channel="SMS", purpose="REMIND", agent=None, by=None, now=now
    )
    assert bot.allowed


def test_friend_is_asked_for_whereabouts_once_a_week(now):
    debtor = make_debtor()
    friend = make_point(debtor, owner_role="EMERGENCY_CONTACT")
    operations.grant_consent(
        customer=debtor, scope="LOCATE", evidence="perjanjian", granted_on=dt.date(2026, 1, 1), by=None, now=now
    )

    assert rules(call(debtor, friend, now)) == ["NOT_CONSUMER", "THIRD_PARTY_LOCATE_ONLY"]
    assert call(debtor, friend, now, purpose="LOCATE").allowed
    assert rules(call(debtor, friend, now + dt.timedelta(days=4), purpose="LOCATE")) == ["EC_LIMIT"]
    assert call(debtor, friend, now + dt.timedelta(days=7), purpose="LOCATE").allowed


def test_unknown_address_leaves_the_hours_of_all_zones():
    debtor = make_debtor(region_code="")
    evening = dt.datetime(2026, 11, 20, 11, 30, tzinfo=dt.UTC)

    assert rules(call(debtor, make_point(debtor), evening)) == ["TZ_UNKNOWN_INTERSECTION"]
    assert call(debtor, make_point(debtor, value="0721-482123"), evening).allowed


def test_point_of_somebody_else_and_unfit_channel_are_refused(now):
    debtor, other = make_debtor(), make_debtor()

    with pytest.raises(PointOfSomebodyElse):
        call(debtor, make_point(other), now)
    with pytest.raises(ChannelDoesNotFit):
        call(debtor, make_point(debtor), now, channel="LETTER")
    with pytest.raises(ChannelDoesNotFit):
        call(debtor, None, now)
    assert GateDecision.objects.count() == 0


def test_wrong_number_is_wrong_everywhere_but_where_it_is_proven_right(now):
    debtor, other, owner = make_debtor(), make_debtor(), make_debtor()
    point = make_point(debtor, value="081290001111")
    theirs = make_point(other, value="+62 812-9000-1111")
    proven = make_point(owner, value="6281290001111")
    ContactPoint.objects.filter(pk=proven.pk).update(state="VERIFIED", reached_at=now)

    points = operations.retire_point(
        contact_point=point, state="WRONG_PERSON", reason="salah sambung", by=None, now=now
    )

    assert points == 2
    states = [ContactPoint.objects.get(pk=p.pk).state for p in (point, theirs, proven)]
    assert states == ["WRONG_PERSON", "WRONG_PERSON", "SUSPECT"]
    assert rules(call(other, theirs, now)) == ["NUMBER_WRONG_PARTY"]
    assert operations.add_point(
        customer=debtor, kind="PHONE", value="081290001111", owner_role="CONSUMER", source="x", by=None, now=now
    ).state == "WRONG_PERSON"  # fmt: skip


def test_next_point_prefers_what_reached_the_person(now):
    debtor = make_debtor()
    cold, warm = make_point(debtor), make_point(debtor)
    operations.close_attempt(attempt=call(debtor, warm, now).attempt, result_class="RPC", by=None, now=now)
    make_point(debtor, owner_role="SPOUSE")

    assert queries.next_point(debtor, at=now).id == warm.pk
    operations.retire_point(contact_point=warm, state="DISCONNECTED", reason="", by=None, now=now)
    assert queries.next_point(debtor, at=now).id == cold.pk
    assert queries.points_of(debtor)[0].id == cold.pk
    assert "+62812" in queries.points_of(debtor)[0].masked


def test_number_is_shown_in_clear_for_a_reason_that_is_kept(now):
    from tagih.journal.models import Access

    point = make_point(make_debtor(), value="081290001111")
    agent = make_agent()

    with pytest.raises(operations.ReasonRequired):
        operations.reveal_point(contact_point=point, reason=" ", by=agent, now=now)
    assert operations.reveal_point(contact_point=point, reason="menelepon", by=agent, now=now) == "+6281290001111"
    assert Access.objects.get().reason == "menelepon"
    assert b"290001111" not in bytes(point.value_cipher)


def test_people_are_found_by_a_number_in_any_spelling():
    debtor = make_debtor()
    make_point(debtor, value="081290002222")
    make_debtor()

    assert queries.customers_with_value("+62 812-9000-2222") == [debtor.pk]
    assert queries.customers_with_value("0812") == []


def test_refusals_are_told_in_words(now, settings):
    settings.LANGUAGE_CODE = "en"
    debtor = make_debtor()
    call(debtor, make_point(debtor), now + dt.timedelta(days=2))

    (refusal,) = queries.refusals_of(debtor)

    assert refusal.reasons[0].sentence == "It is not a day of collection at the customer's address."
    assert refusal.reasons[0].source == "POJK 22/2023 art. 62(2)f"
    assert queries.attempts_of(debtor) == []


@pytest.mark.parametrize("attempts", [1, 3])
def test_queries_do_not_grow_with_rows(attempts, now, django_assert_num_queries):
    debtor = make_debtor()
    for day in range(attempts):
        point = make_point(debtor)
        assert call(debtor, point, now + dt.timedelta(days=[0, 1, 3][day])).allowed
    with django_assert_num_queries(3):
        queries.points_of(debtor)
        queries.attempts_of(debtor)
        queries.refusals_of(debtor)
    agent = make_agent()
    with django_assert_num_queries(5):  # savepoint, lock, decision, attempt, release; the facts are a prepared read
        call(debtor, point, now + dt.timedelta(days=4), agent=agent)
