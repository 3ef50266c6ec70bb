"""Who may agree to a plan: mandates by role and product, and the rungs that must say yes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tagih.cases.rules.arrangements.debts import COMPONENTS, Offer
from tagih.cases.rules.schedules import ZERO

LADDER = ("AGENT", "FIELD_COLLECTOR", "TEAM_LEADER", "SUPERVISOR", "BRANCH_HEAD", "HEAD")
"""From the lowest to the highest; agents and collectors stand on one rung."""
RANKS = {"AGENT": 0, "FIELD_COLLECTOR": 0, "TEAM_LEADER": 1, "SUPERVISOR": 2, "BRANCH_HEAD": 3, "HEAD": 4}
SECOND_LOOK_ABOVE = Decimal(10_000_000)
"""Rupiah forgiven from which on two rungs must agree."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a role may agree to by itself: kinds, months, share forgiven by component, and the debt concerned."""

    role: str
    kinds: frozenset[str]
    max_months: int
    max_amount: Decimal
    max_waived: Mapping[str, Decimal] = field(default_factory=dict)  # percent by component

    def covers(self, offer: Offer) -> bool:
        """This will tell whether the role may agree to this plan by itself."""
        return (
            str(offer.kind) in self.kinds
            and offer.months <= self.max_months
            and offer.total <= self.max_amount
            and all(offer.shares.get(name, ZERO) <= self.max_waived.get(name, ZERO) for name in COMPONENTS)
        )


def rank_of(roles: Iterable[str]) -> int:
    """This will return the highest rung that somebody with these roles stands on, -1 for none."""
    return max((RANKS[role] for role in roles if role in RANKS), default=-1)


def approvals_needed(
    offer: Offer, *, proposer: Iterable[str], mandates: Sequence[Mandate], second_look_above: Decimal
) -> tuple[str, ...] | None:  # fmt: skip
    """This will return the roles that must agree, the lowest first: none when the proposer's own mandate covers it.

    One rung is enough, the lowest above the proposer whose mandate covers the plan; where more than `second_look_above`
    is forgiven, the rung above agrees as well. None: nobody in the house may agree to it.
    """
    held = set(proposer)
    if any(mandate.role in held and mandate.covers(offer) for mandate in mandates):
        return ()
    above = [role for role in LADDER if RANKS[role] > rank_of(held)]
    covering = [role for role in above if any(m.role == role and m.covers(offer) for m in mandates)]
    if not covering:
        return None
    first = covering[0]
    higher = [role for role in LADDER if RANKS[role] > RANKS[first]]
    return (first, higher[0]) if offer.waived.total > second_look_above and higher else (first,)
