"""The figures of the wallboard: counted from the rows of calls, by campaign and by agent."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from tagih.dialer.enums import CallState, Direction, Outcome, SeatState
from tagih.dialer.models import Call, Seat
from tagih.kernel import clock, database

TALKED = F("ended_at") - F("connected_at")


@dataclass(frozen=True, slots=True)
class Figures:
    """A campaign's day so far. Shares between 0 and 1, None before there is anything to share."""

    dialed: int = 0
    answered: int = 0
    connected: int = 0
    abandoned: int = 0
    machines: int = 0
    incoming: int = 0
    talk: dt.timedelta = dt.timedelta()

    @property
    def answer_share(self) -> float | None:
        return self.answered / self.dialed if self.dialed else None

    @property
    def abandoned_share(self) -> float | None:
        people = self.answered - self.machines
        return self.abandoned / people if people > 0 else None

    @property
    def talk_mean_s(self) -> float | None:
        return self.talk.total_seconds() / self.connected if self.connected else None


@dataclass(frozen=True, slots=True)
class Slot:
    """Five minutes."""

    at: dt.datetime
    dialed: int
    answered: int
    connected: int
    abandoned: int


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One agent at the dialer."""

    person_id: int
    employee_no: str
    name: str
    state: str
    state_name: str
    since: dt.datetime
    call_id: object
    case_code: str
    campaign: str
    is_connected: bool
    calls: int
    talk: dt.timedelta


def figures_today(*, now: dt.datetime) -> dict[int, Figures]:
    """This will count today's calls by campaign. One query."""
    rows = _calls_since(_dawn(now)).values("campaign_id").annotate(
        dialed=Count("pk", filter=Q(direction=Direction.OUT)),
        answered=Count("pk", filter=Q(answered_at__isnull=False, direction=Direction.OUT)),
        connected=Count("pk", filter=Q(connected_at__isnull=False)),
        abandoned=Count("pk", filter=Q(outcome=Outcome.ABANDONED, direction=Direction.OUT)),
        machines=Count("pk", filter=Q(outcome=Outcome.MACHINE)),
        incoming=Count("pk", filter=Q(direction=Direction.IN)),
        talk=Sum(TALKED, filter=Q(connected_at__isnull=False, ended_at__isnull=False)),
    )  # fmt: skip
    return {
        row.pop("campaign_id"): Figures(**row | {"talk": row["talk"] or dt.timedelta()})
        for row in rows if row["campaign_id"] is not None
    }  # fmt: skip


def abandoned_shares(*, days: int, now: dt.datetime) -> dict[int, float]:
    """This will return the abandoned share of the last days by campaign; people are counted, machines are not."""
    rows = _calls_since(now - dt.timedelta(days=days)).filter(direction=Direction.OUT).values("campaign_id").annotate(
        people=Count("pk", filter=Q(answered_at__isnull=False) & ~Q(outcome=Outcome.MACHINE)),
        gone=Count("pk", filter=Q(outcome=Outcome.ABANDONED)),
    )  # fmt: skip
    return {row["campaign_id"]: row["gone"] / row["people"] for row in rows if row["people"]}


def causes_today(*, now: dt.datetime) -> list[tuple[str, int]]:
    """This will count why today's calls ended, the most frequent first."""
    ended = _calls_since(_dawn(now)).exclude(cause="").values_list("cause").annotate(many=Count("pk"))
    return list(ended.order_by("-many"))


def slots_of(*, campaign_id: int | None, now: dt.datetime) -> list[Slot]:
    """This will count today's calls by five minutes; of all campaigns for None."""
    told = {"since": _dawn(now), "campaign": campaign_id}
    return [Slot(**row) for row in database.fetch("tagih.dialer", "slots", told)]


def seat_lines(*, people: Collection[int] | None, now: dt.datetime) -> list[SeatLine]:
    """This will list who sits at the dialer; `people` are those that the reader may see, None for all. Two queries."""
    seats = Seat.objects.exclude(state=SeatState.OFF).select_related("person", "call__case", "call__campaign")
    if people is not None:
        seats = seats.filter(person_id__in=list(people))
    counted = {
        row["agent_id"]: row for row in _calls_since(_dawn(now)).filter(connected_at__isnull=False)
        .values("agent_id").annotate(calls=Count("pk"), talk=Sum(TALKED, filter=Q(state=CallState.ENDED)))
    }  # fmt: skip
    return [_line(seat, counted.get(seat.person_id, {})) for seat in seats.order_by("person__full_name")]


def _line(seat: Seat, told: dict) -> SeatLine:
    call = seat.call
    return SeatLine(
        seat.person_id, seat.person.employee_no, seat.person.full_name, seat.state, str(SeatState(seat.state).label),
        seat.since, call.pk if call else None, call.case.code if call and call.case else "",
        call.campaign.name if call and call.campaign else "", seat.is_connected, told.get("calls", 0),
        told.get("talk") or dt.timedelta(),
    )  # fmt: skip


def _calls_since(since: dt.datetime) -> QuerySet[Call]:
    return Call.objects.filter(dialed_at__gte=since)


def _dawn(now: dt.datetime) -> dt.datetime:
    return clock.start_of_day(clock.today_in(clock.WIB, now=now), clock.WIB)
