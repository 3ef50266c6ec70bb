import datetime as dt
import random

import pytest

from tagih.contacts import operations, queries
from tagih.contacts.models import ContactPoint, Evidence, PointBelief, PointNorm
from tagih.contacts.operations import Told
from tagih.contacts.queries.beliefs import belief_of
from tagih.contacts.rules.belief import at_time
from tagih.journal.models import Event
from tests.contacts.test_attempts import call
from tests.factories.contacts import make_debtor, make_point

pytestmark = pytest.mark.django_db
SUMS = ("right", "third", "wrong", "dead", "tried", "answered")
OUTCOMES = ("RPC", "TPC", "NC", "NC", "NC", "WRONG_PERSON", "DEAD")


def close(debtor, point, at, result_class, **changes):
    attempt = call(debtor, point, at).attempt
    return operations.close_attempt(attempt=attempt, result_class=result_class, by=None, now=at, **changes)


def told(point, outcome, at, key, *, channel="CALL", customer_no=""):
    return Told(bytes(point.value_hash), channel, outcome, at, key, customer_no)


def snapshot(at):
    """Beliefs of all points by id, as they weigh at one instant: one flat dictionary each."""
    found = {}
    for row in PointBelief.objects.all():
        held = at_time(belief_of(row), at)
        found[row.pk] = {name: getattr(held, name) for name in SUMS} | {
            f"{name} {slot} {place}": count
            for name in ("hours", "weekdays")
            for slot, counts in getattr(held, name).items()
            for place, count in enumerate(counts)
        } | {"rival": held.rival_at.timestamp() if held.rival_at else 0}  # fmt: skip
    return found


def assert_same(one, other):
    assert one.keys() == other.keys()
    for point, belief in one.items():
        assert other[point] == pytest.approx(belief, rel=1e-9, abs=1e-12)


def test_closed_attempt_leaves_evidence_in_the_persons_own_hour(now):
    debtor = make_debtor(region_code="73.71")
    point = make_point(debtor)

    close(debtor, point, now, "RPC")

    piece = Evidence.objects.get()
    assert (piece.kind, piece.outcome, piece.hour, piece.weekday) == ("DIAL", "RPC", 11, 4)
    belief = PointBelief.objects.get()
    assert (belief.right, belief.tried, belief.answered, belief.hours) == (1.0, 1.0, 1.0, {"11": [1.0, 1.0]})


def test_wrong_person_and_dead_number_are_told_apart(now):
    debtor, other = make_debtor(), make_debtor()
    close(debtor, make_point(debtor), now, "BAD", is_wrong_person=True)
    close(other, make_point(other), now, "BAD")

    wrong, dead = PointBelief.objects.order_by("contact_point_id")
    assert (wrong.wrong, wrong.answered, wrong.dead) == (1.0, 1.0, 0.0)
    assert (dead.wrong, dead.answered, dead.dead) == (0.0, 0.0, 1.0)


def test_message_that_was_only_sent_tells_nothing(now):
    debtor = make_debtor()
    point = make_point(debtor)
    attempt = operations.open_attempt(
        customer=debtor, contact_point=point, channel="SMS", purpose="REMIND", agent=None, by=None, now=now
    ).attempt

    operations.close_attempt(attempt=attempt, result_class="NC", by=None, now=now)

    assert not Evidence.objects.exists()


def test_evidence_from_elsewhere_counts_once(now):
    debtor = make_debtor()
    point = make_point(debtor)
    said = {"contact_point": point, "kind": "CUSTOMER_UPDATE", "outcome": "CONFIRMED", "at": now, "source": "desk",
            "key": "form-7", "by": None, "now": now}  # fmt: skip

    assert operations.add_evidence(**said)
    assert not operations.add_evidence(**said)

    assert PointBelief.objects.get().right == 1.0
    with pytest.raises(operations.EvidenceDoesNotFit):
        operations.add_evidence(**said | {"outcome": "NC", "key": "form-8"})


def test_right_party_who_wrote_from_there_verifies_the_point(now):
    debtor = make_debtor()
    point = make_point(debtor)

    operations.add_evidence(
        contact_point=point, kind="CONVERSATION", outcome="RPC", at=now, source="whatsapp", key="m1", by=None, now=now
    )

    point.refresh_from_db()
    assert (point.state, point.reached_at) == ("VERIFIED", now)
    assert PointBelief.objects.get().tried == 0


def test_beliefs_one_by_one_and_summed_anew_are_the_same(now):
    """One hundred random histories with shared numbers, told one by one in random order, then set-based."""
    dice = random.Random(11)
    points = []
    for _person in range(25):
        debtor = make_debtor(region_code=dice.choice(["18.71", "73.71", ""]))
        points.append(make_point(debtor, value=dice.choice(["081290001111", "081290002222"])))
        points += [make_point(debtor) for _number in range(3)]
    for serial in range(300):
        point = dice.choice(points)
        kind, outcome = dice.choice([("DIAL", o) for o in OUTCOMES] + [("CONVERSATION", "RPC"), ("LOOKUP", "DENIED")])
        at = now - dt.timedelta(hours=dice.randrange(4000))
        operations.add_evidence(
            contact_point=point, kind=kind, outcome=outcome, at=at, source="x", key=str(serial), by=None, now=now
        )
    one_by_one = snapshot(now)

    PointBelief.objects.update(right=0, tried=7, hours={}, as_of=now - dt.timedelta(days=400), rival_at=now)
    operations.rebuild_beliefs(now=now, by=None)

    assert any(belief["rival"] for belief in one_by_one.values())
    assert_same(one_by_one, snapshot(now))
    operations.rebuild_beliefs(now=now, by=None)
    assert_same(one_by_one, snapshot(now))


def test_bulk_and_one_by_one_tell_the_same(now):
    """The same calls of the same people, through the gate and from a bot's file: evidence, beliefs, states, streaks."""
    dice = random.Random(5)
    pairs = []
    for _person in range(30):
        region = dice.choice(["18.71", "73.71", "91.01"])
        one, other = make_debtor(region_code=region, dpd=60), make_debtor(region_code=region, dpd=60)
        pairs.append((one, make_point(one), other, make_point(other)))
    for day in (0, 3, 7, 10):
        rows = []
        for serial, (one, mine, _other, theirs) in enumerate(pairs):
            mine.refresh_from_db()
            at = dt.datetime(2026, 11, 2, 3, 0, tzinfo=dt.UTC) + dt.timedelta(days=day, minutes=serial)
            if mine.state in ("WRONG_PERSON", "DISCONNECTED"):
                continue
            outcome = dice.choice(OUTCOMES)
            bad = outcome in ("WRONG_PERSON", "DEAD")
            close(one, mine, at, "BAD" if bad else outcome, is_wrong_person=outcome == "WRONG_PERSON")
            rows.append(told(theirs, outcome, at, f"{day}-{serial}"))
        later = now + dt.timedelta(days=day)
        operations.record_outcomes(outcomes=rows, source="bot", by=None, now=later)

    beliefs = snapshot(now)
    for _one, mine, _other, theirs in pairs:
        assert beliefs[mine.pk] == pytest.approx(beliefs[theirs.pk], rel=1e-9, abs=1e-12)
        mine.refresh_from_db()
        theirs.refresh_from_db()
        assert (mine.state, mine.reached_at, mine.failures) == (theirs.state, theirs.reached_at, theirs.failures)


def test_bounce_list_retires_a_value_on_everybody_and_once(now):
    debtor, other, owner = make_debtor(), make_debtor(), make_debtor()
    point = make_point(debtor, value="081290001111")
    theirs = make_point(other, value="081290001111")
    chat = make_point(owner, kind="WHATSAPP", value="081290002222")
    phone = make_point(owner, value="081290002222")
    rows = [
        Told("0812-9000-1111", "SMS", "DEAD", now, "r1"),
        Told("+6281290002222", "WHATSAPP", "DEAD", now, "r2"),
        Told("not a number", "SMS", "DEAD", now, "r3"),
        Told("081299999999", "SMS", "DEAD", now, "r4"),
    ]

    done = operations.record_outcomes(outcomes=rows, source="carrier:xl", by=None, now=now)
    again = operations.record_outcomes(outcomes=rows, source="carrier:xl", by=None, now=now + dt.timedelta(hours=1))

    assert (done.rows, done.unusable, done.written, done.retired) == (4, 1, 3, 3)
    assert (again.written, again.retired) == (0, 0)
    states = [ContactPoint.objects.get(pk=p.pk).state for p in (point, theirs, chat, phone)]
    assert states == ["DISCONNECTED", "DISCONNECTED", "DISCONNECTED", "UNVERIFIED"]
    assert Event.objects.filter(name="contacts.OutcomesRecorded").count() == 1


def test_who_answered_a_shared_number_is_believed_only_of_the_person_named(now):
    debtor, other = make_debtor(), make_debtor(region_code="")
    mine, theirs = make_point(debtor, value="081290001111"), make_point(other, value="081290001111")

    nobody = operations.record_outcomes(outcomes=[told(mine, "RPC", now, "a")], source="bot", by=None, now=now)
    named = operations.record_outcomes(
        outcomes=[told(mine, "RPC", now, "b", customer_no=debtor.customer_no)], source="bot", by=None, now=now
    )

    assert (nobody.written, named.written, named.verified) == (0, 1, 1)
    assert PointBelief.objects.get(pk=mine.pk).right == 1.0
    assert PointBelief.objects.get(pk=theirs.pk).rival_at == now


def test_number_right_for_one_lowers_belief_for_a_stranger_but_not_for_the_household(now):
    debtor, stranger, wife = make_debtor(), make_debtor(region_code=""), make_debtor()
    mine = make_point(debtor, value="081290001111")
    theirs, hers = make_point(stranger, value="081290001111"), make_point(wife, value="081290001111")
    before = queries.next_number(stranger, at=now).right_party

    close(debtor, mine, now, "RPC")

    after = queries.next_number(stranger, at=now)
    assert after.right_party < before
    assert "RIGHT_FOR_SOMEBODY_ELSE" in after.codes
    assert PointBelief.objects.filter(pk=theirs.pk).exists()
    assert not PointBelief.objects.filter(pk=hers.pk).exists()


def test_old_attempts_become_evidence_when_learning_begins(now):
    debtor = make_debtor()
    point = make_point(debtor)
    close(debtor, point, now, "RPC")
    PointBelief.objects.all().delete()
    Evidence.objects.all().delete()

    learned = operations.learn_norms(now=now, by=None)

    assert (learned.kinds, learned.remembered) == (1, 1)
    assert Evidence.objects.get().hour == 10
    assert PointBelief.objects.get().right == 1.0
    assert operations.learn_norms(now=now + dt.timedelta(days=1), by=None).remembered == 0
    assert PointNorm.objects.count() == 2


def test_nothing_is_learned_from_nothing(now):
    assert operations.learn_norms(now=now, by=None) == operations.Learned(0, 0, 0)
    assert not PointNorm.objects.exists()
