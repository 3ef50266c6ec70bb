"""Which number to try next, and when, by what is believed of each."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from tagih.contacts import enums, packs
from tagih.contacts.queries import beliefs
from tagih.contacts.rules import norms
from tagih.contacts.rules.attempts import FITTING
from tagih.contacts.rules.choice import Candidate, Choice, Rated, choose, lawful_hours, rate
from tagih.contacts.rules.norms import Norm
from tagih.contacts.rules.zones import SHORT, WIB, of_region
from tagih.kernel import database
from tagih.kernel.clock import ZoneInfo, local
from tagih.portfolio.models import Customer


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
    lawful = lawful_hours(packs.named(settings.TAGIH_GATE_PACKS, local(at, ZoneInfo(WIB)).date()), channel)
    people, known = _read(customer_ids, channel)
    half_life_days = settings.TAGIH_EVIDENCE_HALF_LIFE_DAYS
    chosen: dict[int, Choice] = {}
    for customer, (zone, candidates) in people.items():
        choice = choose(candidates, known, local=local(at, zone), lawful=lawful, half_life_days=half_life_days)
        if choice is not None:
            chosen[customer] = choice
    return chosen


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
    )
