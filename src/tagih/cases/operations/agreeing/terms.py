"""What the house allows in agreements, who may agree, and who decides for somebody away: starter rows and changes."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import ArrangementKind as Kind
from tagih.cases.models import ArrangementMandate, ArrangementPolicy, Deputy
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Product
from tagih.staff.models import Person

STARTER_POLICIES: dict[Kind, dict[str, Any]] = {
    Kind.NEW_DUE_DATE: {"max_days_late": 60, "max_days": 14, "max_months": 0, "max_per_year": 3,
                        "assumed_re_default": "0.3000"},
    Kind.EXTENSION: {"min_days_late": 1, "max_days_late": 90, "max_months": 3, "assumed_re_default": "0.3000"},
    Kind.INSTALMENT_PLAN: {"min_days_late": 8, "max_months": 6, "assumed_re_default": "0.3500"},
    Kind.RESCHEDULE: {"min_days_late": 15, "max_months": 12, "max_per_year": 1, "assumed_re_default": "0.3500"},
    Kind.RESTRUCTURE: {"min_days_late": 31, "max_months": 24, "max_per_year": 1, "capitalise": True,
                       "max_waived": {"penalty": 50}, "assumed_re_default": "0.4000"},
    Kind.WAIVER: {"min_days_late": 8, "max_days": 7, "max_months": 0,
                  "max_waived": {"penalty": 100, "fee": 100}, "assumed_re_default": "0.2500"},
    Kind.SETTLEMENT: {"min_days_late": 91, "max_days": 30, "max_months": 0, "max_per_year": 1,
                      "max_waived": {"penalty": 100, "fee": 100, "interest": 50, "principal": 10},
                      "assumed_re_default": "0.2000"},
    Kind.HOLIDAY: {"min_days_late": 1, "max_months": 3, "max_per_year": 1, "assumed_re_default": "0.4000"},
    Kind.SURRENDER: {"min_days_late": 61, "max_days": 14, "max_months": 0, "grace_days": 14, "max_per_year": 1,
                     "assumed_re_default": "0.2000"},
}  # fmt: skip
SMALL = [Kind.NEW_DUE_DATE, Kind.INSTALMENT_PLAN, Kind.WAIVER]
MOST = [*SMALL, Kind.EXTENSION, Kind.RESCHEDULE, Kind.HOLIDAY]
ALL = list(Kind)
STARTER_MANDATES: tuple[tuple[str, list[Kind], int, int, dict[str, int]], ...] = (
    # role, kinds, months, rupiah in all, percent forgiven by component
    ("AGENT", SMALL, 3, 25_000_000, {"penalty": 25}),
    ("FIELD_COLLECTOR", SMALL, 3, 25_000_000, {"penalty": 25}),
    ("TEAM_LEADER", MOST, 6, 150_000_000, {"penalty": 100, "fee": 50}),
    ("SUPERVISOR", ALL, 12, 300_000_000, {"penalty": 100, "fee": 100, "interest": 25}),
    ("BRANCH_HEAD", ALL, 24, 1_000_000_000, {"penalty": 100, "fee": 100, "interest": 50, "principal": 5}),
    ("HEAD", ALL, 36, 100_000_000_000, {"penalty": 100, "fee": 100, "interest": 100, "principal": 30}),
)


class DeputyPeriod(Refusal):
    """A deputy stands in from a day to a later one, and is somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "DEPUTY_PERIOD", _("The last day is before the first, or the deputy is the same person."), field="ends_on",
            remedy=_("Correct the days or choose a colleague."),
        )  # fmt: skip


def load_terms() -> int:
    """This will load policies and mandates that are missing, and return how many rows that made."""
    kinds = set(ArrangementPolicy.objects.filter(product__isnull=True).values_list("kind", flat=True))
    roles = set(ArrangementMandate.objects.filter(product__isnull=True).values_list("role", flat=True))
    policies = [
        ArrangementPolicy(kind=kind, **fields) for kind, fields in STARTER_POLICIES.items() if kind.value not in kinds
    ]
    mandates = [
        ArrangementMandate(role=role, kinds=list(of), max_months=months, max_amount=amount, max_waived=waived)
        for role, of, months, amount, waived in STARTER_MANDATES if role not in roles
    ]  # fmt: skip
    return len(ArrangementPolicy.objects.bulk_create(policies)) + len(ArrangementMandate.objects.bulk_create(mandates))


def set_policy(
    *, kind: str, by: Person | None, now: dt.datetime, product: Product | None = None, **fields: Any
) -> ArrangementPolicy:  # fmt: skip
    """This will set what the house allows of a kind, for one product or for all that have no row of their own."""
    row, _made = ArrangementPolicy.objects.update_or_create(kind=Kind(kind), product=product, defaults=fields)
    return row


def set_mandate(
    *, role: str, kinds: list[str], max_months: int, max_amount: Decimal, max_waived: dict[str, int],
    by: Person | None, now: dt.datetime, product: Product | None = None,
) -> ArrangementMandate:  # fmt: skip
    """This will set what a role may agree to by itself, for one product or for all without a row of their own."""
    told = {"kinds": [Kind(kind).value for kind in kinds], "max_months": max_months, "max_amount": max_amount,
            "max_waived": max_waived}  # fmt: skip
    row, _made = ArrangementMandate.objects.update_or_create(role=role, product=product, defaults=told)
    return row


def appoint_deputy(
    *, person: Person, deputy: Person, starts_on: dt.date, ends_on: dt.date, by: Person | None, now: dt.datetime,
    reason: str = "",
) -> Deputy:  # fmt: skip
    """This will let somebody decide and answer instead of a person from a day to a day.

    :raises DeputyPeriod:
    """
    if ends_on < starts_on or person.pk == deputy.pk:
        raise DeputyPeriod
    return Deputy.objects.create(
        person=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on, reason=reason.strip()[:200]
    )


def withdraw_deputy(*, deputy: Deputy, by: Person | None, now: dt.datetime) -> bool:
    """This will end a deputy's standing in and tell whether it stood."""
    return bool(Deputy.objects.filter(pk=deputy.pk, withdrawn_at__isnull=True).update(withdrawn_at=now))
