"""Whom the gate would allow right now, for everybody at once: to plan a campaign, never instead of the gate."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from tagih.contacts.enums import Channel
from tagih.contacts.models import ContactPoint
from tagih.contacts.queries import facts, rulebook
from tagih.contacts.queries.numbers import compared
from tagih.contacts.rules.answers import DENY, Decision, midnight
from tagih.contacts.rules.attempts import FITTING
from tagih.contacts.rules.decision import decide
from tagih.contacts.rules.packs import Pack
from tagih.contacts.rules.zones import ZONES_OF_INDONESIA
from tagih.kernel.clock import WIB, local
from tagih.kernel.database import statement
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

HOURS = ("after_rpc_h", "after_abandoned_h")


@dataclass(frozen=True, slots=True)
class Prescreen:
    """`allowed` are (customer id, contact point id); `refused` counts people by the rules that refuse them."""

    asked: int
    allowed: list[tuple[int, int]]
    refused: dict[str, int]
    kinds: int


def prescreen(*, channel: str, purpose: str, now: dt.datetime, agent: Person | None = None) -> Prescreen:
    """This will tell whom the gate would allow on a channel, on the point that `next_point` would try.

    Set-based: one statement marks each person with the facts that matter, and the rules are asked once per mark, about
    one person who has it. It reserves nothing and locks nobody; each contact still passes the gate.
    """
    today = local(now, WIB).date()
    asked = rulebook.asked(rulebook.current_stamp(), today, None).packs
    answers: dict[int, Decision] = {}
    allowed: list[tuple[int, int]] = []
    refused: Counter[str] = Counter()
    people = 0
    asks_letters = channel == Channel.LETTER or purpose in facts.WITH_LETTERS
    about = {"agent": agent.pk if agent else None, "asks_letters": asks_letters}
    for customer, point, mark in list(marked(channel, now, today, asked, about)):
        people += 1
        if mark not in answers:
            answers[mark] = _decision(customer, point, channel, purpose, now, agent)
        if answers[mark].allowed:
            allowed.append((customer, point))
        else:
            refused.update(reason.rule for reason in answers[mark].reasons if reason.severity == DENY)
    return Prescreen(people, allowed, dict(refused), len(answers))


def marked(
    channel: str, now: dt.datetime, today: dt.date, asked: Sequence[Pack], about: Mapping[str, Any]
) -> Iterator[tuple[int, int, int]]:  # fmt: skip
    """Each person with the point to try and the mark of all facts that an answer depends on."""
    with connection.cursor() as cursor:
        cursor.execute(
            statement("tagih.contacts", "prescreen"),
            {
                "now": now, "today": today, "kinds": sorted(FITTING[channel]),
                "boundaries": boundaries(asked, now), "dpd_limits": _dpd_limits(asked), **about,
                **compared(now, channel),
            },
        )  # fmt: skip
        while rows := cursor.fetchmany(50_000):
            yield from rows


def boundaries(asked: Sequence[Pack], now: dt.datetime) -> list[dt.datetime]:
    """This will give every instant at which the age of an attempt changes an answer of these packs, in order."""
    found: set[dt.datetime] = set()
    for pack in asked:
        cooldown, caps = pack.section("cooldown"), pack.section("frequency").get("caps", ())
        hours = [cooldown[name] for name in HOURS if name in cooldown]
        hours += [cap["hours"] for cap in caps if "hours" in cap]
        found |= {now - dt.timedelta(hours=count) for count in hours}
        found.add(now - dt.timedelta(minutes=cooldown.get("between_attempts_min", 0)))
        days = [cap["days"] for cap in caps if "days" in cap] + [cooldown.get("after_conversation_days", 1)]
        for zone in {*ZONES_OF_INDONESIA, *pack.section("zones").get("all", ())}:
            info = ZoneInfo(zone)
            today = now.astimezone(info).date()
            found |= {midnight(today - dt.timedelta(days=count - 1), info) for count in days}
    return sorted(found)


def _dpd_limits(asked: Sequence[Pack]) -> list[int]:
    """Days past due matter at 1, where something is owed, and one past each limit that lifts a window."""
    limits = {pack.section("windows").get("lifted_if_dpd_over") for pack in asked} - {None}
    return sorted({1, *(limit + 1 for limit in limits)})


def _decision(
    customer: int, point: int, channel: str, purpose: str, now: dt.datetime, agent: Person | None
) -> Decision:  # fmt: skip
    known = facts.gather(
        customer=Customer.objects.only("is_vulnerable", "deceased_on").get(pk=customer),
        contact_point=ContactPoint(pk=point, customer_id=customer), channel=channel, purpose=purpose, agent=agent,
        place=None, now=now,
    )  # fmt: skip
    own = rulebook.asked(known.stamp, local(now, WIB).date(), known.products).packs
    return decide(known.case, own, facts.live_calendars(own, known.calendar))
