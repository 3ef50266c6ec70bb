"""Why a person was chosen, or left alone: the strategy, the rules that held, and the facts that they asked."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tagih.cases import queries as cases
from tagih.cases.models.case import CODE_PREFIX
from tagih.cases.permissions import Permission as Cases
from tagih.kernel import clock
from tagih.kernel.ids import number_of
from tagih.strategy import queries
from tagih.web.studio.words import CHANGES, CHANNEL_ICONS, CHANNELS, EXITS
from tagih.web.ui.guard import requires, saw


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was asked, in words."""

    name: str
    meaning: str
    value: str


@requires(Cases.SEE_CASES)
def why(request: HttpRequest, code: str) -> HttpResponse:
    """The decision that holds today about the person of a case, with everything that it rests on."""
    number = number_of(code, prefix=CODE_PREFIX)
    found = cases.find_case(number, standing=request.standing, permission=Cases.SEE_CASES) if number else None
    if found is None:
        raise Http404
    now = clock.now()
    date = cases.business_date(now=now)
    told = queries.decision_of(found.customer.customer_no, date)
    saw(request, "case", found.pk, "decision", customer_no=found.customer.customer_no)
    context = {
        "case": found, "told": told, "date": date, "is_old": told is not None and told.date != date,
        "facts": _facts(told.facts) if told else [],
        "channel": CHANNELS.get(told.channel, "") if told else "",
        "channel_icon": CHANNEL_ICONS.get(told.channel, "") if told else "",
        "exit": EXITS.get(told.exit, told.exit) if told else "",
        "change": CHANGES.get(told.change, "") if told else "",
        "SHIPPED": queries.SHIPPED,
        "crumbs": [(found.code, reverse("desk:case", args=[found.code])), (_("Why today"), "")],
    }  # fmt: skip
    return render(request, "studio/why.html", context)


def _facts(facts: Any) -> list[Fact]:
    meanings = {one.name: one.meaning for one in queries.meanings()}
    return [
        Fact(name, meanings.get(name, _("Days since the step was last decided")), _value(value))
        for name, value in sorted(facts.items())
    ]


def _value(value: Any) -> str:
    if value is None:
        return _("unknown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return number_format(int(value) if value.is_integer() else value, use_l10n=True, force_grouping=True)
    return str(value)
