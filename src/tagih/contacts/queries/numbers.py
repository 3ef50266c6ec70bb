"""Which number to try next, and when, by what is believed of each."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from tagih.contacts import enums, packs
from tagih.contacts.models import PointNorm
from tagih.contacts.queries import beliefs
from tagih.contacts.queries.points import ZONE_NAMES, PointView, points_of
from tagih.contacts.rules import belief, norms
from tagih.contacts.rules.attempts import FITTING
from tagih.contacts.rules.choice import (
    ALIKE,
    SUSPECT_SHARE,
    Candidate,
    Choice,
    Rated,
    choose,
    lawful_hours,
    rate,
    span_of,
)
from tagih.contacts.rules.norms import Norm
from tagih.contacts.rules.zones import PROVINCES, SHORT, WIB, of_region
from tagih.kernel import database
from tagih.kernel.clock import ZoneInfo, local
from tagih.portfolio.models import Customer

COMPARED = (
    "hours", "weekdays", "mean", "firmness", "third_weight", "steady", "level_firmness", "hour_firmness", "shares",
)  # fmt: skip


def next_number(customer: Customer, *, at: dt.datetime, channel: str = enums.Channel.CALL) -> Choice | None:
    """This will choose the person's own number with the best chance to reach the right party, and the best hours.

    One indexed statement. Hours are local ones left today in the window of the packs in force, or those of the next
    day; `hour_from` is None where the data carry no reliable difference. Whether anybody may be contacted, on which day
    too, is the gate's to say. None where no number is left.
    """
    return next_numbers([customer.pk], at=at, channel=channel).get(customer.pk)


def next_numbers(
    customer_ids: Sequence[int], *, at: dt.datetime, channel: str = enums.Channel.CALL
) -> dict[int, Choice]:  # fmt: skip
    """This will choose for several people, by customer id. One statement."""
    lawful = lawful_now(at, channel)
    people, known = _read(customer_ids, channel)
    half_life_days = settings.TAGIH_EVIDENCE_HALF_LIFE_DAYS
    chosen: dict[int, Choice] = {}
    for customer, (zone, candidates) in people.items():
        choice = choose(candidates, known, local=local(at, zone), lawful=lawful, half_life_days=half_life_days)
        if choice is not None:
            chosen[customer] = choice
    return chosen


def next_point(customer: Customer, *, at: dt.datetime, channel: str = enums.Channel.CALL) -> PointView | None:
    """This will give the person's own contact point to try next on a channel, None when there is none to use.

    The one that `next_number` chooses: the best chance that a try now reaches the right party; where nothing is
    learned, verified before unverified before suspect, then the one reached last, with the fewest failures, the newest.
    """
    choice = next_number(customer, at=at, channel=channel)
    return next((view for view in points_of(customer) if choice and view.id == choice.point_id), None)


def points_by_promise(
    customer: Customer, *, at: dt.datetime, channel: str = enums.Channel.CALL
) -> tuple[list[PointView], Choice | None]:  # fmt: skip
    """This will list a person's contact points, those to try on a channel first, the most promising of all before.

    With the choice that says why it comes first. Two statements.
    """
    choice = next_number(customer, at=at, channel=channel)
    place = {point: number for number, point in enumerate(choice.order if choice else ())}
    return sorted(points_of(customer), key=lambda view: place.get(view.id, len(place))), choice


def number_chances(
    customer_ids: Sequence[int], *, at: dt.datetime, channel: str = enums.Channel.CALL
) -> dict[int, Rated]:  # fmt: skip
    """This will give what is believed at an instant of every usable number of several people, by point."""
    people, known = _read(customer_ids, channel)
    half_life_days = settings.TAGIH_EVIDENCE_HALF_LIFE_DAYS
    return {
        one.point_id: rate(one, known.get(one.kind, Norm()), local=local(at, zone), half_life_days=half_life_days)[0]
        for zone, candidates in people.values()
        for one in candidates
    }


def lawful_now(at: dt.datetime, channel: str) -> tuple[int, ...]:
    """This will list the local hours in which the packs in force at an instant let a contact begin."""
    return lawful_hours(packs.named(settings.TAGIH_GATE_PACKS, local(at, ZoneInfo(WIB)).date()), channel)


def compared(at: dt.datetime, channel: str) -> dict[str, Any]:
    """This will give what `sql/prescreen.sql` compares points by: the norms as of an instant, by kind and clock."""
    found = PointNorm.objects.filter(kind__in=FITTING[channel]).order_by("kind", "-learned_at").distinct("kind")
    learned = {row.kind: norms.of_figures(row.figures) for row in found}
    lawful = lawful_now(at, channel)
    rows = []
    for short, zone in SHORT.items():
        here = local(at, ZoneInfo(zone))
        span = span_of(here, lawful)
        for kind in sorted(FITTING[channel]):
            norm = learned.get(kind, Norm())
            figures = {name: getattr(norm, name) for name in COMPARED}
            rows.append(
                {"kind": kind, "zone": short, "today": here.date().isoformat(), "weekday": span.day.weekday(),
                 "compared": span.compared, "pattern": norm.table[span.day.weekday()], **figures,
                 "guess": norms.GUESS[enums.OwnerRole.CONSUMER]}
            )  # fmt: skip
    return {
        "norms": json.dumps(rows), "ages": list(norms.AGES), "suspect": SUSPECT_SHARE, "surest": belief.SUREST,
        "rival_weight": belief.RIVAL_WEIGHT, "weekday_firmness": belief.WEEKDAY_FIRMNESS, "block": belief.BLOCK,
        "alike": ALIKE, "half_life_days": settings.TAGIH_EVIDENCE_HALF_LIFE_DAYS, "provinces": list(PROVINCES),
        "zones": [ZONE_NAMES[zone] for zone in PROVINCES.values()],
    }  # fmt: skip


def _read(
    customer_ids: Sequence[int], channel: str
) -> tuple[dict[int, tuple[ZoneInfo, list[Candidate]]], dict[str, Norm]]:
    """Each person's zone and usable numbers, and the norm of each kind."""
    asked = {"customers": list(customer_ids), "kinds": sorted(FITTING[channel])}
    (row,) = database.fetch_prepared("tagih.contacts", "numbers", asked)
    theirs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for point in row["points"]:
        theirs[point["customer"]].append(point)
    people = {
        customer: (_zone(row["homes"].get(str(customer), ""), points), [_candidate(point) for point in points])
        for customer, points in theirs.items()
    }
    return people, {kind: norms.of_figures(figures) for kind, figures in row["norms"].items()}


def _zone(region: str, points: Sequence[dict[str, Any]]) -> ZoneInfo:
    told = next((SHORT[point["zone"]] for point in points if point["zone"] in SHORT), WIB)
    return ZoneInfo(of_region(region) or told)


def _candidate(point: dict[str, Any]) -> Candidate:
    return Candidate(
        point_id=point["id"],
        kind=point["kind"],
        owner_role=point["owner_role"],
        source=point["source"],
        obtained_on=dt.date.fromisoformat(point["obtained_on"]) if point["obtained_on"] else None,
        state=point["state"],
        belief=beliefs.read(point["belief"]) if point["belief"] else None,
        reached_at=dt.datetime.fromisoformat(point["reached_at"]) if point["reached_at"] else None,
        failures=point["failures"],
    )
