"""What comes from outside a case's own work: a person's message, a disaster, and the end of care."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import CareSource, HoldReason
from tagih.cases.events import DisasterDeclared, DisasterEnded
from tagih.cases.models import CareTask, Case, DisasterArea, Hold
from tagih.cases.operations import care
from tagih.cases.operations.holds import lift_hold, open_hold
from tagih.cases.queries.distress import gravest, signs_of_distress
from tagih.contacts import operations as contacts
from tagih.contacts.enums import Flag
from tagih.contacts.queries import owners_of_value
from tagih.journal import operations as journal
from tagih.kernel import database, regions
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote to us: from which number or e-mail, or who it was. `source_ref`: where the words are."""

    value: str
    text: str
    source_ref: str
    customer_no: str = ""


class AreaUnknown(Refusal):
    """A region is named by its Kemendagri code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "AREA_UNKNOWN", format_lazy(_("{code} is not a region code."), code=code or "-"), field="region_code",
            value=code, remedy=_("Write it with dots, such as 18 (Lampung) or 18.71 (Bandar Lampung)."),
        )  # fmt: skip


class AreaStruckAlready(Refusal):
    """The region is already left in peace."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "AREA_STRUCK", format_lazy(_("The pause for {code} is already in force."), code=code),
            field="region_code", value=code,
        )  # fmt: skip


def heed_message(
    *, customer: Customer, text: str, source_ref: str, by: Person | None, now: dt.datetime
) -> CareTask | None:  # fmt: skip
    """This will read what a person wrote or said to us, and where it holds words of distress stop all contact with
    that person and call a trained one. Returns the care task, None when there is nothing to fear.

    With an open case the case is paused; without one the person is flagged. `source_ref` says where the words stand.
    """
    found = signs_of_distress(text)
    if not found:
        return None
    signs = [sign.phrase for sign in found]
    with database.transaction():
        case = Case.objects.filter(customer=customer, status="OPEN").first()
        if case is not None:
            hold = open_hold(
                case=case, reason=HoldReason.DISTRESS, by=by, now=now, source=CareSource.MESSAGE,
                source_ref=source_ref, signs=found,
            )  # fmt: skip
            return hold.care_task
        Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        task = care.open_task(
            customer=customer, case=None, hold=None, reason=HoldReason.DISTRESS, level=gravest(found),
            source=CareSource.MESSAGE, source_ref=source_ref, signs=signs, by=by, now=now,
        )  # fmt: skip
        contacts.set_flag(  # one flag for the task, however many messages: ending the task clears it
            customer=customer, flag=Flag.DISTRESS, reason=", ".join(signs)[:200], source=task.source_ref, by=by, now=now
        )
        return task


def heed_messages(*, messages: Iterable[Message], by: Person | None, now: dt.datetime) -> int:
    """This will read what many people wrote to us as `heed_message` does and return how many pauses it made.

    A message that names nobody is of everybody who gave its number as their own. A message that called a trained person
    once does not call again, so that a list told twice does not undo what that person decided.
    """
    worrying = [message for message in messages if signs_of_distress(message.text)]
    done = 0
    for message in worrying:
        for customer in Customer.objects.filter(_writers(message)):
            if CareTask.objects.filter(customer=customer, source_ref=message.source_ref).exists():
                continue
            heed_message(customer=customer, text=message.text, source_ref=message.source_ref, by=by, now=now)
            done += 1
    return done


def _writers(message: Message) -> Q:
    if message.customer_no:
        return Q(customer_no=message.customer_no)
    return Q(pk__in=owners_of_value(message.value))


def end_care(*, task: CareTask, reason: str, by: Person, now: dt.datetime) -> None:
    """This will end the pause that protects a person, and the task with it. Work comes back with the next round.

    :raises NotTrained: `by` has neither the role nor the certificate
    :raises WrittenReasonMissing: the reason is no sentence
    :raises CareEndedAlready:
    """
    reason = care.require_care(reason=reason, by=by, now=now)
    with database.transaction():
        task = care.locked_task(task)
        if task.hold is not None and task.hold.lifted_at is None:
            lift_hold(hold=task.hold, reason=reason, by=by, now=now)
            return
        flag = Flag.DISTRESS
        contacts.clear_flag(customer=task.customer, flag=flag, source=task.source_ref, reason=reason, by=by, now=now)
        care.close_task(task=task, reason=reason, by=by, now=now)


def declare_disaster(*, region_code: str, name: str, source: str, by: Person, now: dt.datetime) -> DisasterArea:
    """This will leave everybody in peace who lives in a region: their open cases now, new ones with each round.

    Set-based, without a task for each person: the area itself is the task.

    :raises AreaUnknown: no Kemendagri code
    :raises AreaStruckAlready:
    """
    region_code = region_code.strip()
    if not regions.is_known(region_code):
        raise AreaUnknown(region_code)
    with database.transaction():
        database.lock("cases.disaster")
        if DisasterArea.objects.filter(region_code=region_code, ended_at__isnull=True).exists():
            raise AreaStruckAlready(region_code)
        area = DisasterArea.objects.create(
            region_code=region_code, name=name.strip(), source=source.strip(), declared_at=now, declared_by=by
        )
        paused = pause_struck(now=now, by=by)
        declared = DisasterDeclared(area_id=area.pk, region_code=region_code, area=area.name, cases=paused)
        journal.publish(declared, by=by, now=now)
    return area


def pause_struck(*, now: dt.datetime, by: Person | None = None) -> int:
    """This will pause the open cases in regions struck by a disaster that are not yet, and return how many.

    A case that a trained person released stays released.
    """
    if not DisasterArea.objects.filter(ended_at__isnull=True).exists():
        return 0
    with database.transaction():
        held = database.fetch("tagih.cases", "pause_struck", {"now": now})
        for area in {row["note"] for row in held}:
            sources = {f"hold:{row['id']}": row["customer_id"] for row in held if row["note"] == area}
            contacts.set_flags(sources=sources, flag=Flag.DISASTER, reason=area, by=by, now=now)
        if held:
            journal.tell(["queues", "floor", "care"])
    return len(held)


def end_disaster(*, area: DisasterArea, reason: str, by: Person, now: dt.datetime) -> int:
    """This will end the pause of a whole region and return how many cases that were. Other pauses stay.

    :raises NotTrained:
    :raises WrittenReasonMissing:
    :raises CareEndedAlready:
    """
    reason = care.require_care(reason=reason, by=by, now=now)
    with database.transaction():
        database.lock("cases.disaster")
        area = DisasterArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
        if area.ended_at is not None:
            raise care.CareEndedAlready
        area.ended_at, area.ended_by, area.end_reason = now, by, reason
        area.save(update_fields=["ended_at", "ended_by", "end_reason"])
        held = Hold.objects.filter(area=area, lifted_at__isnull=True)
        ids = list(held.values_list("pk", flat=True))
        held.update(lifted_at=now, lifted_by=by, lift_reason=reason[:200])
        contacts.clear_flags(sources=[f"hold:{pk}" for pk in ids], flag=Flag.DISASTER, by=by, now=now)
        ended = DisasterEnded(area_id=area.pk, area=area.name, cases=len(ids), written=reason)
        journal.publish(ended, by=by, now=now)
    return len(ids)
