"""The places beside desk and floor, filled with what a house leaves there in a day: messages sent, contacts reviewed.

Each goes through the operations of its package; what is there already is left alone.
"""

import datetime as dt

import numpy as np
from django.db.models import QuerySet
from django.test.utils import override_settings

from tagih.cases.models import Case
from tagih.contacts.enums import Channel
from tagih.messaging import operations as messaging
from tagih.portfolio.models import Contract
from tagih.quality import operations as quality
from tagih.quality import queries as reviewed
from tagih.quality.models import Evaluation, Review, SamplePlan
from tagih.staff.models import Person, Unit

CHANNELS = (Channel.SMS, Channel.EMAIL)
MESSAGES_A_DAY = 40
PRE_DUE_DAYS, EARLY_DAYS = 3, 7
RANDOM_PER_AGENT, BY_RISK, SCORED = 2, 6, 14
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
    return len(done)


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
