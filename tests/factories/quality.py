"""A branch whose contacts are heard: agents, reviewers, a month of contacts, a plan."""

import datetime as dt
import itertools
import uuid
from collections.abc import Sequence

from tagih.contacts.models import Attempt, GateDecision
from tagih.kernel import operations as kernel
from tagih.quality import operations
from tagih.quality.models import Evaluation, SamplePlan
from tagih.quality.queries import form_of
from tagih.quality.rules.scorecards import applies
from tagih.staff.models import Certificate, Person, Unit
from tests.factories import cases as make

NOW = make.NOW
FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 10, 31)
_number = itertools.count(1)


def branch() -> Unit:
    kernel.load_shipped_calendar(now=NOW, years=range(2026, 2028))
    operations.load_shipped_forms(now=NOW)
    return make.branch()


def certify(person: Person, kind: str, *, until: dt.date = dt.date(2027, 12, 31)) -> Certificate:
    return Certificate.objects.create(
        person=person, kind=kind, number=f"{kind}-{next(_number)}", issuer="LSP", valid_from=dt.date(2025, 1, 1),
        valid_until=until,
    )  # fmt: skip


def reviewer(name: str = "Ratih Puspita", *, certified: bool = True) -> Person:
    made = make.agent(make.company(), role="QUALITY", name=name)
    if certified:
        certify(made, "REVIEWER")
    return made


def agent(of: Unit, name: str = "Rina Wulandari") -> Person:
    made = make.agent(of, name=name)
    certify(made, "DESK")
    return made


def contact(
    agent: Person | None, of: Unit, *, day: int = 10, hour: int = 3, channel: str = "CALL", seconds: int = 180,
    customer=None, state: str = "DONE",
) -> Attempt:  # fmt: skip
    """A contact that left us in October."""
    at = dt.datetime(2026, 10, day, hour, next(_number) % 60, tzinfo=dt.UTC)
    customer = customer or make.customer()
    unit = of.children.filter(kind="TEAM").first() or of
    decision = GateDecision.objects.create(
        customer=customer, channel=channel, purpose="COLLECT", asked_at=at, asked_by="test", unit=unit,
        verdict="ALLOW", packs="ID",
    )  # fmt: skip
    return Attempt.objects.create(
        id=uuid.uuid4(), decision=decision, customer=customer, channel=channel, purpose="COLLECT", agent=agent,
        state=state, opened_at=at, started_at=at, closed_at=at + dt.timedelta(seconds=seconds), result_class="RPC",
    )  # fmt: skip


def plan(of: Unit, *, by: Person, random: int = 2, risk: int = 6, seed: str = "2026-10") -> SamplePlan:
    return operations.make_plan(
        name="Oktober 2026", unit=of, first_on=FIRST, last_on=LAST, random_per_agent=random, risk_total=risk,
        seed=seed, by=by, now=NOW,
    )  # fmt: skip


def drawn(of: Unit, *, by: Person, **sizes: int) -> SamplePlan:
    return operations.draw_plan(plan=plan(of, by=by, **sizes), by=by, now=NOW)


def best(evaluation: Evaluation, *, failed: Sequence[str] = ()) -> dict[str, str]:
    """The best answer to every item that is asked, NO to those that `failed`."""
    items = form_of(evaluation.form).items
    answers: dict[str, str] = {}
    for name, item in items.items():
        if applies(item, answers, items):
            top = "YES" if item.kind == "YES_NO" else str(item.top)
            low = "NO" if item.kind == "YES_NO" else "0"
            answers[name] = low if name in failed or name in ("promised", "cash_taken") else top
    return answers


def scored(review, *, failed: Sequence[str] = (), release: bool = True, by: Person | None = None) -> Evaluation:
    """The reviewer's score of a contact, submitted, and released unless told not to."""
    who = by or review.reviewer
    score = operations.start_score(review=review, by=who, now=NOW)
    words = dict.fromkeys(failed, "Terdengar jelas di menit kedua.")
    score = operations.save_answers(
        evaluation=score, answers=best(score, failed=failed), comments=words, summary="", version=score.version,
        by=who, now=NOW,
    )  # fmt: skip
    score = operations.submit(evaluation=score, by=who, now=NOW)
    if release:
        operations.release(evaluations=[score.pk], by=who, now=NOW)
        score.refresh_from_db()
    return score
