"""Cases given to other people: because somebody leaves, or is not there this morning."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from tagih.cases import operations as cases
from tagih.cases.enums import ItemStatus
from tagih.cases.models import Case, Promise, WorkItem
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.staff.models import Certificate, Person, Unit
from tagih.workforce import events, queries
from tagih.workforce.models import Departure, Rebalance
from tagih.workforce.rules.sharing import Account, Worker, share

STAGES = {
    "AGENT": frozenset({"PRE_DUE", "EARLY"}),
    "TEAM_LEADER": frozenset({"PRE_DUE", "EARLY"}),
    "FIELD_COLLECTOR": frozenset({"LATE", "REMEDIAL", "WRITTEN_OFF"}),
}
NEEDS = {"AGENT": "DESK", "TEAM_LEADER": "DESK", "FIELD_COLLECTOR": "FIELD"}
PRESSING = 3.0
"""A promise or a call back weighs as much as so many other cases."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What changed hands; `nobody` are cases that nobody may take, which then belong to the team."""

    cases: int
    promises: int
    callbacks: int
    nobody: int


def hand_over(
    *, people: Iterable[int], unit: Unit, day: dt.date, reason: str, is_for_good: bool, by: Person | None,
    now: dt.datetime, present: Iterable[int] | None = None,
) -> HandedOver:  # fmt: skip
    """This will give what people (ids) have to do to colleagues of the unit: by room, stage and certificate.

    For a day, or for good (then the cases change their owner). Promises and calls back go first. What nobody may take
    belongs to nobody in particular: it stays in its queue and is handed out to whoever is next. `present` limits the
    takers to those who are there.
    """
    left = set(people)
    with database.transaction():
        database.lock("workforce.share", unit.pk)
        workers = takers(unit, day, without=left, only=None if present is None else set(present))
        rows = list(_work_of(left))
        if not rows:
            return HandedOver(0, 0, 0, 0)
        settled = [Account(row.pk, row.owner_id, row.stage) for row in _work_of({worker.id for worker in workers})]
        shared = share([*map(_account, rows), *settled], workers)
        mine = {row.pk for row in rows}
        moves = {case: person for case, person in shared.moves.items() if case in mine}
        moved = _write(moves, mine - set(moves), left, unit, day, is_for_good=is_for_good, now=now)
        _note(unit, reason, moves, rows, moved, by, now)
    return HandedOver(
        moved, sum(bool(row.open_promises) for row in rows),
        sum(row.callback_at is not None and row.callback_by_id in left for row in rows), len(mine - set(moves)),
    )  # fmt: skip


def takers(unit: Unit, day: dt.date, *, without: set[int], only: set[int] | None) -> list[Worker]:
    """This will return who may take cases on a day: people of the unit who are not away, with their certificates."""
    held = [row for row in queries.memberships_between(unit, day, day) if row.person_id not in without]
    if only is not None:
        held = [row for row in held if row.person_id in only]
    people = {row.person_id for row in held}
    away = set(queries.leave_days(people, day, day)) | _leaving(people)
    certified = set(
        Certificate.objects.filter(
            person__in=people, valid_from__lte=day, valid_until__gte=day, suspended_at__isnull=True
        ).values_list("person_id", "kind")
    )
    terms = queries.terms_of(people, on=day)
    found: dict[int, Worker] = {}
    for row in held:
        if row.role == "TEAM_LEADER" or row.person_id in away:
            continue
        before = found.get(row.person_id)
        stages = STAGES[row.role] | (before.stages if before else frozenset())
        days = terms[row.person_id].days_week if row.person_id in terms else 5
        is_certified = (row.person_id, NEEDS[row.role]) in certified
        found[row.person_id] = Worker(row.person_id, days / 5, stages, is_certified)
    return list(found.values())


def _leaving(people: set[int]) -> set[int]:
    return set(Departure.objects.filter(person__in=people).values_list("person_id", flat=True))


def _work_of(people: set[int]) -> Iterable[Case]:
    """Open cases that wait for one of the people: as owner, for a call back, or by work that is theirs."""
    promised = Promise.objects.filter(case=OuterRef("pk"), status="OPEN")
    items = WorkItem.objects.filter(status__in=[ItemStatus.READY, ItemStatus.LEASED])
    work = items.filter(Q(assignee__in=people) | Q(leased_by__in=people)).values("case_id")
    rows = Case.objects.filter(Q(owner__in=people) | Q(callback_by__in=people) | Q(pk__in=work), status="OPEN")
    return rows.annotate(open_promises=Exists(promised)).order_by("pk")


def _account(row: Case) -> Account:
    is_pressing = bool(row.open_promises) or row.callback_at is not None
    return Account(row.pk, None, row.stage, PRESSING if is_pressing else 1.0, is_pressing)


def _write(
    moves: dict[int, int], nobody: set[int], left: set[int], unit: Unit, day: dt.date, *, is_for_good: bool,
    now: dt.datetime,
) -> int:  # fmt: skip
    by_person: dict[int | None, list[int]] = defaultdict(list)
    for case, person in moves.items():
        by_person[person].append(case)
    by_person[None].extend(nobody)
    people = Person.objects.in_bulk([pk for pk in by_person if pk])
    until = clock.end_of_day(day, queries.zone_of(unit))
    return sum(
        cases.hand_over(cases=ids, owner=people.get(person) if person else None, left=left, until=until,
                        is_for_good=is_for_good, now=now)
        for person, ids in by_person.items()
        if ids
    )  # fmt: skip


def _note(
    unit: Unit, reason: str, moves: dict[int, int], rows: list[Case], moved: int, by: Person | None, now: dt.datetime
) -> None:
    before, after = Counter(row.owner_id or row.callback_by_id for row in rows), Counter(moves.values())
    before.pop(None, None)
    names = Person.objects.in_bulk([*before, *after])
    shares = [
        {"person": names[pk].full_name, "before": before.get(pk, 0), "after": after.get(pk, 0)}
        for pk in sorted(names, key=lambda pk: names[pk].full_name)
    ]
    Rebalance.objects.create(unit=unit, reason=reason, moved=moved, shares=shares, at=now, by=by)
    said = events.CasesShared(unit_id=unit.pk, unit_code=unit.code, moved=moved, reason=reason)
    journal.publish(said, by=by, now=now)
