"""Contact data that learn, in a population whose truth only this module knows.

Monday to Saturday so many dials are made, evenly from 8 to 20 h, at most one a person and day, none to whom a
conversation is not five days old. The usual room is 0.3 dials a person: an agent makes 150 calls a day for 500 people.

*File order* takes people as the file has them, going on where it stopped, and their numbers in turn, or the first
until it proves bad, whichever does better. *Beliefs* asks `next_numbers` at dawn, dials the most promising, each when
it gains most, and tells what came of it by `record_outcomes`. Both retire what proves wrong or dead; both meet the same
luck, drawn by number and day. The product never sees the truth. With room for everybody only number and hour are
chosen.
"""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from tagih.contacts import operations, queries
from tagih.contacts.models import ContactPoint
from tagih.contacts.operations import Told
from tagih.kernel import database

MONDAY = dt.date(2026, 6, 1)
JAKARTA = dt.timedelta(hours=7)
HOURS = np.arange(8, 20)
REST_DAYS = 5
CHUNK = 2_000
BINS = 10
SOURCES = ("application", "customer_update", "lookup", "field")
RIGHT, FAMILY, WRONG, DEAD = range(4)
KINDS = np.array([  # by source: share of numbers that are the person's own, the family's, a stranger's, dead
    [0.55, 0.12, 0.18, 0.15], [0.86, 0.06, 0.05, 0.03], [0.24, 0.11, 0.45, 0.20], [0.48, 0.30, 0.14, 0.08],
])  # fmt: skip
WHO = np.array([[0.90, 0.97], [0.22, 0.97], [0.0, 0.35], [0.0, 0.0]])  # by kind: right party, then third party below
AT_WORK = np.array([0.10, 0.10, 0.12, 0.16, 0.34, 0.20, 0.12, 0.12, 0.18, 0.36, 0.46, 0.40])  # chance of an answer
AT_HOME = np.array([0.30, 0.36, 0.34, 0.30, 0.22, 0.16, 0.20, 0.24, 0.24, 0.22, 0.20, 0.16])
SATURDAY = 1.2


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so: for each number its person, kind, readiness and chance of an answer by hour."""

    people: int
    person: np.ndarray
    first: np.ndarray  # of each person, the place of the first number in file order
    numbers: np.ndarray  # of each person
    source: np.ndarray
    age_days: np.ndarray
    kind: np.ndarray
    answers: np.ndarray  # numbers x hours


@dataclass(slots=True)
class Arm:
    """What one way of dialling has come to."""

    dials: int = 0
    right: int = 0


def measure(*, people: int, days: int, seed: int, share: float = 0.3) -> dict[str, Any]:
    """This will compare right parties per dial, with room for a `share` of the people a day, and belief with truth."""
    truth, began = _truth(people, seed), time.monotonic()
    room = max(1, round(people * share))
    in_turn = _file_order(truth, days, seed, room, takes_turns=True)
    first = _file_order(truth, days, seed, room, takes_turns=False)
    _load(truth)
    believed, spent = _beliefs(truth, days, seed, room)
    right, reach = _calibration(truth, days, seed)
    best = max(_rate(in_turn), _rate(first))
    return {
        "people": people,
        "numbers": len(truth.person),
        "days": days,
        "seed": seed,
        "room": share,
        "dials": believed.dials,
        "right_per_dial": round(_rate(believed), 4),
        "right_per_dial_file_in_turn": round(_rate(in_turn), 4),
        "right_per_dial_file_first": round(_rate(first), 4),
        "gain": round(_rate(believed) / best - 1, 4),
        "ece_right_party": round(_ece(*right), 4),
        "ece_reach": round(_ece(*reach), 4),
        "numbers_judged": len(reach[0]),
        **spent,
        "seconds": round(time.monotonic() - began, 1),
    }


def _rate(arm: Arm) -> float:
    return arm.right / max(arm.dials, 1)


def _truth(people: int, seed: int) -> Truth:
    rng = np.random.default_rng([seed, 0])
    numbers = rng.choice([1, 2, 3, 4], size=people, p=[0.3, 0.35, 0.25, 0.1])
    person = np.repeat(np.arange(people), numbers)
    count = len(person)
    source = rng.choice(4, size=count, p=[0.5, 0.15, 0.2, 0.15])
    age_days = rng.integers(5, 1600, size=count)
    stale = rng.random(count) < age_days / 6000
    kind = (rng.random(count)[:, None] > np.cumsum(KINDS[source], axis=1)).sum(axis=1).clip(0, 3)
    kind = np.where(stale & (kind == RIGHT), np.where(rng.random(count) < 0.5, WRONG, DEAD), kind)
    at_home = rng.random(people) < 0.4
    readiness = rng.gamma(2.0, 0.5, size=count)
    answers = np.where(at_home[person][:, None], AT_HOME, AT_WORK) * readiness[:, None]
    answers[kind == DEAD] = 0.0
    first = np.concatenate([[0], np.cumsum(numbers)[:-1]])
    return Truth(people, person, first, numbers, source, age_days, kind, answers.clip(0, 0.95))


def _working(day: int) -> bool:
    return (MONDAY + dt.timedelta(days=day)).weekday() != 6


def _outcomes(truth: Truth, numbers: np.ndarray, hours: np.ndarray, day: int, seed: int) -> np.ndarray:
    """What comes of dialling these numbers at these hours; luck belongs to the number and the day, not to the way."""
    rng = np.random.default_rng([seed, 1, day])
    lucky, who, said = rng.random((3, len(truth.person)))
    factor = SATURDAY if (MONDAY + dt.timedelta(days=day)).weekday() == 5 else 1.0
    kind = truth.kind[numbers]
    answered = lucky[numbers] < (truth.answers[numbers, hours - HOURS[0]] * factor).clip(0, 0.97)
    talk = np.select([who[numbers] < WHO[kind, 0], who[numbers] < WHO[kind, 1]], ["RPC", "TPC"], "WRONG_PERSON")
    silent = np.where((kind == DEAD) & (said[numbers] < 0.4), "DEAD", "NC")
    return np.where(answered, talk, silent)


def _file_order(truth: Truth, days: int, seed: int, room: int, *, takes_turns: bool) -> Arm:
    arm, rests = Arm(), np.full(truth.people, -1)
    bad, turn, stopped = np.zeros(len(truth.person), bool), np.zeros(truth.people, int), 0
    for day in filter(_working, range(days)):
        chosen = []
        for person in np.roll(np.arange(truth.people), -stopped):
            if len(chosen) == room:
                break
            number = _in_file(truth, bad, person, turn[person] if takes_turns else 0) if rests[person] < day else None
            if number is not None:
                chosen.append(number)
                stopped = person + 1
        numbers = np.array(chosen, dtype=int)
        told = _outcomes(truth, numbers, _spread(len(numbers)), day, seed)
        turn[truth.person[numbers]] += 1
        bad[numbers[np.isin(told, ["WRONG_PERSON", "DEAD"])]] = True
        reached = numbers[told == "RPC"]
        rests[truth.person[reached]] = day + REST_DAYS
        arm.dials, arm.right = arm.dials + len(numbers), arm.right + len(reached)
    return arm


def _in_file(truth: Truth, bad: np.ndarray, person: int, turn: int) -> int | None:
    first = truth.first[person]
    left = [number for number in range(first, first + truth.numbers[person]) if not bad[number]]
    return left[turn % len(left)] if left else None


def _spread(count: int) -> np.ndarray:
    """Hours of the day, each as often as the others."""
    return HOURS[np.arange(count) * len(HOURS) // max(count, 1)]


def _beliefs(truth: Truth, days: int, seed: int, room: int) -> tuple[Arm, dict[str, float]]:
    arm, rests = Arm(), np.full(truth.people, -1)
    spent = {"choose_s": 0.0, "record_s": 0.0, "learn_s": 0.0}
    hashes = {number: _hash(number) for number in range(len(truth.person))}
    for day in filter(_working, range(days)):
        dawn = _instant(day, 6)
        start = time.monotonic()
        choices = [choice for part in _chunks(np.flatnonzero(rests < day) + 1) for choice in _chosen(part, dawn)]
        spent["choose_s"] += time.monotonic() - start
        numbers, hours = _timetable(sorted(choices, key=lambda choice: -choice[1])[:room])
        told = _outcomes(truth, numbers, hours, day, seed)
        rests[truth.person[numbers[told == "RPC"]]] = day + REST_DAYS
        arm.dials, arm.right = arm.dials + len(numbers), arm.right + int((told == "RPC").sum())
        start = time.monotonic()
        rows = [
            Told(hashes[n], "CALL", str(o), _instant(day, int(h)), f"{day}-{n}", f"C{truth.person[n] + 1}")
            for n, h, o in zip(numbers, hours, told, strict=True)
        ]
        evening = _instant(day, 21)
        operations.record_outcomes(outcomes=rows, source="bench", by=None, now=evening, is_announced=False)
        spent["record_s"] += time.monotonic() - start
        start = time.monotonic()
        operations.learn_norms(now=evening, by=None)
        spent["learn_s"] += time.monotonic() - start
    return arm, {name: round(seconds, 1) for name, seconds in spent.items()}


def _chosen(customers: Sequence[int], at: dt.datetime) -> list[tuple[int, float, np.ndarray]]:
    """(number, chance, chance by hour), the place of a number being its point less one."""
    found = queries.next_numbers(customers, at=at).values()
    return [(choice.point_id - 1, choice.reach, np.array([c for _h, c in choice.by_hour])) for choice in found]


def _timetable(choices: list[tuple[int, float, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Every hour has room for as many as every other; who gains most by an hour takes it first."""
    numbers = np.array([number for number, _chance, _by_hour in choices], dtype=int)
    hours = np.full(len(numbers), -1)
    room = np.bincount(_spread(len(choices)) - HOURS[0], minlength=len(HOURS))
    gains = np.array([by_hour - chance for _number, chance, by_hour in choices])
    gains -= gains.mean(axis=0, keepdims=True)  # an hour that is good for everybody is scarce, not a gain
    for place in np.argsort(-gains, axis=None, kind="stable"):
        row, hour = divmod(int(place), len(HOURS))
        if hours[row] < 0 and room[hour]:
            hours[row], room[hour] = HOURS[hour], room[hour] - 1
    return numbers, hours


def _calibration(truth: Truth, days: int, seed: int) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], ...]:
    """What is believed of every usable number at some hour of the next working day, what is so, and its weight.

    Who answers is judged by how likely anybody does; whether a dial reaches the right party, for each number once.
    """
    day = next(day for day in range(days, days + 7) if _working(day))
    weekday = (MONDAY + dt.timedelta(days=day)).weekday()
    hours = np.random.default_rng([seed, 2]).choice(HOURS, size=truth.people)
    believed: dict[int, tuple[float, float]] = {}
    for hour in HOURS:
        for part in _chunks(np.flatnonzero(hours == hour) + 1):
            for point, chance in queries.number_chances(part, at=_instant(day, int(hour))).items():
                believed[point - 1] = (chance.right_party, chance.reach)
    numbers = np.array(sorted(believed))
    right, reach = (np.array([believed[number][place] for number in numbers]) for place in range(2))
    answers = truth.answers[numbers, hours[truth.person[numbers]] - HOURS[0]] * (SATURDAY if weekday == 5 else 1.0)
    owner = WHO[truth.kind[numbers], 0]
    return (right, owner, answers), (reach, owner * answers, np.ones(len(numbers)))


def _ece(believed: np.ndarray, so: np.ndarray, weight: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width, against the true probabilities."""
    bins = np.minimum((believed * BINS).astype(int), BINS - 1)
    gaps = [abs(((believed - so) * weight)[bins == place].sum()) for place in np.unique(bins)]
    return float(sum(gaps) / weight.sum())


def _chunks(customers: np.ndarray) -> list[list[int]]:
    return [customers[start : start + CHUNK].tolist() for start in range(0, len(customers), CHUNK)]


def _instant(day: int, hour: int) -> dt.datetime:
    date = MONDAY + dt.timedelta(days=day)
    return dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC) + dt.timedelta(hours=hour) - JAKARTA


def _hash(number: int) -> bytes:
    return number.to_bytes(32, "big")


def _load(truth: Truth) -> None:
    """People and numbers as a feed would bring them: the truth stays here."""
    people = {"people": truth.people}
    database.execute("tagih.config.bench", "contacts_people", people)
    rows = (
        (number + 1, int(truth.person[number]) + 1, "PHONE", b"", _hash(number), "-", "CONSUMER", "", "MOBILE", "",
         "", "", SOURCES[truth.source[number]], MONDAY - dt.timedelta(int(truth.age_days[number])), "UNVERIFIED", "", 0)
        for number in range(len(truth.person))
    )  # fmt: skip
    columns = (
        "id", "customer_id", "kind", "value_cipher", "value_hash", "masked", "owner_role", "owner_name", "label",
        "region_code", "postal_code", "zone", "source", "obtained_on", "state", "unusable_reason", "failures",
    )  # fmt: skip
    database.copy_in(ContactPoint._meta.db_table, columns, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contactpoint")
