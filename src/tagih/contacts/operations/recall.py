"""Work that was reserved ahead: when it begins, and what calls it back before that."""

import datetime as dt
from collections import Counter
from dataclasses import replace

from tagih.contacts import enums, events
from tagih.contacts.models import Attempt, ContactPoint
from tagih.contacts.operations.attempts import answer_of
from tagih.contacts.queries import facts, rulebook
from tagih.contacts.queries.points import CIPHER
from tagih.contacts.rules.decision import decide
from tagih.journal import operations as journal
from tagih.kernel import crypto
from tagih.kernel.clock import WIB, local
from tagih.kernel.database import transaction
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

MOST = 5_000


def start_attempt(*, attempt: Attempt, by: Person | None, now: dt.datetime) -> bool:
    """This will say that a reserved contact leaves us now, and tell whether it may: it may have been called back."""
    waiting = Attempt.objects.filter(
        pk=attempt.pk, state=enums.AttemptState.RESERVED, started_at__isnull=True, opened_at__lte=now
    )
    return bool(waiting.update(started_at=now))


def call_back_reserved(*, now: dt.datetime, by: Person | None = None) -> int:
    """This will ask the gate again about every contact that is reserved and has not started, and call back those that
    it would refuse now; a holiday entered at noon stops the afternoon's work so. Return how many were called back.

    A reservation that is called back does not count. The refusal is stored like any other.
    """
    waiting = Attempt.objects.filter(state=enums.AttemptState.RESERVED, started_at__isnull=True)
    told: Counter[str] = Counter()
    called_back = 0
    for pk in waiting.order_by("opened_at").values_list("pk", flat=True)[:MOST]:
        refused = _ask_again(pk, now, by)
        told.update(refused)
        called_back += bool(refused)
    if called_back:
        with transaction():
            event = events.WorkCalledBack(
                business_date=local(now, WIB).date().isoformat(), attempts=called_back, rules=", ".join(sorted(told))
            )
            journal.publish(event, by=by, now=now)
    return called_back


def _ask_again(pk: object, now: dt.datetime, by: Person | None) -> list[str]:
    """The rules that refuse now; then the reservation is cancelled and the refusal stored."""
    with transaction():
        attempt = Attempt.objects.select_for_update(of=("self",), skip_locked=True).filter(
            pk=pk, state=enums.AttemptState.RESERVED, started_at__isnull=True
        )
        held = attempt.select_related("decision", "contact_point", "agent").first()
        if held is None:
            return []
        person = Customer.objects.select_for_update(no_key=True).get(pk=held.customer_id)
        asked_then = held.decision.facts
        known = facts.gather(
            customer=person, contact_point=held.contact_point, channel=held.channel, purpose=held.purpose,
            agent=held.agent, place=asked_then.get("place"), now=now, contract_nos=asked_then.get("about"),
        )  # fmt: skip
        case = replace(known.case, history=tuple(one for one in known.case.history if one.at != held.opened_at))
        asked = rulebook.asked(known.stamp, local(now, WIB).date(), known.products)
        decision = decide(case, asked.packs, facts.live_calendars(asked.packs, known.calendar))
        if decision.allowed:
            return []
        refusal = answer_of(
            person.pk, held.contact_point, replace(known, case=case), asked, decision, by, asked_then.get("about")
        )
        refusal.save()
        Attempt.objects.filter(pk=pk).update(state=enums.AttemptState.CANCELLED, closed_at=now)
        return refusal.refused_by


def hand_over(*, attempt: object, agent: Person, now: dt.datetime) -> bool:
    """This will make an open attempt (id) that of another person: who answers is met by whoever is free."""
    return bool(Attempt.objects.filter(pk=attempt, state=enums.AttemptState.RESERVED).update(agent=agent))


def number_to_dial(*, contact_point: ContactPoint) -> str:
    """This will return a number in clear for a machine that dials it: nobody sees it."""
    return crypto.decrypt(contact_point.value_cipher, context=CIPHER)
