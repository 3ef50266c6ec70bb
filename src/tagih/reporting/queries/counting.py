"""The counts of a business date by group: work, promises and money from PostgreSQL, the portfolio from the lake."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis

from tagih.kernel import clock, lake
from tagih.kernel.database import fetch
from tagih.portfolio import queries as portfolio
from tagih.reporting.enums import Dimension
from tagih.reporting.rules import added
from tagih.staff.models import Person, Unit

DELINQUENCY = "delinquency"
CONTACT_WINDOW_DAYS = 7
_GROUP = ("dimension", "agent_id", "team_id", "branch_id", "bucket")


@dataclass(frozen=True, slots=True)
class Group:
    """The counts of one agent, team, branch, or bucket of a branch. `unit_path` decides who may see them."""

    dimension: str
    key: str
    label: str
    unit_path: str
    counts: dict[str, Decimal]


def groups_of(business_date: dt.date) -> list[Group]:
    """This will count everything of a business date, from the facts alone, and return the groups with any count."""
    rows = [*_statement_rows(business_date), *_refusals(business_date)]
    rows += _money_and_portfolio(business_date)
    by_group: dict[tuple, list[dict[str, Decimal]]] = defaultdict(list)
    for row in rows:
        group = tuple(row.pop(name, None) for name in _GROUP)
        by_group[group].append({name: Decimal(number or 0) for name, number in row.items()})
    return _named({group: added(parts) for group, parts in by_group.items()})


def _statement_rows(business_date: dt.date) -> list[dict[str, Any]]:
    found = []
    for name in ("work", "promises_made", "legs_due"):
        found += fetch("tagih.reporting", name, {"date": business_date})
    return found


def _refusals(business_date: dt.date) -> list[dict[str, Any]]:
    bounds = {
        "opens": clock.start_of_day(business_date, clock.WIB),
        "closes": clock.end_of_day(business_date, clock.WIB),
    }
    return [row | {"dimension": Dimension.BRANCH} for row in fetch("tagih.reporting", "refusals", bounds)]


def _money_and_portfolio(business_date: dt.date) -> list[dict[str, Any]]:
    """Money needs the lake: whether a contract was overdue that morning, and in which bucket."""
    payments = fetch("tagih.reporting", "money", {"date": business_date, "window": CONTACT_WINDOW_DAYS})
    partition = lake.latest(DELINQUENCY, business_date)
    if partition is None:
        return _money(payments, {})
    branches = dict(Unit.objects.filter(kind="BRANCH").values_list("code", "pk"))
    with lake.engine() as connection:
        today = _delinquency(connection, partition, business_date)
        paid = [payment["contract_no"] for payment in payments]
        overdue = _overdue_buckets(connection, today, paid)
        rows = _persons(connection, today, business_date) + _rolls(connection, today)
    for row in rows:
        row["branch_id"] = branches.get(row.pop("branch"))
    portfolio_rows = [row | {"dimension": dimension} for row in rows for dimension in ("BRANCH", "BUCKET")]
    for row in portfolio_rows:
        if row["dimension"] == "BRANCH":
            row["bucket"] = None
    return _money(payments, overdue) + portfolio_rows


def _money(payments: Iterable[dict[str, Any]], overdue: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for payment in payments:
        amount, contacted = payment["amount"], payment["is_contacted"]
        if not contacted and payment["contract_no"] not in overdue:
            continue
        bucket = overdue.get(payment["contract_no"]) or payment["bucket"] or ""
        counts = {"collected": 1, "collected_amount": amount, "contact_amount": amount if contacted else 0}
        place = {"branch_id": payment["branch_id"]}
        rows.append({"dimension": "BRANCH", **place, **counts})
        rows.append({"dimension": "BUCKET", **place, "bucket": bucket, **counts})
        if contacted:
            worker = {"team_id": payment["team_id"]}
            rows.append({"dimension": "TEAM", **worker, **counts})
            rows.append({"dimension": "AGENT", **worker, "agent_id": payment["agent_id"], **counts})
    return rows


def _delinquency(connection: ibis.BaseBackend, partition: lake.Partition, business_date: dt.date) -> ibis.Table:
    """The day's delinquency with person and branch beside it."""
    days = lake.table(connection, partition)
    places = portfolio.contracts_at(connection, business_date).select("contract_no", "customer_no", "branch")
    missing = [name for name in ("customer_no", "branch") if name not in days.columns]
    return days.left_join(places.select("contract_no", *missing), "contract_no") if missing else days


def _overdue_buckets(connection: ibis.BaseBackend, today: ibis.Table, contracts: list[str]) -> dict[str, str]:
    if not contracts:
        return {}
    wanted = ibis.memtable({"contract_no": contracts})
    overdue = today.filter(today.delinquent_days > 0).semi_join(wanted, "contract_no")
    rows = connection.to_pyarrow(overdue.select("contract_no", "bucket")).to_pylist()
    return {row["contract_no"]: row["bucket"] for row in rows}


def _persons(connection: ibis.BaseBackend, today: ibis.Table, business_date: dt.date) -> list[dict[str, Any]]:
    """Overdue persons by branch and bucket of the contract furthest behind, and how many of them were attempted."""
    touched = fetch("tagih.reporting", "touched", {"date": business_date})
    attempted = ibis.memtable(
        {"customer_no": [row["customer_no"] for row in touched], "is_rpc": [row["is_rpc"] for row in touched]},
        schema={"customer_no": "string", "is_rpc": "boolean"},
    )
    overdue = today.filter(today.delinquent_days > 0)
    amount = overdue.overdue_principal + overdue.overdue_interest + overdue.overdue_fee
    person = overdue.group_by("customer_no").agg(
        branch=overdue.branch.argmax(overdue.delinquent_days),
        bucket=overdue.bucket.argmax(overdue.delinquent_days),
        accounts=overdue.count(),
        overdue_amount=amount.sum(),
    )
    joined = person.left_join(attempted, "customer_no")
    is_attempted = joined.is_rpc.notnull()
    counts = joined.group_by("branch", "bucket").agg(
        persons=joined.count(),
        accounts=joined.accounts.sum(),
        overdue_amount=joined.overdue_amount.sum(),
        persons_attempted=joined.count(where=is_attempted),
        accounts_attempted=joined.accounts.sum(where=is_attempted),
        persons_rpc=joined.count(where=joined.is_rpc.fill_null(False)),
    )
    return connection.to_pyarrow(counts).to_pylist()


def _rolls(connection: ibis.BaseBackend, today: ibis.Table) -> list[dict[str, Any]]:
    """What became of the contracts that were overdue on the business date before, by the bucket they were in then."""
    known = today.filter(today.roll.isin(["FORWARD", "STAY", "BACK", "CURED", "CLOSED"]))
    counts = known.group_by(branch=known.branch, bucket=known.previous_bucket).agg(
        rolled=known.count(),
        rolled_forward=known.count(where=known.roll == "FORWARD"),
        rolled_back=known.count(where=known.roll == "BACK"),
        cured=known.count(where=known.roll.isin(["CURED", "CLOSED"])),
    )
    return connection.to_pyarrow(counts).to_pylist()


def _named(counted: dict[tuple, dict[str, Decimal]]) -> list[Group]:
    """Groups with a key, a label and the path that decides who sees them. Two queries, however many groups."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    root = min((unit.path for unit in units.values()), key=len, default="")
    people = Person.objects.in_bulk({group[1] for group in counted if group[1] is not None})
    groups = []
    for (dimension, agent, team, branch, bucket), counts in counted.items():
        unit = units.get(branch if dimension in ("BRANCH", "BUCKET") else team)
        path = unit.path if unit else root
        match dimension:
            case "AGENT":
                person = people.get(agent)
                key, label = (person.employee_no, person.full_name) if person else ("", "")
            case "BUCKET":
                key = label = bucket or ""
            case _:
                key, label = (unit.code, unit.name) if unit else ("", "")
        groups.append(Group(str(dimension), key, label, path, counts))
    return sorted(groups, key=lambda group: (group.dimension, group.unit_path, group.key))
