"""A month of contacts of a branch, with recordings, and the people who hear them."""

import datetime as dt
from dataclasses import dataclass

from tagih.quality import operations
from tagih.staff.models import Person, Unit
from tests.factories import quality
from tests.factories.staff import PASSWORD
from tests.quality.sounds import voiced, wav

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)  # Friday, 10.00 in Lampung


@dataclass(frozen=True)
class Heard:
    """Who works there."""

    branch: Unit
    agents: list[Person]
    first: Person
    second: Person


def _signs_in(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def talk(turn: int) -> bytes:
    """Half a minute on two channels: turns of agent and customer, a pause, in some both at once."""
    over = 3.0 if turn % 3 == 0 else 0.0
    left = [(1, 6), (11, 15), (20, 25)]
    right = [(6.5 - over, 10), (15.5, 19), (25.5, 29)]
    return wav(voiced(30, left), voiced(30, right, pitch=205))


def heard_month(*, agents: int = 3, each: int = 5) -> Heard:
    """This will make a branch whose October waits to be heard: two reviewers, agents, calls with recordings."""
    branch = quality.branch()
    branch.name = "Bandar Lampung"
    branch.save(update_fields=["name"])
    names = ("Rina Wulandari", "Bayu Pratama", "Sari Tirtaloka", "Eko Nugroho")
    people = [_signs_in(quality.agent(branch, name)) for name in names[:agents]]
    turn = 0
    for place, person in enumerate(people):
        for day in range(each):
            attempt = quality.contact(person, branch, day=5 + day + place, hour=2 + day)
            if turn % 4 == 3:
                operations.record_missing(attempt=attempt, by=None, now=NOW)
            else:
                operations.keep_recording(attempt=attempt, content=talk(turn), by=None, now=NOW)
            turn += 1
    return Heard(
        branch, people, _signs_in(quality.reviewer("Ratih Puspita")), _signs_in(quality.reviewer("Bagas Wicaksono"))
    )
