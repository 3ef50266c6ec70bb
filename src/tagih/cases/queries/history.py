"""The whole history of a case on one time line, newest first, in pages by key and never by offset."""

import base64
import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from tagih.cases.models import Activity, Case, Code, Document, Hold, Note, Promise
from tagih.contacts.enums import Verdict
from tagih.contacts.models import GateDecision
from tagih.journal import queries as journal
from tagih.payments.models import Payment

KINDS = ("ACTIVITY", "PROMISE", "PAYMENT", "HOLD", "NOTE", "DOCUMENT", "REFUSAL", "EVENT")
TOLD_OTHERWISE = frozenset(
    {
        "cases.ActivityRecorded", "cases.ActivityCorrected", "cases.PromiseMade", "cases.HoldOpened",
        "payments.PaymentPosted", "payments.PaymentReversed", "contacts.ContactRefused",
    }
)  # fmt: skip
"""Events whose facts stand on the time line as themselves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when it happened, what kind, a title, details, who. `tone`: "", ok, warn, bad or info. `amount` in
    the contract's currency. `facts` holds what a screen may want to show more of, by name."""

    at: dt.datetime
    kind: str
    key: str
    title: str
    detail: str = ""
    who: str = ""
    amount: Decimal | None = None
    tone: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of the time line, and the cursor of the next one (blank at the end)."""

    entries: tuple[Entry, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class Position:
    """The last line shown: its instant, the letter of its kind, its row. Lines are in falling order of the three."""

    at: dt.datetime
    letter: str
    pk: uuid.UUID | int


def history(case: Case, *, cursor: str = "", limit: int = 30, kinds: Iterable[str] = KINDS) -> Page:
    """This will return a page of a case's time line: activities, promises, payments, holds, notes, documents, refusals
    of the gate and events, newest first.

    One query for each kind asked for, whatever there is. A cursor that nobody issued starts from the beginning.
    """
    before = _position(cursor)
    found: list[Entry] = []
    for kind in KINDS:
        if kind in set(kinds):
            found.extend(_READERS[kind](case, before, limit + 1))
    found.sort(key=lambda entry: (entry.at, entry.key), reverse=True)
    shown = found[:limit]
    return Page(tuple(shown), _cursor(shown[-1]) if len(found) > limit else "")


def name_of(code: Code | None) -> str:
    """This will return a code's name in the reader's language."""
    if code is None:
        return ""
    return code.name_en if (get_language() or "").startswith("en") else code.name_id


def _position(cursor: str) -> Position | None:
    try:
        at, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return Position(dt.datetime.fromisoformat(at), key[0], uuid.UUID(key[1:]) if key[0] == "A" else int(key[1:]))
    except (ValueError, TypeError, IndexError):
        return None


def _cursor(entry: Entry) -> str:
    return base64.urlsafe_b64encode(json.dumps([entry.at.isoformat(), entry.key]).encode()).decode()


def _newest(rows: QuerySet, letter: str, at: str, before: Position | None, limit: int) -> QuerySet:
    """The rows after the cursor. Many may share its instant: there the letter of their kind, then the key, decides."""
    if before is not None:
        after = Q(**{f"{at}__lt": before.at})
        if letter < before.letter:
            after |= Q(**{at: before.at})
        elif letter == before.letter:
            after |= Q(**{at: before.at, "pk__lt": before.pk})
        rows = rows.filter(after)
    return rows.order_by(f"-{at}", "-pk")[:limit]


def _activities(case: Case, before: Position | None, limit: int) -> Iterator[Entry]:
    rows = Activity.objects.filter(case=case).select_related(
        "action", "result", "party", "place", "delay_reason", "agent", "contact_point", "corrected_by"
    )
    for row in _newest(rows, "A", "ended_at", before, limit):
        tone = {"RPC": "ok", "BAD": "bad", "TPC": "info"}.get(row.result.result_class, "")
        yield Entry(
            at=row.ended_at, kind="ACTIVITY", key=f"A{row.pk}", title=f"{name_of(row.action)}: {name_of(row.result)}",
            detail=row.notes, who=str(row.agent or ""), tone=tone,
            facts={
                "id": str(row.pk), "short": row.result.short, "party": name_of(row.party), "place": name_of(row.place),
                "reason": name_of(row.delay_reason), "point": row.contact_point.masked if row.contact_point else "",
                "dpd": row.dpd, "bucket": row.bucket, "follow_up_at": row.follow_up_at,
                "is_corrected": hasattr(row, "corrected_by"), "is_correction": row.corrects_id is not None,
            },
        )  # fmt: skip


def _promises(case: Case, before: Position | None, limit: int) -> Iterator[Entry]:
    rows = Promise.objects.filter(case=case).select_related("made_by", "contract")
    tones = {"KEPT": "ok", "PARTIAL": "warn", "BROKEN": "bad", "OPEN": "info"}
    for row in _newest(rows, "P", "made_at", before, limit):
        yield Entry(
            at=row.made_at, kind="PROMISE", key=f"P{row.pk:020}", title=str(row.get_status_display()),
            who=str(row.made_by or ""), amount=row.total, tone=tones.get(row.status, ""),
            facts={
                "status": row.status, "paid": row.paid, "last_due_on": row.last_due_on, "judged_at": row.judged_at,
                "contract_no": row.contract.contract_no if row.contract else "", "cancel_reason": row.cancel_reason,
            },
        )  # fmt: skip


def _payments(case: Case, before: Position | None, limit: int) -> Iterator[Entry]:
    rows = Payment.objects.filter(contract__customer_id=case.customer_id).select_related("contract")
    rows = rows.annotate(at=Coalesce(F("paid_at"), F("recorded_at")))
    for row in _newest(rows, "M", "at", before, limit):
        yield Entry(
            at=row.at, kind="PAYMENT", key=f"M{row.pk:020}", title=row.contract.contract_no, detail=row.channel,
            amount=-row.amount if row.reversal_of else row.amount, tone="bad" if row.reversal_of else "ok",
            facts={"payment_ref": row.payment_ref, "paid_on": row.paid_on, "reversal_of": row.reversal_of},
        )  # fmt: skip


def _holds(case: Case, before: Position | None, limit: int) -> Iterator[Entry]:
    rows = Hold.objects.filter(case__customer_id=case.customer_id).select_related("opened_by", "lifted_by")
    for row in _newest(rows, "H", "starts_at", before, limit):
        yield Entry(
            at=row.starts_at, kind="HOLD", key=f"H{row.pk:020}", title=str(row.get_reason_display()), detail=row.note,
            who=str(row.opened_by or ""), tone="" if row.lifted_at else "warn",
            facts={
                "id": row.pk, "contract_no": row.contract_no, "ends_on": row.ends_on, "lifted_at": row.lifted_at,
                "lifted_by": str(row.lifted_by or ""), "lift_reason": row.lift_reason,
            },
        )  # fmt: skip


def _notes(case: Case, before: Position | None, limit: int) -> Iterator[Entry]:
    rows = Note.objects.filter(case__customer_id=case.customer_id).select_related("written_by")
    for row in _newest(rows, "N", "written_at", before, limit):
        yield Entry(at=row.written_at, kind="NOTE", key=f"N{row.pk:020}", title=row.text, who=str(row.written_by))


def _documents(case: Case, before: Position | None, limit: int) -> Iterator[Entry]:
    rows = Document.objects.filter(case__customer_id=case.customer_id, removed_at__isnull=True)
    for row in _newest(rows.select_related("attached_by"), "D", "attached_at", before, limit):
        yield Entry(
            at=row.attached_at, kind="DOCUMENT", key=f"D{row.pk:020}", title=row.title, who=str(row.attached_by or ""),
            facts={"id": row.pk, "content_type": row.content_type, "size": row.size, "case_id": row.case_id},
        )  # fmt: skip


def _refusals(case: Case, before: Position | None, limit: int) -> Iterator[Entry]:
    rows = GateDecision.objects.filter(customer_id=case.customer_id, verdict=Verdict.DENY)
    for row in _newest(rows.select_related("contact_point"), "R", "asked_at", before, limit):
        rules = [reason["rule"] for reason in row.reasons if reason.get("severity") == "DENY"]
        yield Entry(
            at=row.asked_at, kind="REFUSAL", key=f"R{row.pk:020}", title=str(row.get_channel_display()),
            detail=", ".join(rules), who=row.asked_by, tone="warn",
            facts={
                "reasons": row.reasons, "next_allowed_at": row.next_allowed_at,
                "point": row.contact_point.masked if row.contact_point else "",
            },
        )  # fmt: skip


def _events(case: Case, before: Position | None, limit: int) -> Iterator[Entry]:
    told = journal.history_of_customer(
        case.customer.customer_no, limit=limit, before=_event_position(before), without=TOLD_OTHERWISE
    )
    for row in told:
        yield Entry(at=row.at, kind="EVENT", key=f"E{row.id:020}", title=row.sentence, who=row.actor)


def _event_position(before: Position | None) -> tuple[dt.datetime, int] | None:
    """All events of the cursor's instant stand after it, none, or those with a lower number."""
    if before is None:
        return None
    if before.letter == "E":
        return before.at, int(before.pk)
    return before.at, 2**63 - 1 if before.letter > "E" else 0


_READERS = {
    "ACTIVITY": _activities,
    "PROMISE": _promises,
    "PAYMENT": _payments,
    "HOLD": _holds,
    "NOTE": _notes,
    "DOCUMENT": _documents,
    "REFUSAL": _refusals,
    "EVENT": _events,
}
