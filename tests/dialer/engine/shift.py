"""A shift at the dialer: a branch with work, agents with certificates and seats, an engine on some switch."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection

from tagih.cases.models import Queue
from tagih.contacts.models import ContactPoint
from tagih.contacts.queries.points import CIPHER, HASH
from tagih.dialer import operations
from tagih.dialer.adapters.switch import Switch
from tagih.dialer.engine.engine import Engine
from tagih.dialer.models import Call, Campaign, Seat, Wish
from tagih.kernel import clock, crypto
from tagih.kernel.database import step
from tagih.staff.models import Certificate, Person
from tests.factories import cases as make

NOON = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)


@dataclass
class Shift:
    """Who is there."""

    campaign: Campaign
    agents: list[Person]
    customers: list[Any] = field(default_factory=list)


def agent(branch: Any, number: int, address: str) -> Person:
    """This will seat a certified agent whose telephone is at an address."""
    person = make.agent(branch, name=f"Agen {number}")
    Certificate.objects.create(
        person=person, kind="DESK", number=f"SPPI-{person.pk}", issuer="SPPI", valid_from=dt.date(2025, 1, 1),
        valid_until=dt.date(2027, 12, 31),
    )  # fmt: skip
    operations.sit_down(person=person, now=clock.now(), address=address)
    return person


def open_shift(
    *, mode: str, customers: int, agents: int, agent_address: str = "agent",
    numbers: Callable[[int], str] | None = None, **settings: Any,
) -> Shift:  # fmt: skip
    """This will make a branch with ready work and seat its agents."""
    branch = make.branch()
    people = []
    for place in range(customers):
        contract = make.contract(branch)
        value = numbers(place) if numbers else f"+62812{34567000 + place}"
        point = make.phone(contract.customer)
        ContactPoint.objects.filter(pk=point.pk).update(
            value_cipher=crypto.encrypt(value, context=CIPHER),
            value_hash=crypto.search_hash(value, context=HASH),
        )
        people.append(contract.customer)
    make.round(day=clock.today_in(clock.WIB, now=clock.now()), now=clock.now())
    campaign = operations.make_campaign(
        code="HARIAN", name="Harian", mode=mode, by=None, now=clock.now(), queues=list(Queue.objects.all()), **settings
    )
    operations.start_campaign(campaign=campaign, by=None, now=clock.now())
    seated = [agent(branch, place, f"{agent_address}") for place in range(agents)]
    return Shift(campaign, seated, people)


@contextlib.asynccontextmanager
async def running(switch: Switch, *, trunk: str, faster: float = 1.0) -> AsyncIterator[Engine]:
    """This will run an engine beside the story."""
    engine = Engine(switch, node="test", trunk=trunk, faster=faster, seed=1)
    task = asyncio.create_task(engine.run())
    try:
        yield engine
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(what: Callable[[], Any], *, within: float = 20.0, engine: Engine | None = None) -> Any:
    """This will wait until rows or memory say so."""
    asked = sync_to_async(_asked(what), thread_sensitive=False)
    deadline = asyncio.get_running_loop().time() + within
    while asyncio.get_running_loop().time() < deadline:
        if found := await asked():
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"not within {within} s; {await sync_to_async(_asked(_told), thread_sensitive=False)()}")


async def rows(deed: Callable[[], Any]) -> Any:
    """This will do something with rows beside the loop."""
    return await sync_to_async(_asked(deed), thread_sensitive=False)()


def _asked(what: Callable[[], Any]) -> Callable[[], Any]:
    def asked() -> Any:
        try:
            return what()
        finally:
            connection.close()

    return asked


def _told() -> str:
    calls = list(Call.objects.values_list("direction", "state", "outcome", "cause"))
    seats = list(Seat.objects.values_list("person_id", "state", "is_connected"))
    wishes = list(Wish.objects.values_list("kind", "done_at", "refusal"))
    return f"calls {calls[:20]} seats {seats} wishes {wishes}"


__all__ = ["NOON", "Shift", "agent", "open_shift", "rows", "running", "step", "until"]
