"""The places beside desk and floor, filled with what a house leaves there: messages, reviewed contacts, shifts.

Each goes through the operations of its package; what is there already is left alone.
"""

import datetime as dt

import numpy as np
from django.db.models import QuerySet
from django.test.utils import override_settings

from tagih.cases.models import Case
from tagih.contacts.enums import Channel
from tagih.kernel import clock
from tagih.messaging import operations as messaging
from tagih.portfolio.models import Contract
from tagih.quality import operations as quality
from tagih.quality import queries as reviewed
from tagih.quality.models import Evaluation, Review, SamplePlan
from tagih.staff.models import Person, Unit
from tagih.workforce import operations as workforce
from tagih.workforce.models import ShiftKind
from tagih.workforce.queries.demand import steady_demand

CHANNELS = (Channel.SMS, Channel.EMAIL)
MESSAGES_A_DAY = 40
PRE_DUE_DAYS, EARLY_DAYS = 3, 7
RANDOM_PER_AGENT, BY_RISK, SCORED = 2, 6, 14
SHIFTS = (("P", "Pagi", 8 * 60 + 15, 16 * 60 + 15), ("S", "Siang", 10 * 60 + 45, 18 * 60 + 45))
PAID_MIN = 420
FAULTS = 0.12
"""Share of items of a scorecard at which invented agents fall short. Invented."""


def send_messages(*, date: dt.date, now: dt.datetime) -> int:
    """This will remind some people who fall due soon or are a few days late, and return how many messages left."""
    with override_settings(TAGIH_MESSAGES="sandbox"):  # the process that makes the demonstration began without it
        messaging.open_sandbox(now=now)
        return _send(date, now)


def _send(date: dt.date, now: dt.datetime) -> int:
    soon = Contract.objects.filter(
        oldest_unmet_due_on=None, next_due_on__range=(date, date + dt.timedelta(days=PRE_DUE_DAYS))
    )
    early = Case.objects.filter(
        status="OPEN", oldest_unmet_due_on__range=(date - dt.timedelta(days=EARLY_DAYS), date), last_contact_at=None
    )
    orders = [
        messaging.Order(
            reference=f"{template}:{date}:{customer}", customer_id=customer, case_id=case, template=template,
            due_at=now, reason="STRATEGY",
        )
        for template, rows in (
            ("REMIND_PRE_DUE", [(row, None) for row in _first(soon.values_list("customer_id", flat=True))]),
            ("REMIND_EARLY", list(early.order_by("pk").values_list("customer_id", "pk")[:MESSAGES_A_DAY])),
        )
        for customer, case in rows
    ]  # fmt: skip
    messaging.order_messages(orders=orders, by=None, now=now)
    sent = [messaging.send_due(channel=channel, now=lambda: now, pause=_at_once) for channel in CHANNELS]
    return sum(told.counts.get("ACCEPTED", 0) for told in sent)


def _first(customers: QuerySet) -> list[int]:
    return list(customers.order_by("customer_id").distinct()[:MESSAGES_A_DAY])


def _at_once(seconds: float) -> None:
    """Nobody waits for the pace of an invented provider."""


def review_contacts(*, first: dt.date, last: dt.date, now: dt.datetime, seed: int) -> int:
    """This will draw a sample of the contacts of some days and let the reviewers score most of it."""
    if SamplePlan.objects.exists():
        return 0
    head = Person.objects.get(username="kepala")
    plan = quality.make_plan(
        name=f"{first:%d/%m} – {last:%d/%m}", unit=Unit.objects.get(code="HQ"), first_on=first, last_on=last,
        random_per_agent=RANDOM_PER_AGENT, risk_total=BY_RISK, seed=f"{first:%Y-%m-%d}", by=head, now=now,
    )  # fmt: skip
    quality.draw_plan(plan=plan, by=head, now=now)
    rng = np.random.default_rng([seed, 31])
    reviews = Review.objects.filter(plan=plan, status="OPEN").exclude(reviewer=None).select_related("reviewer")
    done = [_score(review, rng, now).pk for review in reviews.order_by("pk")[:SCORED]]
    quality.release(evaluations=done[: SCORED // 2], by=head, now=now)
    _dispute_one(done, now)
    return len(done)


def _dispute_one(scores: list[int], now: dt.datetime) -> None:
    """An agent does not agree with an item that cost points."""
    released = Evaluation.objects.filter(pk__in=scores, status="RELEASED").select_related("agent").order_by("pk")
    for score in released:
        missed = score.items.filter(share__lt=1).order_by("item").first()
        if missed is not None and score.agent is not None:
            reason = "Kalimatnya saya ucapkan di awal panggilan, mohon didengar lagi."
            quality.dispute(evaluation=score, items=[missed.item], reason=reason, by=score.agent, now=now)
            return


def _score(review: Review, rng: np.random.Generator, now: dt.datetime) -> Evaluation:
    """A score as a reviewer would give it: mostly good, here and there an item that was missed."""
    assert review.reviewer is not None
    begun = quality.start_score(review=review, by=review.reviewer, now=now)
    answers, comments = {}, {}
    for name, item in reviewed.form_of(begun.form).items.items():
        is_fault = not item.fatal and rng.random() < FAULTS
        if item.kind == "SCALE":
            answers[name] = str(item.top - is_fault)
        else:
            answers[name] = "NO" if is_fault else "YES"
        if is_fault:
            comments[name] = "Terlewat; contoh kalimatnya sudah dibahas bersama."
    kept = quality.save_answers(
        evaluation=begun, answers=answers, comments=comments, summary="Ramah dan jelas.", version=begun.version,
        by=review.reviewer, now=now,
    )  # fmt: skip
    return quality.submit(evaluation=kept, by=review.reviewer, now=now)


def plan_shifts(*, now: dt.datetime) -> int:
    """This will give the desk teams shifts, and plans of this week and the next that stand; return the plans."""
    company = Unit.objects.get(code="HQ")
    if ShiftKind.objects.filter(unit=company).exists():
        return 0
    workforce.load_leave_kinds(now=now)
    for code, name, starts, ends in SHIFTS:
        workforce.add_shift_kind(
            unit=company, code=code, name=name, starts_min=starts, ends_min=ends, paid_min=PAID_MIN, by=None, now=now
        )
    shifts = list(ShiftKind.objects.filter(unit=company).order_by("starts_min"))
    today = clock.today_in(clock.WIB, now=now)
    monday = today - dt.timedelta(days=today.weekday())
    planner = Person.objects.get(username="perencana")
    teams = Unit.objects.filter(kind="TEAM").order_by("code")
    weeks = [monday, monday + dt.timedelta(days=7)]
    for number, (team, first) in enumerate((team, first) for team in teams for first in weeks):
        agents = Person.objects.filter(memberships__unit=team, memberships__role="AGENT").order_by("pk").distinct()
        _publish_plan(team, first, list(agents), shifts, number, planner, now)
    return len(teams) * len(weeks)


def _publish_plan(
    team: Unit, first: dt.date, agents: list[Person], shifts: list[ShiftKind], turn: int, planner: Person,
    now: dt.datetime,
) -> None:  # fmt: skip
    """Five days for everybody, one free day of the six in turn, most in the early shift."""
    demand = steady_demand(first, 7, weekday=max(1, len(agents) - 2), saturday=max(1, len(agents) - 3))
    plan = workforce.request_plan(unit=team, first_day=first, days=7, demand=demand, by=planner, now=now)
    roster = {
        str(agent.pk): [
            None if day == 6 or day == (place + turn) % 6 else str(shifts[(place + turn) % 3 == 2].pk)
            for day in range(7)
        ]
        for place, agent in enumerate(agents)
    }  # fmt: skip
    made = workforce.store_roster(plan=plan, roster=roster, cost=0, bound=0, remedies=[], conflict=[], now=now)
    workforce.publish(plan=made, by=planner, now=now)
