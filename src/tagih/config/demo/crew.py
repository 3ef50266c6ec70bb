"""Colleagues at the dialer of a demonstration: they talk as long as the debtor does and write down what came of it.

One campaign runs, of predictive calls to what is overdue. `agen1` to `agen3` are the visitor's.
"""

import datetime as dt
import logging
import random
import time
import uuid

from django.db import OperationalError, close_old_connections

from tagih.cases import operations as cases
from tagih.cases.models import Case, Queue, WorkItem
from tagih.cases.operations import PromisedLeg, PromiseDraft
from tagih.config.demo import staffing, telephone
from tagih.dialer import operations as dialer
from tagih.dialer.enums import Mode, SeatState
from tagih.dialer.models import Call, Campaign, Seat
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.sandbox.telephone import line
from tagih.staff.models import Person, Unit

log = logging.getLogger("tagih.demo")
SIZE = 6
CAMPAIGN = "HARIAN"
LOOKS_S = 1.0
WRAPS_S = (4, 18)


def open_campaign(*, now: dt.datetime) -> Campaign:
    """This will make the demonstration's campaign over every desk queue, and start it."""
    queues = list(Queue.objects.filter(stage="EARLY"))
    campaign = dialer.make_campaign(
        code=CAMPAIGN, name="Telepon harian", mode=Mode.PREDICTIVE, by=None, now=now, queues=queues,
        teams=list(Unit.objects.filter(kind="TEAM")), most_lines=40, calls_per_second=4, records=True,
    )  # fmt: skip
    dialer.start_campaign(campaign=campaign, by=None, now=now)
    return campaign


def members() -> list[Person]:
    """This will return the colleagues who sit at the dialer: the last ones, so that the desk keeps the others."""
    names = staffing.colleagues()[-SIZE:]
    return list(Person.objects.filter(username__in=names).order_by("pk"))


def stay() -> None:
    """This will let the crew work until the process is ended."""
    luck = random.Random(telephone.SEED)  # noqa: S311 (a game)
    free_at: dict[uuid.UUID, dt.datetime] = {}
    seated = False
    while True:
        close_old_connections()
        try:
            if not seated:
                campaign = open_campaign(now=clock.now())
                for person in members():
                    dialer.sit_down(person=person, now=clock.now(), address=f"agent:{person.username}",
                                    campaigns=[campaign])  # fmt: skip
                seated = True
            for seat in Seat.objects.filter(state=SeatState.WRAP_UP, person__in=members(), call__isnull=False):
                _wrap_up(seat, free_at, luck)
        except (OperationalError, Refusal):
            log.exception("the crew waits")
        time.sleep(LOOKS_S)


def _wrap_up(seat: Seat, free_at: dict[uuid.UUID, dt.datetime], luck: random.Random) -> None:
    """After a few seconds of writing the result is there, and the next call may come."""
    now = clock.now()
    call = Call.objects.select_related("case__customer", "attempt__contact_point", "agent").get(pk=seat.call_id)
    due = free_at.setdefault(call.pk, now + dt.timedelta(seconds=luck.uniform(*WRAPS_S)))
    if now < due:
        return
    del free_at[call.pk]
    if call.case is not None and call.attempt is not None:
        _write_down(call, now)
    for item in WorkItem.objects.filter(leased_by=seat.person, status="LEASED"):
        cases.release(item=item, person=seat.person, now=now)
    dialer.finish_wrap(person=seat.person, now=now)


def _write_down(call: Call, now: dt.datetime) -> None:
    """What an attentive agent would enter; where the house refuses that, that they were cut off."""
    attempt = call.attempt
    number = dialer.number_of(call=call)
    spoken = line.call(telephone.SEED, number, str(call.pk), attempt.opened_at)
    case, agent = Case.objects.get(pk=call.case_id), call.agent
    told = {"case": case, "by": agent, "now": now, "action": "CALL_OUT", "attempt": attempt, "party": "CONSUMER"}
    extra: dict = {}
    if spoken.result == "PROMISE" and spoken.pays_on:
        extra = {"promise": PromiseDraft(legs=(PromisedLeg(spoken.pays_on, case.overdue_amount),)),
                 "reason": "FORGOT"}  # fmt: skip
    elif spoken.result == "CALL_BACK":
        extra = {"follow_up_at": now + dt.timedelta(hours=20)}
    elif spoken.result in ("REFUSES", "ASKS_RELIEF"):
        extra = {"reason": spoken.cause or "FORGOT"}
    elif spoken.result in ("CLAIMS_PAID", "DISPUTES", "SICK"):
        extra = {"notes": "Disampaikan lewat telepon."}
    if spoken.result in ("MESSAGE_LEFT", "SICK"):
        told["party"] = "FAMILY"
    try:
        cases.record_activity(**told, result=spoken.result, **extra)
    except Refusal:
        cases.record_activity(**told, result="CUT_OFF")
