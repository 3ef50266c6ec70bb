"""How many agents a stream of calls needs, and how the queue behaves with that many.

Two models. Without patience callers wait for ever: Erlang C (A. K. Erlang 1917). With patience they hang up after an
exponential time: Erlang A (C. Palm 1946; Garnett, Mandelbaum and Reiman 2002, M&SOM 4(3), "Designing a call center with
impatient customers"). Arrivals are Poisson and handling times exponential in both. Service level is always the share of
*offered* calls answered within the limit: who hangs up early counts as not served.
"""

import math
from dataclasses import dataclass

NEGLIGIBLE_LOG = 30.0  # exp(-30) of the largest state weighs nothing


@dataclass(frozen=True, slots=True)
class Demand:
    """Calls of one interval. `calls` a number, times in seconds; `patience_s` None: nobody hangs up."""

    calls: float
    aht_s: float
    interval_s: float
    patience_s: float | None = None

    @property
    def rate(self) -> float:
        """Calls a second."""
        return self.calls / self.interval_s

    @property
    def load(self) -> float:
        """Offered traffic in Erlang: agents that would be busy if nobody waited."""
        return self.rate * self.aht_s


@dataclass(frozen=True, slots=True)
class Service:
    """What callers and agents live through. Shares between 0 and 1; waits in seconds (infinite when overloaded)."""

    agents: int
    service_level: float
    asa_s: float
    occupancy: float
    abandon_rate: float


def service_with(agents: int, demand: Demand, within_s: float) -> Service:
    """This will say how the queue behaves with `agents`, and what share is answered within `within_s` seconds."""
    if demand.calls == 0:
        return Service(agents, 1.0, 0.0, 0.0, 0.0)
    if agents == 0:
        return Service(0, 0.0, math.inf, 0.0, 0.0 if demand.patience_s is None else 1.0)
    if demand.patience_s is None:
        return _erlang_c(agents, demand, within_s)
    return _erlang_a(agents, demand, demand.patience_s, within_s)


def agents_needed(demand: Demand, *, service_level: float, within_s: float) -> Service:
    """This will find the fewest agents that reach `service_level`, with the service they give."""
    agents = 0 if demand.calls == 0 else 1
    if demand.patience_s is None and demand.calls:
        agents = math.floor(demand.load) + 1  # below that the queue grows without end
    low, step = agents, 1
    service = service_with(agents, demand, within_s)
    while service.service_level < service_level:
        low, agents, step = agents, agents + step, step * 2
        service = service_with(agents, demand, within_s)
    while agents - low > 1:
        middle = (low + agents) // 2
        found = service_with(middle, demand, within_s)
        if found.service_level < service_level:
            low = middle
        else:
            agents, service = middle, found
    return service


def probability_of_waiting(agents: int, load: float) -> float:
    """This will return Erlang's C: the share of callers who find every agent busy. Needs `agents` above `load`."""
    blocking = 1.0
    for busy in range(1, agents + 1):
        blocking = load * blocking / (busy + load * blocking)
    return agents * blocking / (agents - load * (1 - blocking))


def _erlang_c(agents: int, demand: Demand, within_s: float) -> Service:
    load = demand.load
    if agents <= load:
        return Service(agents, 0.0, math.inf, 1.0, 0.0)
    waits = probability_of_waiting(agents, load)
    spare = agents - load
    late = waits * math.exp(-spare * within_s / demand.aht_s)
    return Service(agents, 1 - late, waits * demand.aht_s / spare, load / agents, 0.0)


def _erlang_a(agents: int, demand: Demand, patience_s: float, within_s: float) -> Service:
    """Sums over the callers ahead of an arrival.

    With k ahead and all agents busy, exp(-wait / patience) follows a Beta(c, k + 1) law, c = agents x patience / aht:
    each expectation below is one of its moments, built up from k to k + 1.
    """
    free, queue = _states(agents, demand, patience_s)
    c = agents * patience_s / demand.aht_s
    x = math.exp(-within_s / patience_s)
    term = math.exp(-(c + 1) * within_s / patience_s)  # of the series of the incomplete beta function
    late = 0.0  # given that the caller does not give up
    log_moment = 0.0
    served, in_time, waited = free, free, 0.0
    for ahead, probability in enumerate(queue):
        late = min(1.0, late + term)
        term *= (c + 1 + ahead) / (ahead + 1) * (1 - x)
        log_moment += 1 / (c + 1 + ahead)
        gets_served = c / (c + ahead + 1)
        served += probability * gets_served
        in_time += probability * gets_served * (1 - late)
        waited += probability * gets_served * log_moment * patience_s
    served, in_time = min(1.0, served), min(1.0, in_time)  # sums of shares may pass 1 by a rounding
    return Service(agents, in_time, waited / served, min(1.0, demand.load * served / agents), 1 - served)


def _states(agents: int, demand: Demand, patience_s: float) -> tuple[float, list[float]]:
    """The chance of a free agent, and of each number of callers ahead when there is none."""
    logs = [0.0]  # of relative weights: an overloaded queue leaves the range of a float
    for busy in range(1, agents + 1):
        logs.append(logs[-1] + math.log(demand.load / busy))
    waiting, largest = 0, max(logs)
    while logs[-1] > largest - NEGLIGIBLE_LOG or waiting < 10:
        waiting += 1
        logs.append(logs[-1] + math.log(demand.rate / (agents / demand.aht_s + waiting / patience_s)))
        largest = max(largest, logs[-1])
    weights = [math.exp(value - largest) for value in logs]
    total = math.fsum(weights)
    return math.fsum(weights[:agents]) / total, [weight / total for weight in weights[agents:]]
