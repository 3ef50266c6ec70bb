"""Segment, arm, exit, step and offer for every row of `facts`: what `rules.document.parts.decide` says of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from tagih.strategy.rules.conditions import names, sql
from tagih.strategy.rules.document.parts import EXITS, Experiment, Strategy

CHANGES = ("NEW", "SEGMENT", "STEP", "SAME")


def asked_by(strategy: Strategy) -> frozenset[str]:
    """This will return every variable that a strategy asks for."""
    nodes = [segment.when.node for segment in strategy.segments] + [offer.when.node for offer in strategy.offers]
    for treatment in strategy.treatments.values():
        nodes += [step.condition for step in treatment.steps] + [EXITS[name] for name in treatment.exits]
    return frozenset().union(*map(names, nodes))


@dataclass(frozen=True, slots=True)
class Part:
    """A strategy and the places of 100 under a salt for whom it decides."""

    strategy: Strategy
    low: int = 0
    high: int = 100
    salt: str = ""


def lay_parts(engine: duckdb.DuckDBPyConnection, parts: Sequence[Part], *, previous: str = "") -> None:
    """This will make the table `decided` by several strategies, each for its own people, with their names in it."""
    for number, part in enumerate(parts):
        among = f"{_place(part.salt)} >= {part.low} AND {_place(part.salt)} < {part.high}" if len(parts) > 1 else ""
        lay_decisions(engine, part.strategy, previous=previous, among=among, into=f"decided_{number}")
    named = " UNION ALL BY NAME ".join(
        f"SELECT *, '{part.strategy.name}' AS strategy, '{part.strategy.digest[:12]}' AS version FROM decided_{number}"
        for number, part in enumerate(parts)
    )
    engine.execute(f"CREATE OR REPLACE TEMP TABLE decided AS {named}")
    for number, _part in enumerate(parts):
        engine.execute(f"DROP TABLE decided_{number}")


def lay_decisions(
    engine: duckdb.DuckDBPyConnection, strategy: Strategy, *, previous: str = "", among: str = "",
    into: str = "decided",
) -> None:  # fmt: skip
    """This will make the table `decided`: what the strategy says of everybody in `facts`, and what changed."""
    steps = ", ".join(
        f"('{step.id}', '{step.channel}', {_quoted(step.template)}, {_quoted(step.script)}, {step.priority})"
        for treatment in strategy.treatments.values()
        for step in treatment.steps
    )
    nobody = "(SELECT '' AS customer_no, '' AS segment, '' AS step WHERE false)"
    before = f"read_parquet('{previous}')" if previous else nobody
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE {into} AS
        WITH segmented AS (
            SELECT *, {_first((part.id, sql(part.when.node)) for part in strategy.ordered_segments)} AS segment,
                   {_first((part.id, sql(part.when.node)) for part in strategy.offers)} AS offered,
                   {_arm(strategy.experiment)} AS drawn
            FROM facts {f"WHERE {among}" if among else ""}
        ), treated AS (
            SELECT *, {_treatment(strategy)} AS treatment FROM segmented
        ), rested AS (
            SELECT *, {_exit(strategy)} AS "exit" FROM treated
        ), stepped AS (
            SELECT *, CASE WHEN "exit" <> '' THEN '' ELSE {_step(strategy)} END AS step
            FROM rested
        )
        SELECT d.* EXCLUDE (segment, offered, drawn, treatment, "exit", step),
               d.segment, d.treatment, CASE WHEN d.segment = '' THEN '' ELSE d.drawn END AS arm, d."exit", d.step,
               coalesce(s.channel, '') AS channel, coalesce(s.template, '') AS template,
               coalesce(s.script, '') AS script, coalesce(s.priority, 0)::INTEGER AS priority,
               CASE WHEN d.segment = '' THEN '' ELSE d.offered END AS offer,
               CASE WHEN b.segment IS NULL THEN 'NEW' WHEN b.segment <> d.segment THEN 'SEGMENT'
                    WHEN b.step <> d.step THEN 'STEP' ELSE 'SAME' END AS change,
               coalesce(b.segment, '') AS previous_segment, coalesce(b.step, '') AS previous_step
        FROM stepped d
        LEFT JOIN (VALUES {steps or "('', '', '', '', 0)"}) s(step, channel, template, script, priority)
               ON s.step = d.step
        LEFT JOIN (SELECT customer_no, segment, step FROM {before}) b ON b.customer_no = d.customer_no""")


def write_history(
    engine: duckdb.DuckDBPyConnection, remembered: Iterable[str], date: str, before: str, out: str
) -> None:
    """This will write when each remembered step was last decided for each person, today included."""
    listed = ", ".join(f"'{step}'" for step in remembered) or "''"
    earlier = f"UNION ALL SELECT customer_no, step, last_on FROM read_parquet('{before}')" if before else ""
    engine.execute(f"""
        COPY (SELECT customer_no, step, max(last_on) AS last_on
              FROM (SELECT customer_no, step, DATE '{date}' AS last_on FROM decided WHERE step IN ({listed}) {earlier})
              GROUP BY customer_no, step ORDER BY customer_no, step) TO '{out}' (FORMAT parquet)""")


def _first(choices: Iterable[tuple[str, str]]) -> str:
    """The id of the first condition that holds."""
    cases = " ".join(f"WHEN {condition} THEN '{identity}'" for identity, condition in choices)
    return f"CASE {cases} ELSE '' END" if cases else "''"


def _arm(experiment: Experiment | None) -> str:
    """The arm of a person's place."""
    if experiment is None:
        return "''"
    place = _place(experiment.salt)
    reached, cases = 0, []
    for arm in experiment.arms:
        reached += arm.share
        cases.append(f"WHEN {place} < {reached} THEN '{arm.id}'")
    return f"CASE {' '.join(cases)} END"


def _place(salt: str) -> str:
    """The same place of 100 as `rules.versions.place_of` finds."""
    return f"(('0x' || substr(md5('{salt}:' || customer_no), 1, 8))::UBIGINT % 100)"


def _treatment(strategy: Strategy) -> str:
    swaps = [
        f"WHEN drawn = '{arm.id}' AND segment IN ({_ids(strategy, old)}) THEN '{new}'"
        for arm in (strategy.experiment.arms if strategy.experiment else ())
        for old, new in arm.swaps.items()
        if _ids(strategy, old)
    ]
    plain = [f"WHEN segment = '{segment.id}' THEN '{segment.treatment}'" for segment in strategy.segments]
    return f"CASE {' '.join(swaps + plain)} ELSE '' END"


def _ids(strategy: Strategy, treatment: str) -> str:
    return ", ".join(f"'{segment.id}'" for segment in strategy.segments if segment.treatment == treatment)


def _exit(strategy: Strategy) -> str:
    treatments, arms = strategy.treatments, strategy.experiment.arms if strategy.experiment else ()
    out = " ".join(f"WHEN drawn = '{arm.id}' AND segment <> '' THEN 'HOLD_OUT'" for arm in arms if arm.is_hold_out)
    rested = {name: _first((exit_, sql(EXITS[exit_])) for exit_ in part.exits) for name, part in treatments.items()}
    inner = _of_treatment(rested)
    return f"CASE {out} ELSE {inner} END" if out else inner


def _step(strategy: Strategy) -> str:
    return _of_treatment({
        name: _first((step.id, sql(step.condition)) for step in treatment.steps)
        for name, treatment in strategy.treatments.items()
    })  # fmt: skip


def _of_treatment(told: Mapping[str, str]) -> str:
    cases = " ".join(f"WHEN '{name}' THEN {text}" for name, text in told.items())
    return f"CASE treatment {cases} ELSE '' END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
