"""Many clients at once, each a process of its own on the real server."""

import multiprocessing
import os
import signal
import time

import pytest
from django.db import connection

from tagih.cases import operations
from tagih.cases.models import WorkItem
from tagih.staff.models import Person
from tests.factories import cases as make

NOW = make.NOW
FORK = multiprocessing.get_context("fork")
pytestmark = pytest.mark.django_db(transaction=True)


def _work(person_id: int, pipe, *, turns: int, finish: bool) -> None:
    connection.close()
    person = Person.objects.get(pk=person_id)
    got = []
    for _turn in range(turns):
        item = operations.next_item(person=person, now=NOW)
        if item is None:
            break
        got.append(item.pk)
        if finish:
            operations.finish(item=item, person=person, now=NOW)
    pipe.send(got)
    connection.close()


def together(people: list[Person], **how: object) -> list[list[int]]:
    connection.close()
    pipes, children = [], []
    for person in people:
        here, there = FORK.Pipe(duplex=False)
        child = FORK.Process(target=_work, args=(person.pk, there), kwargs=how)
        child.start()
        pipes.append(here)
        children.append(child)
    got = [pipe.recv() for pipe in pipes]
    for child in children:
        child.join()
    return got


def a_floor(items: int, agents: int) -> list[Person]:
    branch = make.branch()
    for _ in range(items):
        make.contract(branch)
    make.round()
    return [make.agent(branch) for _ in range(agents)]


def test_no_item_is_handed_out_twice_and_none_is_left() -> None:
    agents = a_floor(items=40, agents=6)

    got = together(agents, turns=100, finish=True)

    handed = [item for items in got for item in items]
    assert sorted(handed) == sorted(WorkItem.objects.values_list("pk", flat=True))
    assert set(WorkItem.objects.values_list("status", flat=True)) == {"DONE"}


def test_tabs_of_one_person_get_one_item() -> None:
    (agent,) = a_floor(items=5, agents=1)

    got = together([agent] * 5, turns=1, finish=False)

    assert len({item for items in got for item in items}) == 1
    assert WorkItem.objects.filter(status="LEASED").count() == 1


def test_work_of_killed_clients_comes_back() -> None:
    agents = a_floor(items=30, agents=4)
    connection.close()
    children = []
    for agent in agents:
        _here, there = FORK.Pipe(duplex=False)
        children.append(FORK.Process(target=_work, args=(agent.pk, there), kwargs={"turns": 1000, "finish": True}))
        children[-1].start()
    time.sleep(0.15)
    for child in children:
        os.kill(child.pid, signal.SIGKILL)
        child.join()

    operations.take_back_expired(now=NOW + 2 * operations.LEASE)

    assert WorkItem.objects.count() == 30
    assert set(WorkItem.objects.values_list("status", flat=True)) <= {"READY", "DONE"}
