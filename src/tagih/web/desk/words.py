"""Codes spoken out: reasons of work, names of charges, tones of states. Pure."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tagih.cases.enums import HoldReason, PromiseStatus
from tagih.contacts.enums import PointKind, PointState
from tagih.contacts.queries import Choice
from tagih.kernel import clock, money

POINT_TONES = {
    PointState.VERIFIED: "ok",
    PointState.UNVERIFIED: "",
    PointState.SUSPECT: "warn",
    PointState.WRONG_PERSON: "bad",
    PointState.DISCONNECTED: "bad",
    PointState.OPTED_OUT: "bad",
    PointState.RETIRED: "bad",
}
POINT_ICONS = {
    PointKind.PHONE: "phone",
    PointKind.WHATSAPP: "message",
    PointKind.EMAIL: "mail",
    PointKind.ADDRESS: "pin",
}
PROMISE_TONES = {
    PromiseStatus.OPEN: "info",
    PromiseStatus.KEPT: "ok",
    PromiseStatus.PARTIAL: "warn",
    PromiseStatus.BROKEN: "bad",
    PromiseStatus.CANCELLED: "",
    PromiseStatus.SUPERSEDED: "",
}
SETTLED_PROMISES = frozenset({PromiseStatus.KEPT, PromiseStatus.CANCELLED, PromiseStatus.SUPERSEDED})
LABELS = {
    "MOBILE": gettext_lazy("mobile"),
    "HOME": gettext_lazy("home"),
    "OFFICE": gettext_lazy("office"),
    "BILLING": gettext_lazy("billing address"),
    "DOMICILE": gettext_lazy("domicile"),
    "IDENTITY_CARD": gettext_lazy("identity card"),
}


ASKS = {
    "NO_NUMBER": gettext_lazy("No number works any more. Whoever you reach: ask for the customer's own number."),
    "NO_VERIFIED_NUMBER": gettext_lazy(
        "No number is proven yet. Ask whether this is the customer's own and send a code."
    ),
    "ONLY_OTHERS_ANSWER": gettext_lazy("Lately only other people answered. Ask for the customer's own number."),
    "OLD_VERIFICATION": gettext_lazy("The number was proven long ago. Ask whether it is still the customer's."),
    "BETTER_HOUR": gettext_lazy("Nobody answered several times. Ask which hour suits, and note it as the call back."),
}


def ask(code: str) -> str:
    """This will say what to ask the customer for while talking."""
    return str(ASKS[code])


def reason(entry: Mapping[str, Any], *, today: dt.date) -> str:
    """This will say one reason of a work item, such as “21 days late, since 31/10/2026 (C0)”."""
    speak = _REASONS.get(entry["code"])
    return speak(entry.get("facts", {}), today) if speak else entry["code"].replace("_", " ").capitalize()


def _overdue_since(facts: Mapping[str, Any], today: dt.date) -> str:
    since = _day(facts["since"])
    days = (today - since).days
    text = ngettext("%(n)d day late, since %(day)s", "%(n)d days late, since %(day)s", days) % {
        "n": days,
        "day": f"{since:%d/%m/%Y}",
    }
    return f"{text} ({facts['bucket']})" if facts.get("bucket") else text


def _amount(facts: Mapping[str, Any], today: dt.date) -> str:
    return _("%(amount)s is overdue") % {"amount": _rupiah(facts)}


def _several(facts: Mapping[str, Any], today: dt.date) -> str:
    return _("%(n)s contracts, one conversation") % {"n": facts["count"]}


def _failed(facts: Mapping[str, Any], today: dt.date) -> str:
    count = int(facts["count"])
    return ngettext("%(n)d promise was not kept in 90 days", "%(n)d promises were not kept in 90 days", count) % {
        "n": count
    }


def _falls_due(facts: Mapping[str, Any], today: dt.date) -> str:
    due = _day(facts["due_on"])
    values = {"amount": _rupiah(facts), "day": f"{due:%d/%m/%Y}"}
    if due == today:
        return _("The promise of %(amount)s falls due today") % values
    if due == today + dt.timedelta(days=1):
        return _("The promise of %(amount)s falls due tomorrow") % values
    return _("The promise of %(amount)s falls due on %(day)s") % values


def _broken(facts: Mapping[str, Any], today: dt.date) -> str:
    return _("The promise of %(amount)s for %(day)s was broken") % _promise(facts)


def _agreement_broken(facts: Mapping[str, Any], today: dt.date) -> str:
    return _("The agreement was broken on %(day)s; %(amount)s of it is unpaid") % _promise(facts)


def _partial(facts: Mapping[str, Any], today: dt.date) -> str:
    return _("The promise of %(amount)s for %(day)s was paid in part") % _promise(facts)


def _by_hand(facts: Mapping[str, Any], today: dt.date) -> str:
    return _("Taken by hand")


def _callback(facts: Mapping[str, Any], today: dt.date) -> str:
    at = clock.local(dt.datetime.fromisoformat(facts["at"].replace("Z", "+00:00")), clock.WIB)
    return _("Asked to be called back on %(at)s WIB") % {"at": f"{at:%d/%m/%Y %H.%M}"}


def _hold_ended(facts: Mapping[str, Any], today: dt.date) -> str:
    known = facts["reason"] in HoldReason.values
    name = HoldReason(facts["reason"]).label if known else facts["reason"]
    return _("The hold “%(name)s” has ended") % {"name": name}


def _decided(facts: Mapping[str, Any], today: dt.date) -> str:
    names = {"strategy": facts["strategy"], "segment": facts["segment"], "step": facts["step"]}
    if not facts["step"]:
        return _("Strategy %(strategy)s: segment %(segment)s, no step today") % names
    return _("Strategy %(strategy)s: segment %(segment)s, step %(step)s") % names


_REASONS: dict[str, Callable[[Mapping[str, Any], dt.date], str]] = {
    "OVERDUE_SINCE": _overdue_since,
    "AMOUNT": _amount,
    "SEVERAL_CONTRACTS": _several,
    "FAILED_PROMISES": _failed,
    "PROMISE_FALLS_DUE": _falls_due,
    "PROMISE_BROKEN": _broken,
    "PROMISE_PARTIAL": _partial,
    "ARRANGEMENT_BROKEN": _agreement_broken,
    "CALLBACK": _callback,
    "HOLD_ENDED": _hold_ended,
    "DECIDED": _decided,
    "TAKEN_BY_HAND": _by_hand,
}


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _rupiah(facts: Mapping[str, Any]) -> str:
    return money.rupiah(Decimal(facts["amount"]))


def _promise(facts: Mapping[str, Any]) -> dict[str, str]:
    return {"amount": _rupiah(facts), "day": f"{_day(facts['due_on']):%d/%m/%Y}"}


FIRST_BECAUSE = {
    "BEST_BY_RIGHT_PARTY": gettext_lazy("First: most likely the customer's own"),
    "BEST_BY_ANSWER": gettext_lazy("First: answered most readily now"),
    "BEST_BY_STANDING": gettext_lazy("First by state and age: nothing learned tells the numbers apart"),
}


def why_first(choice: Choice) -> str:
    """Why this number comes first and when it is answered best; nothing where there is no other to compare."""
    because = str(FIRST_BECAUSE.get(choice.codes[0], ""))
    if because and choice.codes[0] != "BEST_BY_STANDING" and "RIGHT_PARTY_HERE" in choice.codes:
        because = _("First: the customer has answered here")
    return " · ".join(filter(None, [because, best_hours(choice)]))


def best_hours(choice: Choice) -> str:
    """When the best number is answered best, or that the data do not tell; nothing while little is known of it."""
    if choice.hour_from is not None:
        return _("Best from %(start)02d.00 to %(end)02d.00") % {"start": choice.hour_from, "end": choice.hour_to}
    return "" if "LITTLE_EVIDENCE" in choice.codes else _("No hour is reliably better")


def late_charge(*, is_sharia: bool) -> str:
    """This will name the charge for paying late, as the product calls it."""
    return _("Late payment sanction") if is_sharia else _("Late charge")


def interest(*, is_sharia: bool) -> str:
    """This will name the lender's income, as the product calls it."""
    return _("Margin") if is_sharia else _("Interest")
