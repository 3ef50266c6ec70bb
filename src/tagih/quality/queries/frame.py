"""The frame of a plan, and whether its sample is what its seed draws."""

from typing import Any

from tagih.kernel import clock, database
from tagih.quality.models import SampledContact, SamplePlan
from tagih.quality.rules import draw as drawing
from tagih.quality.rules import frame as rules
from tagih.quality.rules import risk


def candidates(plan: SamplePlan) -> tuple[list[rules.Candidate], dict[str, dict[str, Any]]]:
    """This will return every contact of a plan's period and unit in the order of time, and its row by id. One query."""
    rows = database.fetch(
        "tagih.quality", "frame",
        {
            "path": plan.unit.path, "first_at": clock.start_of_day(plan.first_on, clock.WIB),
            "end_at": clock.end_of_day(plan.last_on, clock.WIB), "last": plan.last_on,
            "agent": plan.agent_id,
        },
    )  # fmt: skip
    found = {str(row["id"]): row | {"known": _known(row)} for row in rows}
    return [_candidate(row) for row in found.values()], found


def frame_of(plan: SamplePlan) -> list[drawing.Item]:
    """This will return the frame that a drawn plan was drawn from."""
    return rules.unpacked(bytes(plan.frame)) if plan.frame else []


def plan_file(plan: SamplePlan) -> dict[str, Any]:
    """This will return a drawn plan as the file that `tagih quality sample --draw` reads."""
    return {
        "seed": plan.seed,
        "random_per_agent": plan.random_per_agent,
        "risk_total": plan.risk_total,
        "items": [
            {"id": item.id, "agent": item.agent, "risk": item.risk, "mandatory": item.mandatory}
            for item in frame_of(plan)
        ],
    }


def is_redrawn(plan: SamplePlan) -> bool:
    """This will draw the plan again from its seed and frame, and tell whether the same contacts come out."""
    wanted = drawing.Plan(plan.seed, plan.random_per_agent, plan.risk_total)
    again = {
        (row.id, row.sample, row.stratum, row.size, row.drawn) for row in drawing.draw(wanted, frame_of(plan))
    }  # fmt: skip
    kept = SampledContact.objects.filter(plan=plan).values_list(
        "review__attempt_id", "sample", "stratum", "stratum_size", "stratum_drawn"
    )
    return again == {(str(attempt), *rest) for attempt, *rest in kept}


def _known(row: dict[str, Any]) -> risk.Known:
    joined = row["joined_on"]
    on = clock.local(row["opened_at"], clock.WIB).date()
    return risk.Known(
        attempts_of_day=row["attempts_of_day"], seconds=row["seconds"], talk_over=row["talk_over"],
        silence=row["silence"], refused=row["refused"], complained=row["complained"],
        promise_broken=row["promise_broken"],
        new_agent=joined is not None and (on - joined).days < rules.NEW_AGENT_DAYS,
        recording_missing=row["recording"] == "MISSING", phrases=row["phrases"], grave_phrases=row["grave_phrases"],
        agent_hung_up=row["last_voice"] == "AGENT" and row["refused"],
    )  # fmt: skip


def _candidate(row: dict[str, Any]) -> rules.Candidate:
    return rules.Candidate(
        id=str(row["id"]), agent=row["agent"] or row["channel"], risk=risk.risk(row["known"]),
        on=clock.local(row["opened_at"], clock.WIB).date(), complained=row["complained"], disputed=row["disputed"],
        escalated=row["escalated"], joined_on=row["joined_on"], certified_until=row["certified_until"],
    )  # fmt: skip
