"""Invented agents at their desks: the next case, the gate, a call, what came of it, as a person would enter it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from tagih.cases import operations as cases
from tagih.cases.models import Case, WorkItem
from tagih.contacts import operations as contacts
from tagih.contacts import queries as points
from tagih.contacts.models import ContactPoint
from tagih.kernel.errors import Refusal
from tagih.sandbox.lender.core import Lender
from tagih.staff.models import Person

RESULTS = {
    "NO_ANSWER": 0.25, "NOT_CONNECTED": 0.09, "BUSY": 0.05, "VOICEMAIL": 0.04, "REJECTED": 0.03, "WRONG_NUMBER": 0.025,
    "INACTIVE": 0.02, "MESSAGE_LEFT": 0.075, "PROMISE": 0.27, "CALL_BACK": 0.05, "REFUSES": 0.03, "CLAIMS_PAID": 0.02,
    "ASKS_RELIEF": 0.02, "CUT_OFF": 0.03,
}  # fmt: skip
CAUSES = ("FORGOT", "PAYDAY_GAP", "BUSINESS_SLOW", "INCOME_FELL", "TRAVELLING", "ILLNESS", "OVER_INDEBTED")
SOON_DAYS = 3
PROMISED_AHEAD = (1, 1, 1, 2, 2, 3, 4)
TALK_SECONDS = {"PROMISE": (110, 260), "REFUSES": (60, 200), "CLAIMS_PAID": (60, 140), "CALL_BACK": (30, 90)}


@dataclass(frozen=True, slots=True)
class Town:
    """What debtors will do, known to the lender's core alone."""

    payments: dict[str, list[tuple[dt.date, Decimal]]]  # by customer number, in order

    @classmethod
    def of(cls, lender: Lender, *, first: dt.date) -> "Town":
        """This will read from the lender what each person pays from a day on."""
        money = lender.money
        wanted = (money.paid_on >= np.datetime64(first)) & (money.reversal_of == "")
        wanted &= money.paid_on < np.datetime64(first) + 40
        payments: dict[str, list[tuple[dt.date, Decimal]]] = {}
        for index in np.flatnonzero(wanted):
            number = str(lender.people.customer_no[lender.loans.person[money.loan[index]]])
            fact = (money.paid_on[index].astype(object), Decimal(int(money.amount[index])))
            payments.setdefault(number, []).append(fact)
        return cls({number: sorted(facts) for number, facts in payments.items()})

    def pays_soon(self, customer_no: str, date: dt.date) -> list[tuple[dt.date, Decimal]]:
        """This will return what a person pays on a date and in the days right after it."""
        facts = self.payments.get(customer_no, [])
        return [fact for fact in facts if date <= fact[0] <= date + dt.timedelta(days=SOON_DAYS)]


def work(
    agents: list[Person], town: Town, *, date: dt.date, opens: dt.datetime, closes: dt.datetime, calls: int, seed: int
) -> tuple[int, int]:
    """This will let agents work from `opens` to `closes`, at most `calls` each, and return (entries, refusals).

    Calls are spread over the time evenly, agents take turns, so that what one does is there when the next one asks.
    """
    rng = np.random.default_rng([seed, date.toordinal()])
    step = (closes - opens) / max(calls, 1)
    entries = refusals = 0
    idle: set[int] = set()
    for turn in range(calls):
        for place, agent in enumerate(agents):
            if agent.pk in idle:
                continue
            now = opens + step * turn + dt.timedelta(seconds=int(rng.integers(5, 40)) + place * 7)
            item = cases.next_item(person=agent, now=now)
            if item is None:
                idle.add(agent.pk)
                continue
            done = _handle(item, agent, town, rng, date=date, now=now)
            entries += done
            refusals += not done
    return entries, refusals


def sit_down(agents: list[Person], *, now: dt.datetime, rng: np.random.Generator) -> None:
    """This will set the states of a floor in the middle of a day: most at work, some at a break."""
    for agent in agents:
        state = str(rng.choice(["READY", "READY", "READY", "READY", "BREAK", "PRAYER", "MEETING"]))
        cases.set_agent_state(person=agent, state=state, now=now - dt.timedelta(minutes=int(rng.integers(2, 25))))


def _handle(
    item: WorkItem, agent: Person, town: Town, rng: np.random.Generator, *, date: dt.date, now: dt.datetime
) -> bool:
    """One case; False where the gate said no and the agent could only note it."""
    case = Case.objects.select_related("customer").get(pk=item.case_id)
    found = points.next_point(case.customer, at=now)
    point = ContactPoint.objects.get(pk=found.id) if found else None
    attempt = None
    if point is not None:
        attempt = contacts.open_attempt(
            customer=case.customer, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent, now=now,
            by=agent,
        ).attempt  # fmt: skip
    if attempt is None:
        cases.record_activity(
            case=case, by=agent, now=now + dt.timedelta(seconds=25), started_at=now, action="REVIEW", result="REVIEWED"
        )
        return False
    result = str(rng.choice(list(RESULTS), p=np.array(list(RESULTS.values())) / sum(RESULTS.values())))
    if town.pays_soon(case.customer.customer_no, date) and rng.random() < 0.7:
        result = "PROMISE"  # who has the money ready says so
    low, high = TALK_SECONDS.get(result, (12, 45))
    end = now + dt.timedelta(seconds=int(rng.integers(low, high)))
    entry = {"action": "CALL_OUT", "result": result, "attempt": attempt, "place": "MOBILE", "started_at": now}
    try:
        details = _details(case, result, town, rng, date=date, now=end)
        cases.record_activity(case=case, by=agent, now=end, **entry, **details)
    except Refusal:  # a promise beyond the agent's limits: the debtor is called back instead
        details = _details(case, "CALL_BACK", town, rng, date=date, now=end)
        cases.record_activity(case=case, by=agent, now=end, **entry | {"result": "CALL_BACK"}, **details)
    return True


def _details(case: Case, result: str, town: Town, rng: np.random.Generator, *, date: dt.date, now: dt.datetime) -> dict:
    match result:
        case "PROMISE":
            return {"party": "CONSUMER", "promise": _promise(case, town, rng, date), "reason": str(rng.choice(CAUSES))}
        case "CALL_BACK":
            return {"party": "CONSUMER", "follow_up_at": now + dt.timedelta(hours=int(rng.integers(2, 28)))}
        case "CLAIMS_PAID":
            return {"party": "CONSUMER", "notes": "Mengaku sudah bayar lewat gerai ritel, bukti menyusul."}
        case "REFUSES" | "ASKS_RELIEF":
            return {"party": "CONSUMER", "reason": str(rng.choice(CAUSES)), "notes": "Penghasilan bulan ini berkurang."}
        case "MESSAGE_LEFT":
            return {"party": "FAMILY"}
        case _:
            return {}


def _promise(case: Case, town: Town, rng: np.random.Generator, date: dt.date) -> cases.PromiseDraft:
    """Who is going to pay names that day and less than comes; who is not names a day and all that is overdue."""
    soon = town.pays_soon(case.customer.customer_no, date)
    overdue = max(case.overdue_amount, Decimal(100_000))
    if soon:
        day, amount = soon[0]
        amount = min(amount, overdue)
    else:
        day, amount = date + dt.timedelta(days=int(rng.choice(PROMISED_AHEAD))), overdue
    rounded = (amount // 1000) * 1000 or amount
    return cases.PromiseDraft(legs=(cases.PromisedLeg(due_on=max(day, date), amount=rounded, channel="VA"),))
