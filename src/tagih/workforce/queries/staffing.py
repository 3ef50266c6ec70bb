"""How many people work needs, in three modes."""

import math
from dataclasses import dataclass

from tagih.workforce.rules.queueing import Demand, Service, agents_needed, service_with
from tagih.workforce.rules.staffing import Blend, Outbound, agents_for_blend, agents_for_reach

HALF_HOUR_S = 1800.0
AROUND = 2


@dataclass(frozen=True, slots=True)
class Needed:
    """Agents by mode, and how calls fare with some more or fewer of them."""

    inbound: Service
    around: list[Service]
    patient: Service
    outbound: int
    blend: Blend

    @property
    def apart(self) -> int:
        """Agents when calls and cases are worked by different people."""
        return self.inbound.agents + self.outbound


def needed(
    *, calls: float, aht: int, within: int, level: int, patience: int, reach: int, dials: float, rpc: float,
    hours: float, cases: float, case_s: int,
) -> Needed:  # fmt: skip
    """This will count agents for calls that come in (Erlang A, and C beside it), for people to reach, and for both."""
    demand = Demand(calls, aht, HALF_HOUR_S, patience)
    inbound = agents_needed(demand, service_level=level / 100, within_s=within)
    around = [
        service_with(agents, demand, within)
        for agents in range(max(0, inbound.agents - AROUND), inbound.agents + AROUND + 1)
    ]
    patient = agents_needed(Demand(calls, aht, HALF_HOUR_S), service_level=level / 100, within_s=within)
    blend = agents_for_blend(
        calls=calls, aht_s=aht, interval_s=HALF_HOUR_S, patience_s=patience, within_s=within, target=level / 100,
        cases=cases, case_s=case_s, most=max(20, math.ceil((calls * aht + cases * case_s) / HALF_HOUR_S) * 3),
    )  # fmt: skip
    return Needed(inbound, around, patient, agents_for_reach(Outbound(reach, dials, rpc / 100, hours)), blend)
