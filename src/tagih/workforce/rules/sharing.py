"""Who gets whose cases: by capacity, skill and certificate, with as few changes of hands as can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LATE = "LATE"


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who can take cases. `capacity` is a share: half a day counts half."""

    id: int
    capacity: float
    stages: frozenset[str]
    is_certified: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """A case to be worked. `holds_promise`: somebody must see to a promise or a call back; `effort` weighs it."""

    id: int
    owner: int | None
    stage: str
    effort: float = 1.0
    holds_promise: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """case -> person for those that change hands, and the cases that nobody may take."""

    moves: dict[int, int]
    nobody: tuple[int, ...]


def share(accounts: Sequence[Account], workers: Iterable[Worker]) -> Shared:
    """This will give cases whose owner cannot work them to those who have the most room for them.

    Cases of an owner who is among the workers stay: continuity. Promises and calls back are given first, to whoever has
    the most room, so that none of them waits for the end of the list.
    """
    able = {worker.id: worker for worker in workers if worker.capacity > 0 and worker.is_certified}
    load = dict.fromkeys(able, 0.0)
    homeless = []
    for account in accounts:
        if account.owner in able and account.stage in able[account.owner].stages:
            load[account.owner] += account.effort
        else:
            homeless.append(account)
    moves, nobody = {}, []
    for account in sorted(homeless, key=lambda account: (not account.holds_promise, -account.effort, account.id)):
        fitting = [worker for worker in able.values() if account.stage in worker.stages]
        if not fitting:
            nobody.append(account.id)
            continue
        best = min(fitting, key=lambda worker: (load[worker.id] / worker.capacity, worker.id))
        load[best.id] += account.effort
        moves[account.id] = best.id
    return Shared(moves, tuple(nobody))
