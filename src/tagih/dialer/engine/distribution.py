"""Who takes a call: skill, who knows the person, longest idle; and which of the waiting callers goes first."""

from collections.abc import Iterable

from tagih.dialer.engine.memory import Agent, Line, Live
from tagih.dialer.enums import Direction

INCOMING_PRIORITY = 60  # between a promise that was broken and the list
STICKY_S = 1.0
"""So long a caller waits for the agent who knows them, where that one is not free yet."""


def agent_for(call: Live, line: Line | None, agents: Iterable[Agent]) -> Agent | None:
    """This will choose a free agent: the one who knows the person, else the longest idle of those with the skill."""
    free = [agent for agent in agents if agent.is_free and may_take(agent, line)]
    if not free:
        return None
    known = call.one.wants_id if call.one else None
    return next((agent for agent in free if agent.person == known), min(free, key=lambda agent: agent.since))


def may_take(agent: Agent, line: Line | None) -> bool:
    """This will tell whether an agent serves a campaign and has its skill; a call of no campaign goes to anybody."""
    if line is None:
        return True
    if line.row.skill and line.row.skill not in agent.skills:
        return False
    return line.row.pk in agent.campaigns


def first_of(waiting: Iterable[Live], lines: dict[int, Line]) -> list[Live]:
    """This will put callers in order: priority of the campaign, then of the person, then who waits longest."""

    def rank(call: Live) -> tuple[float, float, float]:
        line = lines.get(call.campaign) if call.campaign else None
        priority = INCOMING_PRIORITY if call.direction is Direction.IN or line is None else line.row.priority
        return (-priority, -(call.one.priority if call.one else 0), call.answered or 0.0)

    return sorted(waiting, key=rank)
