import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.kernel import clock, steps
from tagih.kernel.enums import StepStatus
from tagih.kernel.models import StepRun
from tagih.portfolio import operations as portfolio
from tagih.portfolio import queries
from tagih.portfolio.enums import DayStatus, Feed, Turn
from tagih.portfolio.models import BusinessDay
from tagih.portfolio.permissions import Permission
from tagih.web.office.rounds import jobs
from tagih.web.ui.acts import act
from tagih.web.ui.guard import may, requires

DAYS_SHOWN = 30
STEPS = {
    "derive": gettext_lazy("Compute lateness"),
    "publish": gettext_lazy("Bring what is in scope to the database"),
    "contact-points": gettext_lazy("Contact points"),
    "repairs": gettext_lazy("Numbers to repair"),
    "cases": gettext_lazy("Open, move and close cases"),
    "work-items": gettext_lazy("The day's work"),
    "decisions": gettext_lazy("Decide segment and step"),
    "pay-codes": gettext_lazy("Numbers to pay under"),
    "promises": gettext_lazy("Judge promises"),
    "messages": gettext_lazy("Messages of the day"),
    "report": gettext_lazy("Daily report"),
    "close": gettext_lazy("Close the books"),
}
COUNTS = {
    "added": gettext_lazy("added"),
    "broken": gettext_lazy("broken"),
    "cancelled": gettext_lazy("cancelled"),
    "changed": gettext_lazy("changed"),
    "closed": gettext_lazy("closed"),
    "contracts": gettext_lazy("contracts"),
    "customers": gettext_lazy("customers"),
    "dropped": gettext_lazy("dropped"),
    "files": gettext_lazy("files"),
    "groups": gettext_lazy("groups"),
    "in_scope": gettext_lazy("in scope"),
    "instalments": gettext_lazy("instalments"),
    "kept": gettext_lazy("kept"),
    "late": gettext_lazy("late"),
    "left": gettext_lazy("left scope"),
    "left_in_peace": gettext_lazy("left in peace"),
    "made": gettext_lazy("made"),
    "moved": gettext_lazy("moved"),
    "notices": gettext_lazy("notices of money"),
    "opened": gettext_lazy("opened"),
    "partial": gettext_lazy("kept in part"),
    "partitions": gettext_lazy("partitions sealed"),
    "payments": gettext_lazy("payments"),
    "people": gettext_lazy("people"),
    "read": gettext_lazy("read"),
    "reopened": gettext_lazy("opened again"),
    "repaired": gettext_lazy("repaired"),
    "restated": gettext_lazy("restated"),
    "stands": gettext_lazy("file or more missing, the last decisions stand"),
    "suspense": gettext_lazy("in suspense"),
    "unusable": gettext_lazy("unusable"),
    "with_step": gettext_lazy("with a step"),
    "withdrawn": gettext_lazy("withdrawn"),
}
TONES = {StepStatus.DONE: "ok", StepStatus.FAILED: "bad", StepStatus.RUNNING: "info"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a round or an evening as it went."""

    name: str
    status: str
    tone: str
    started_at: dt.datetime
    seconds: Any
    attempts: int
    counts: str
    problem: str


@dataclass(frozen=True, slots=True)
class Coming:
    """What runs next by itself."""

    title: str
    date: dt.date
    at: dt.datetime
    waits_for: str
    is_due: bool


class ReasonForm(forms.Form):
    """Why closed books are opened again."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=400, help_text=gettext_lazy("The journal and the lake keep it.")
    )


@requires(Permission.SEE_ROUNDS)
def rounds(request: HttpRequest) -> HttpResponse:
    """What runs next by itself, the steps of a date, the books of the last days, the jobs."""
    now = clock.now()
    days = queries.business_days(limit=DAYS_SHOWN)
    date = _date(request, days)
    plan = queries.timetable()
    context = {
        "plan": plan,
        "awaited": ", ".join(str(Feed(feed).label) for feed in plan.feeds),
        "coming": [_coming(turn, now) for turn in queries.next_turns(now=now, limit=2)],
        "days": days,
        "date": date,
        "turns": _turns(date) if date else [],
        "queues": jobs.queues(),
        "failed": jobs.newest_failed(),
        "can_reopen": may(request, Permission.REOPEN_DAYS),
        "crumbs": [(_("Daily rounds"), "")],
    }
    template = "office/rounds/rounds.html"
    return render(request, f"{template}#state" if request.headers.get("HX-Request") else template, context)


@requires(Permission.REOPEN_DAYS)
def reopen(request: HttpRequest, date: str) -> HttpResponse:
    """Opens closed books again, with a reason."""
    day = BusinessDay.objects.filter(date=_read(date), status=DayStatus.CLOSED).first()
    if day is None:
        raise Http404
    shown = day.date.strftime("%d/%m/%Y")
    return act(
        request,
        ReasonForm(request.POST or None),
        lambda data: portfolio.reopen_day(business_date=day.date, reason=data["reason"], by=request.user,
                                          now=clock.now()),
        title=_("Open the books of %(date)s again") % {"date": shown},
        text=_("Files for that day are taken again, and its report is made anew. The next evening closes it."),
        button=_("Open again"),
        back=f"{reverse('rounds:rounds')}?date={day.date.isoformat()}",
        done=_("The books of %(date)s are open.") % {"date": shown},
        crumbs=[(_("Daily rounds"), reverse("rounds:rounds"))],
    )  # fmt: skip


def _date(request: HttpRequest, days: list[BusinessDay]) -> dt.date | None:
    return _read(request.GET.get("date", "")) or (days[0].date if days else None)


def _read(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _coming(turn: Any, now: dt.datetime) -> Coming:
    return Coming(
        title=str(Turn(turn.turn).label),
        date=turn.date,
        at=turn.at,
        waits_for=", ".join(str(Feed(feed).label) for feed in turn.waits_for),
        is_due=turn.is_due(clock.local(now, clock.WIB)),
    )


def _turns(date: dt.date) -> list[tuple[str, list[Step]]]:
    """The newest round and evening of a date."""
    found = ((turn.label, steps.newest_steps(queries.run_name(turn, date))) for turn in Turn)
    return [(str(label), [_step(row) for row in rows]) for label, rows in found if rows]


def _step(row: StepRun) -> Step:
    return Step(
        name=str(STEPS.get(row.name, row.name)),
        status=str(StepStatus(row.status).label),
        tone=TONES[StepStatus(row.status)],
        started_at=row.started_at,
        seconds=row.seconds,
        attempts=row.attempts,
        counts=" · ".join(_counted(name, count) for name, count in row.rows.items() if count),
        problem=row.problem,
    )


def _counted(name: str, count: int) -> str:
    number = f"{count:,}".replace(",", ".")
    return f"{number} {COUNTS.get(name, name.replace('_', ' '))}"
