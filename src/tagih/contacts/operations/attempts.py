"""Attempts: `open_attempt` is the only way to make one."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.models import Attempt, ContactPoint, GateDecision
from tagih.contacts.operations import evidence
from tagih.contacts.queries import facts, rulebook
from tagih.contacts.rules import attempts as rules
from tagih.contacts.rules.answers import DENY, Decision
from tagih.contacts.rules.belief import told_by
from tagih.contacts.rules.decision import decide
from tagih.contacts.rules.record import written
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.database import step
from tagih.kernel.errors import Refusal
from tagih.kernel.exchange import Exchange, exchange
from tagih.kernel.ids import uuid7
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class PointOfSomebodyElse(Refusal):
    """The contact point belongs to another person."""

    def __init__(self) -> None:
        super().__init__(
            "POINT_OF_SOMEBODY_ELSE", _("This contact point belongs to another person."), field="contact_point"
        )


class ChannelDoesNotFit(Refusal):
    """A letter cannot be sent to a telephone."""

    def __init__(self, channel: str) -> None:
        super().__init__(
            "CHANNEL_DOES_NOT_FIT",
            _("This contact point cannot be reached that way."),
            field="channel",
            value=channel,
            remedy=_("Choose a contact point that fits the channel."),
        )


class AttemptClosed(Refusal):
    """The attempt has its result already; a correction is a new activity."""

    def __init__(self) -> None:
        super().__init__(
            "ATTEMPT_CLOSED",
            _("This attempt already has another result."),
            remedy=_("Record a correction instead."),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking: the attempt if the gate allowed it, and in any case the decision with its reasons."""

    decision: GateDecision
    attempt: Attempt | None

    @property
    def allowed(self) -> bool:
        return self.attempt is not None


def open_attempt(
    *,
    customer: Customer,
    contact_point: ContactPoint | None,
    channel: str,
    purpose: str,
    agent: Person | None,
    now: dt.datetime,
    by: Person | None,
    place: str | None = None,
    contract_nos: Sequence[str] | None = None,
    starts_now: bool = True,
) -> Outcome:
    """This will ask the gate and either reserve an attempt or store the refusal; there is no other way to make one.

    One transaction: it locks the person, so that two channels at the same instant cannot both spend the last attempt,
    reads the facts, asks every rule of the packs in force and stores the decision with the facts it used. A refusal is
    an answer, not an error. `agent` is None for automatic channels; a call or a visit then fails for want of a
    certificate. `contract_nos` are noted, the gate always looks at all contracts of the person; only the proofs for a
    repossession are those of the contract that is named. Work that reserves ahead (a dialer's hopper, a plan of visits)
    says `starts_now=False` and calls `start_attempt` when it begins.

    :raises PointOfSomebodyElse: the contact point is another person's
    :raises ChannelDoesNotFit: the channel cannot reach this kind of contact point
    """
    if contact_point is None and channel != enums.Channel.VISIT:
        raise ChannelDoesNotFit(channel)
    if contact_point is not None and contact_point.customer_id != customer.pk:
        raise PointOfSomebodyElse
    if contact_point is not None and not rules.fits(channel, contact_point.kind):
        raise ChannelDoesNotFit(channel)
    identity = uuid7(now)
    asking = facts.Asking(
        customer.pk, contact_point, channel, purpose, agent, place, now, contract_nos, identity=str(identity)
    )
    with exchange() as line:
        known = _locked(line, asking)
        asked = rulebook.asked(known.stamp, asking.today, known.products)
        decision = decide(known.case, asked.packs, facts.live_calendars(asked.packs, known.calendar))
        stored = answer_of(customer.pk, contact_point, known, asked, decision, by, contract_nos)
        attempt = _record(line, stored, identity, known.case.point.value, agent, now if starts_now else None)
    (stored.pk,) = line.answer()
    return _outcome(stored, attempt)


def _locked(line: Exchange, asking: facts.Asking) -> facts.Known:
    """The person's row, locked until the transaction ends, then everything that the gate may know."""
    lock = ("tagih.contacts", "lock_person", {"customer": asking.customer_id})
    persons, (row,) = line.ask(lock, ("tagih.contacts", "gather", asking.parameters()))
    if not persons:
        raise Customer.DoesNotExist
    return facts.known_of(asking, row, **persons[0])


def answer_of(
    customer_id: int,
    point: ContactPoint | None,
    known: facts.Known,
    asked: rulebook.Asked,
    decision: Decision,
    by: Person | None,
    contract_nos: Sequence[str] | None,
) -> GateDecision:
    """This will put an answer into a row that is not stored yet."""
    case = known.case
    about: dict[str, Any] = {"about": list(contract_nos)} if contract_nos else {}
    lifted: dict[str, Any] = {"lifted_by_consent": list(decision.lifted)} if decision.lifted else {}
    return GateDecision(
        customer_id=customer_id,
        contact_point=point,
        channel=str(case.channel),
        purpose=str(case.purpose),
        asked_at=case.at,
        asked_by=str(by) if by else "system",
        unit_id=known.unit_id,
        verdict=str(decision.verdict),
        refused_by=[reason.rule for reason in decision.reasons if reason.severity == DENY],
        reasons=[
            {
                "rule": reason.rule,
                "severity": reason.severity,
                "source": reason.source,
                "basis": reason.basis,
                "pack": reason.pack,
                "next_allowed_at": reason.until.isoformat() if reason.until else None,
            }
            for reason in decision.reasons
        ],
        facts=written(case) | {"pack": asked.shipped, "products": list(known.products)} | about | lifted,
        packs=asked.label,
        next_allowed_at=decision.next_allowed_at,
    )


def _record(
    line: Exchange, decision: GateDecision, identity: uuid.UUID, value_hash: str | None, agent: Person | None,
    started_at: dt.datetime | None,
) -> Attempt:  # fmt: skip
    attempt = Attempt(
        id=identity,
        decision=decision,
        customer_id=decision.customer_id,
        contact_point_id=decision.contact_point_id,
        value_hash=bytes.fromhex(value_hash) if value_hash else None,
        channel=decision.channel,
        purpose=decision.purpose,
        agent=agent,
        state=enums.AttemptState.RESERVED,
        opened_at=decision.asked_at,
        started_at=started_at,
    )
    line.close_with(
        "tagih.contacts",
        "store_decision",
        {
            "customer": decision.customer_id,
            "point": decision.contact_point_id,
            "channel": decision.channel,
            "purpose": decision.purpose,
            "asked_at": decision.asked_at,
            "asked_by": decision.asked_by,
            "unit": decision.unit_id,
            "verdict": decision.verdict,
            "refused_by": decision.refused_by,
            "reasons": json.dumps(decision.reasons),
            "facts": json.dumps(decision.facts),
            "packs": decision.packs,
            "next_allowed_at": decision.next_allowed_at,
            "attempt": identity,
            "value_hash": attempt.value_hash,
            "started_at": started_at,
            "agent": agent.pk if agent else None,
        },
    )
    return attempt


def _outcome(decision: GateDecision, attempt: Attempt) -> Outcome:
    """The rows as the server stored them."""
    for row in (decision, attempt):
        row._state.adding, row._state.db = False, connection.alias
    attempt.decision = decision
    return Outcome(decision, attempt if decision.verdict == enums.Verdict.ALLOW else None)


def close_attempt(
    *, attempt: Attempt, result_class: str, by: Person | None, now: dt.datetime, is_wrong_person: bool = False,
    is_abandoned: bool = False,
) -> Attempt:  # fmt: skip
    """This will give an attempt its result and let the contact point learn from it.

    A right party verifies the point, a bad number retires it for this person (`retire_point` does so everywhere).
    `is_abandoned`: the person answered and nobody was there; a machine then rests longer. Closing again with the same
    result changes nothing; an attempt that expired may still be closed.

    :raises AttemptClosed: it has another result already
    """
    with step():
        held, point, region = _held(attempt)
        if held.state == enums.AttemptState.DONE and held.result_class == result_class:
            return held
        if not rules.may_become(held.state, enums.AttemptState.DONE):
            raise AttemptClosed
        held.state, held.result_class, held.closed_at = enums.AttemptState.DONE, result_class, now
        held.is_abandoned = is_abandoned
        if point is None:
            held.save(update_fields=["state", "result_class", "closed_at", "is_abandoned"])
        else:
            _settle(held, point, region, now, by=by, is_wrong_person=is_wrong_person)
    return held


HELD = ("id", "decision_id", "customer_id", "contact_point_id", "value_hash", "channel", "purpose", "agent_id", "state",
        "opened_at", "started_at", "closed_at", "is_abandoned", "result_class")  # fmt: skip
POINT = ("id", "customer_id", "value_hash", "region_code", "zone", "state", "state_changed_at", "reached_at",
         "failures")  # fmt: skip


def _held(attempt: Attempt) -> tuple[Attempt, ContactPoint | None, str]:
    """The attempt as it is now, its contact point and the region of the home at that time; both rows locked."""
    if attempt.contact_point_id is None:
        return Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk), None, ""
    row = database.first_prepared("tagih.contacts", "lock_attempt", {"attempt": attempt.pk})
    if row is None:
        raise Attempt.DoesNotExist
    held = Attempt.from_db(connection.alias, HELD, row[: len(HELD)])
    *values, customer_no, region = row[len(HELD) :]
    point = ContactPoint.from_db(connection.alias, POINT, values)
    point.customer = Customer(pk=point.customer_id, customer_no=customer_no)
    return held, point, region or ""


def _settle(
    attempt: Attempt, point: ContactPoint, region: str, now: dt.datetime, *, by: Person | None, is_wrong_person: bool
) -> None:
    """Stores the result with what the contact point learns from it."""
    before = point.state
    point.state = rules.state_after(before, attempt.result_class)
    if is_wrong_person and attempt.result_class == enums.ResultClass.BAD:
        point.state = enums.PointState.WRONG_PERSON
    if attempt.result_class == enums.ResultClass.RPC:
        point.failures, point.reached_at = 0, now
    elif attempt.result_class != enums.ResultClass.TPC:
        point.failures += 1
    if point.state != before:
        point.state_changed_at = now
    told = {name: getattr(point, name) for name in ("failures", "reached_at", "state_changed_at")}
    told |= {"attempt": attempt.pk, "result_class": str(attempt.result_class), "is_abandoned": attempt.is_abandoned,
             "point": point.pk, "point_state": str(point.state), "now": now}  # fmt: skip
    database.first_prepared("tagih.contacts", "settle_attempt", told)
    if point.state != before:
        _tell_state(point, point.state, attempt, by=by, now=now)
    evident = told_by(attempt.channel, attempt.result_class, is_wrong_person=is_wrong_person)
    if evident is not None:
        piece = evidence.placed(*evident, now, point, tried_at=attempt.opened_at, region=region)
        evidence.learn(point, piece, source="attempt", key=str(attempt.pk), now=now)
    if attempt.result_class == enums.ResultClass.RPC:
        evidence.see_rivals(point)


def _tell_state(point: ContactPoint, state: str, attempt: Attempt, *, by: Person | None, now: dt.datetime) -> None:
    known = {"customer_no": point.customer.customer_no, "contact_point_id": point.pk}
    if state == enums.PointState.VERIFIED:
        proof = f"{attempt.channel} {attempt.pk}"
        journal.publish(events.PointVerified(**known, evidence=proof), by=by, now=now)
    else:
        reason = str(enums.ResultClass(attempt.result_class).label)
        journal.publish(events.PointRetired(**known, state=state, reason=reason, points=1), by=by, now=now)


def cancel_attempt(*, attempt: Attempt, by: Person | None, now: dt.datetime) -> bool:
    """This will give back a reservation that never reached the line, so that it does not count; tell whether it did.

    Only in the first minutes: caps would mean nothing if an hour's ringing could be given back.
    """
    since = now - dt.timedelta(minutes=rules.GIVEN_BACK_MINUTES)
    reserved = Attempt.objects.filter(pk=attempt.pk, state=enums.AttemptState.RESERVED, opened_at__gte=since)
    return bool(reserved.update(state=enums.AttemptState.CANCELLED, closed_at=now))


def expire_attempts(*, now: dt.datetime) -> int:
    """This will close reservations that nobody closed in time, as attempts without contact; they keep counting."""
    since = now - dt.timedelta(hours=rules.LEAVES_OPEN_HOURS)
    forgotten = Attempt.objects.filter(state=enums.AttemptState.RESERVED, opened_at__lt=since)
    return forgotten.update(state=enums.AttemptState.EXPIRED, closed_at=now)
