"""The history of a case as the page shows it: one line each, in words, filtered by what somebody looks for."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.cases import queries
from tagih.cases.enums import PromiseStatus
from tagih.cases.models import Case
from tagih.cases.queries import Entry
from tagih.contacts.queries import reasons_in_words
from tagih.kernel import clock, money

PIECE = 15
FILTERS = {
    "": (gettext_lazy("All"), ("ACTIVITY", "PROMISE", "PAYMENT", "HOLD", "NOTE", "DOCUMENT", "REFUSAL", "EVENT")),
    "contact": (gettext_lazy("Contact"), ("ACTIVITY", "REFUSAL")),
    "money": (gettext_lazy("Money"), ("PROMISE", "PAYMENT")),
    "notes": (gettext_lazy("Notes"), ("NOTE", "DOCUMENT", "HOLD")),
}


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    at: dt.datetime
    title: str
    text: str
    by: str
    tone: str


def context(case: Case, *, kind: str, cursor: str) -> dict[str, Any]:
    """This will return a piece of the history, newest first; an unknown filter shows everything."""
    kind = kind if kind in FILTERS else ""
    page = queries.history(case, cursor=cursor, limit=PIECE, kinds=FILTERS[kind][1])
    return {
        "case": {"code": case.code},
        "entries": [line(entry) for entry in page.entries],
        "older": page.next_cursor,
        "kind": kind,
        "filters": [{"code": code, "name": name} for code, (name, _kinds) in FILTERS.items()],
        "more_only": bool(cursor),
    }


def line(entry: Entry) -> Line:
    """This will put one entry into words."""
    title, text = _WORDS[entry.kind](entry)
    return Line(at=entry.at, title=title, text=text, by=entry.who, tone=entry.tone)


def _activity(entry: Entry) -> tuple[str, str]:
    facts = entry.facts
    follow_up = facts["follow_up_at"]
    parts = [
        facts["point"],
        facts["party"],
        facts["reason"],
        _("call back %(at)s") % {"at": f"{follow_up.astimezone(clock.WIB):%d/%m %H.%M}"} if follow_up else "",
        _("corrected since") if facts["is_corrected"] else "",
        entry.detail,
    ]
    return entry.title, " · ".join(part for part in parts if part)


def _promise(entry: Entry) -> tuple[str, str]:
    facts = entry.facts
    title = _("Promise of %(amount)s for %(day)s: %(status)s") % {
        "amount": money.rupiah(entry.amount),
        "day": f"{facts['last_due_on']:%d/%m/%Y}",
        "status": PromiseStatus(facts["status"]).label.lower(),
    }
    paid = _("%(amount)s paid") % {"amount": money.rupiah(facts["paid"])} if facts["paid"] else ""
    return title, " · ".join(filter(None, [facts["contract_no"], paid, facts["cancel_reason"]]))


def _payment(entry: Entry) -> tuple[str, str]:
    amount = {"amount": money.rupiah(abs(entry.amount))}
    title = _("Payment of %(amount)s taken back") if entry.facts["reversal_of"] else _("Payment of %(amount)s")
    paid_on = _("paid on %(day)s") % {"day": f"{entry.facts['paid_on']:%d/%m/%Y}"}
    return title % amount, " · ".join(filter(None, [paid_on, entry.title, entry.detail, entry.facts["payment_ref"]]))


def _hold(entry: Entry) -> tuple[str, str]:
    facts = entry.facts
    until = _("until %(day)s") % {"day": f"{facts['ends_on']:%d/%m/%Y}"} if facts["ends_on"] else ""
    lifted = _("lifted") if facts["lifted_at"] else ""
    return _("Hold: %(reason)s") % {"reason": entry.title}, " · ".join(filter(None, [until, lifted, entry.detail]))


def _refusal(entry: Entry) -> tuple[str, str]:
    sentences = [reason.sentence for reason in reasons_in_words(entry.facts["reasons"]) if reason.is_refusal]
    return _("Contact refused: %(channel)s") % {"channel": entry.title}, " ".join([entry.facts["point"], *sentences])


def _note(entry: Entry) -> tuple[str, str]:
    return _("Note"), entry.title


def _document(entry: Entry) -> tuple[str, str]:
    return _("Document"), entry.title


def _event(entry: Entry) -> tuple[str, str]:
    return entry.title, ""


_WORDS: dict[str, Callable[[Entry], tuple[str, str]]] = {
    "ACTIVITY": _activity,
    "PROMISE": _promise,
    "PAYMENT": _payment,
    "HOLD": _hold,
    "NOTE": _note,
    "DOCUMENT": _document,
    "REFUSAL": _refusal,
    "EVENT": _event,
}
