"""One entry about a case in few statements: the case locked, what the entry stands on, the entry, the work closed."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tagih.cases.enums import CodeKind, Precedence
from tagih.cases.models import Activity, Case, Code
from tagih.cases.operations.handout import LeaseLost
from tagih.cases.queries.codes import match
from tagih.cases.queries.day import HOUSE_ZONE, house_day
from tagih.cases.rules.work import ROUNDS_A_DAY
from tagih.kernel import clock, database
from tagih.staff.models import Person

SQL = "tagih.cases"
CASE = tuple(field.attname for field in Case._meta.concrete_fields)
CODE = tuple(field.attname for field in Code._meta.concrete_fields)
ACTIVITY = tuple(field.attname for field in Activity._meta.concrete_fields if field.name != "corrects")


@dataclass(frozen=True, slots=True)
class Hand:
    """What an entry stands on. `item` is what `by` has in hand for the case; `team` that of the day."""

    known_case: int | None
    business_date: dt.date
    team: int | None
    codes: Mapping[tuple[str, str], Code]
    item: Mapping[str, Any] | None


@database.transaction_required
def lock(case: Case) -> Case:
    """This will return the case as it is now, locked until the transaction ends, with the customer known so far."""
    row = database.first_prepared(SQL, "lock_case", {"case": case.pk})
    if row is None:
        raise Case.DoesNotExist
    locked = Case.from_db(connection.alias, CASE, row)
    if "customer" in case._state.fields_cache:
        locked.customer = case.customer
    return locked


def at_hand(
    case: Case, *, activity_id: uuid.UUID, named: Mapping[CodeKind, str], by: Person | None, now: dt.datetime
) -> Hand:
    """This will read what an entry stands on, after the case is locked."""
    today = clock.today_in(HOUSE_ZONE, now=now)
    wanted = [(kind.value, name.strip().upper()) for kind, name in named.items() if name.strip()]
    asked = {"case": case.pk, "activity": activity_id, "person": by.pk if by else None, "today": today,
             "kinds": [kind for kind, _name in wanted], "names": [name for _kind, name in wanted]}  # fmt: skip
    known_case, business_date, team, codes, item = database.first_prepared(SQL, "at_hand", asked)
    return Hand(known_case, business_date or today, team, match(wanted, map(_code, codes)), item)


def written(activity: Activity) -> Activity:
    """This will store a new entry."""
    database.first_prepared(SQL, "write_activity", {name: getattr(activity, name) for name in ACTIVITY})
    activity._state.adding, activity._state.db = False, connection.alias
    return activity


def days_late(case: Case, today: dt.date) -> int:
    """This will return the days past due of the contract furthest behind."""
    since = case.oldest_unmet_due_on
    return max(0, (today - since).days) if since else 0


def close_work(
    case: Case, result: Code, hand: Hand, *, follow_up_at: dt.datetime | None, by: Person | None, now: dt.datetime
) -> None:
    """This will put the next step on the case as data, for round and hand-out, and close the work in hand.

    A call back, or a call that nobody answered, comes again on the same day, if any number is left to try.

    :raises LeaseLost: somebody took the item away meanwhile
    """
    item, again = hand.item or {}, None
    next_action_at = follow_up_at
    if follow_up_at is None and result.cool_down_hours:
        next_action_at = now + dt.timedelta(hours=result.cool_down_hours)
    if item:
        again = follow_up_at
        if again is None and result.next_action == "RETRY":
            again = now + dt.timedelta(hours=result.cool_down_hours)
        today = clock.today_in(HOUSE_ZONE, now=now)
        if again is not None and again >= max(house_day(hand.business_date)[1], clock.end_of_day(today, HOUSE_ZONE)):
            again = None
    is_call_back = follow_up_at is not None
    has_reached = result.is_right_party
    told = {
        "case": case.pk, "customer": case.customer_id, "item": item.get("id"), "person": by.pk if by else None,
        "now": now, "today": hand.business_date, "again": again, "is_call_back": is_call_back, "rounds": ROUNDS_A_DAY,
        "next_action_at": next_action_at, "last_contact_at": now if has_reached else case.last_contact_at,
        "callback_at": follow_up_at or (None if has_reached else case.callback_at),
        "callback_by": (by.pk if by else None) if is_call_back else (None if has_reached else case.callback_by_id),
        **_successor(item, again, by if is_call_back else None),
    }  # fmt: skip
    (done,) = database.first_prepared(SQL, "close_work", told)
    if item and not done:
        raise LeaseLost


def _successor(item: Mapping[str, Any], again: dt.datetime | None, called_back_by: Person | None) -> dict[str, Any]:
    """What the item that comes again today takes over; a call back is reserved for who promised it."""
    reasons = item.get("reasons", [])
    if called_back_by is None:
        return {"precedence": item.get("precedence"), "priority": item.get("priority", 0) - 5,
                "facts_hash": item.get("facts_hash"), "assignee": item.get("assignee"),
                "reasons": json.dumps(reasons)}  # fmt: skip
    first = [{"code": "CALLBACK", "facts": {"at": f"{again.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}"}}] if again else []
    kept = [reason for reason in reasons if reason["code"] != "CALLBACK"]
    return {"precedence": int(Precedence.CALLBACK), "priority": item.get("priority", 0), "facts_hash": 0,
            "assignee": called_back_by.pk, "reasons": json.dumps(first + kept)}  # fmt: skip


def _code(row: Mapping[str, Any]) -> Code:
    """A code from JSON, where days are texts."""
    days = {name: dt.date.fromisoformat(row[name]) for name in ("valid_from", "valid_until") if row[name]}
    return Code.from_db(connection.alias, CODE, [(row | days)[name] for name in CODE])
