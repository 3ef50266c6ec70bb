"""Failures to protect personal data: recorded, told within 3 x 24 hours, closed."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.privacy import events
from tagih.privacy.enums import BreachStatus, Recipient
from tagih.privacy.models import Breach, BreachNotice
from tagih.privacy.rules import breaches as rules
from tagih.staff.models import Person


class BreachTextMissing(Refusal):
    """A breach says what happened; a notice is kept in its words."""

    def __init__(self, field: str) -> None:
        super().__init__("BREACH_TEXT_MISSING", _("Write it down in words."), field=field)


class BreachNotTold(Refusal):
    """Authority and people are told before a breach is closed."""

    def __init__(self) -> None:
        super().__init__(
            "BREACH_NOT_TOLD", _("The authority and the people concerned have not both been told yet."),
            remedy=_("Record the notices first (UU 27/2022 art. 46)."),
        )  # fmt: skip


def record_breach(
    *, title: str, how: str, discovered_at: dt.datetime, by: Person, now: dt.datetime, data: Sequence[str] = (),
    people: int | None = None, remedy: str = "", began_on: dt.date | None = None, ended_on: dt.date | None = None,
) -> Breach:  # fmt: skip
    """This will open a breach; its 3 x 24 hours run from its discovery.

    :raises BreachTextMissing:
    """
    for field, text in (("title", title), ("how", how)):
        if not text.strip():
            raise BreachTextMissing(field)
    discovered = min(discovered_at, now)
    with database.transaction():
        breach = Breach.objects.create(
            title=title.strip(), how=how.strip(), remedy=remedy.strip(), discovered_at=discovered,
            due_at=rules.due_at(discovered), data=sorted(data), people=people, began_on=began_on, ended_on=ended_on,
            recorded_at=now, recorded_by=by,
        )  # fmt: skip
        journal.publish(events.BreachRecorded(breach_id=breach.pk, due_at=breach.due_at.isoformat()), by=by, now=now)
    return breach


def record_notice(
    *, breach: Breach, recipient: str, told: str, text: str, sent_at: dt.datetime, by: Person, now: dt.datetime
) -> BreachNotice:  # fmt: skip
    """This will keep a notice in its words: whom, how, when. With authority and people told the clock has stopped.

    :raises BreachTextMissing:
    """
    for field, words in (("told", told), ("text", text)):
        if not words.strip():
            raise BreachTextMissing(field)
    with database.transaction():
        breach = Breach.objects.select_for_update().get(pk=breach.pk)
        notice = BreachNotice.objects.create(
            breach=breach, recipient=Recipient(recipient), told=told.strip(), text=text.strip(),
            sent_at=min(sent_at, now), recorded_at=now, recorded_by=by,
        )  # fmt: skip
        everybody = breach.notices.values_list("recipient", flat=True)
        if breach.status == BreachStatus.OPEN and not rules.still_to_tell(everybody):
            breach.status = BreachStatus.NOTIFIED
            breach.save(update_fields=["status"])
        journal.publish(events.BreachTold(breach_id=breach.pk, recipient=recipient), by=by, now=now)
    return notice


def close_breach(*, breach: Breach, remedy: str, by: Person, now: dt.datetime) -> Breach:
    """This will close a breach of which everybody was told, with what was done about it.

    :raises BreachNotTold:
    :raises BreachTextMissing:
    """
    if not remedy.strip():
        raise BreachTextMissing("remedy")
    with database.transaction():
        breach = Breach.objects.select_for_update().get(pk=breach.pk)
        if breach.status != BreachStatus.NOTIFIED:
            raise BreachNotTold
        breach.status, breach.remedy = BreachStatus.CLOSED, remedy.strip()
        breach.closed_at, breach.closed_by = now, by
        breach.save(update_fields=["status", "remedy", "closed_at", "closed_by"])
        journal.publish(events.BreachClosed(breach_id=breach.pk), by=by, now=now)
    return breach
