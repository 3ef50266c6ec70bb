"""The whole history of a case on one time line, newest first, in pages by key and never by offset."""

import base64
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
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


def history(case: Case, *, cursor: str = "", limit: int = 30, kinds: Iterable[str] = KINDS) -> Page:
    """This will return a page of a case's time line: activities, promises, payments, holds, notes, documents, refusals
    of the gate and events, newest first.

    One query for each kind asked for, whatever there is. A cursor that nobody issued starts from the beginning.
    """
    before = _position(cursor)
    found: list[Entry] = []
    for kind in KINDS:
        if kind in set(kinds):
            found.extend(_READERS[kind](case, before[0] if before else None, limit + 1))
    found.sort(key=lambda entry: (entry.at, entry.key), reverse=True)
    if before:
        found = [entry for entry in found if (entry.at, entry.key) < before]
    shown = found[:limit]
    return Page(tuple(shown), _cursor(shown[-1]) if len(found) > limit else "")


def name_of(code: Code | None) -> str:
    """This will return a code's name in the reader's language."""
    if code is None:
        return ""
    return code.name_en if (get_language() or "").startswith("en") else code.name_id


def _position(cursor: str) -> tuple[dt.datetime, str] | None:
    try:
        at, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return dt.datetime.fromisoformat(at), str(key)
    except (ValueError, TypeError):
        return None


def _cursor(entry: Entry) -> str:
    return base64.urlsafe_b64encode(json.dumps([entry.at.isoformat(), entry.key]).encode()).decode()


def _newest(rows: QuerySet, at: str, before: dt.datetime | None, limit: int) -> QuerySet:
    """Rows at the very instant of the cursor are read again; the key tells them apart."""
    if before is not None:
        rows = rows.filter(**{f"{at}__lte": before})
    return rows.order_by(f"-{at}", "-pk")[:limit]


def _activities(case: Case, before: dt.datetime | None, limit: int) -> Iterator[Entry]:
    rows = Activity.objects.filter(case=case).select_related(
        "action", "result", "party", "place", "delay_reason", "agent", "contact_point", "corrected_by"
    )
    for row in _newest(rows, "ended_at", before, limit):
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


def _promises(case: Case, before: dt.datetime | None, limit: int) -> Iterator[Entry]:
    rows = Promise.objects.filter(case=case).select_related("made_by", "contract")
    tones = {"KEPT": "ok", "PARTIAL": "warn", "BROKEN": "bad", "OPEN": "info"}
    for row in _newest(rows, "made_at", before, limit):
        yield Entry(
            at=row.made_at, kind="PROMISE", key=f"P{row.pk:020}", title=str(row.get_status_display()),
            who=str(row.made_by or ""), amount=row.total, tone=tones.get(row.status, ""),
            facts={
                "status": row.status, "paid": row.paid, "last_due_on": row.last_due_on, "judged_at": row.judged_at,
                "contract_no": row.contract.contract_no if row.contract else "", "cancel_reason": row.cancel_reason,
            },
        )  # fmt: skip


def _payments(case: Case, before: dt.datetime | None, limit: int) -> Iterator[Entry]:
    rows = Payment.objects.filter(contract__customer_id=case.customer_id).select_related("contract")
    rows = rows.annotate(at=Coalesce(F("paid_at"), F("recorded_at")))
    for row in _newest(rows, "at", before, limit):
        yield Entry(
            at=row.at, kind="PAYMENT", key=f"M{row.pk:020}", title=row.contract.contract_no, detail=row.channel,
            amount=-row.amount if row.reversal_of else row.amount, tone="bad" if row.reversal_of else "ok",
            facts={"payment_ref": row.payment_ref, "paid_on": row.paid_on, "reversal_of": row.reversal_of},
        )  # fmt: skip


def _holds(case: Case, before: dt.datetime | None, limit: int) -> Iterator[Entry]:
    rows = Hold.objects.filter(case__customer_id=case.customer_id).select_related("opened_by", "lifted_by")
    for row in _newest(rows, "starts_at", before, limit):
        yield Entry(
            at=row.starts_at, kind="HOLD", key=f"H{row.pk:020}", title=str(row.get_reason_display()), detail=row.note,
            who=str(row.opened_by or ""), tone="" if row.lifted_at else "warn",
            facts={
                "id": row.pk, "contract_no": row.contract_no, "ends_on": row.ends_on, "lifted_at": row.lifted_at,
                "lifted_by": str(row.lifted_by or ""), "lift_reason": row.lift_reason,
            },
        )  # fmt: skip


def _notes(case: Case, before: dt.datetime | None, limit: int) -> Iterator[Entry]:
    rows = Note.objects.filter(case__customer_id=case.customer_id).select_related("written_by")
    for row in _newest(rows, "written_at", before, limit):
        yield Entry(at=row.written_at, kind="NOTE", key=f"N{row.pk:020}", title=row.text, who=str(row.written_by))


def _documents(case: Case, before: dt.datetime | None, limit: int) -> Iterator[Entry]:
    rows = Document.objects.filter(case__customer_id=case.customer_id, removed_at__isnull=True)
    for row in _newest(rows.select_related("attached_by"), "attached_at", before, limit):
        yield Entry(
            at=row.attached_at, kind="DOCUMENT", key=f"D{row.pk:020}", title=row.title, who=str(row.attached_by or ""),
            facts={"id": row.pk, "content_type": row.content_type, "size": row.size, "case_id": row.case_id},
        )  # fmt: skip


def _refusals(case: Case, before: dt.datetime | None, limit: int) -> Iterator[Entry]:
    rows = GateDecision.objects.filter(customer_id=case.customer_id, verdict=Verdict.DENY)
    for row in _newest(rows.select_related("contact_point"), "asked_at", before, limit):
        rules = [reason["rule"] for reason in row.reasons if reason.get("severity") == "DENY"]
        yield Entry(
            at=row.asked_at, kind="REFUSAL", key=f"R{row.pk:020}", title=str(row.get_channel_display()),
            detail=", ".join(rules), who=row.asked_by, tone="warn",
            facts={
                "reasons": row.reasons, "next_allowed_at": row.next_allowed_at,
                "point": row.contact_point.masked if row.contact_point else "",
            },
        )  # fmt: skip


def _events(case: Case, before: dt.datetime | None, limit: int) -> Iterator[Entry]:
    until = before + dt.timedelta(microseconds=1) if before else None
    told = journal.history_of_customer(case.customer.customer_no, limit=limit * 2, before=until)
    for row in told:
        if row.name not in TOLD_OTHERWISE:
            yield Entry(at=row.at, kind="EVENT", key=f"E{row.id:020}", title=row.sentence, who=row.actor)


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
