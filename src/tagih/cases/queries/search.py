"""Finding a case by whatever somebody has in hand: its code, a contract, a plate, a number, a name."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Collate, Upper

from tagih.cases.enums import CaseStatus
from tagih.cases.models import Case
from tagih.cases.models.case import CODE_PREFIX
from tagih.cases.permissions import Permission
from tagih.cases.queries.people import in_scope
from tagih.contacts import queries as contacts
from tagih.kernel.ids import number_of
from tagih.portfolio.models import Contract, Customer
from tagih.staff.queries import Standing

SHORTEST = 3
CANDIDATES = 200
PLATE = re.compile(r"^([A-Z]{1,2})(\d{1,4})([A-Z]{0,3})$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that fits what was searched, with what made it fit (CODE, CONTRACT, CUSTOMER, PLATE, POINT, NAME)."""

    case_id: int
    code: str
    customer_name: str
    customer_no: str
    contract_nos: tuple[str, ...]
    plates: tuple[str, ...]
    branch: str
    stage: str
    stage_label: str
    is_open: bool
    overdue_amount: Decimal
    overdue_since: dt.date | None
    matched: str


def search(
    text: str, *, standing: Standing, limit: int = 20, permission: str | None = Permission.SEARCH_CASES
) -> list[Hit]:
    """This will find cases in the row scope by code, contract, customer number, plate, telephone number or name.

    Exact keys come first and end the search; a name is matched from its start, and anywhere if nobody's begins so and
    it is written with two words or more. Open cases come before closed ones. Less than three letters find nothing. A
    constant number of queries.
    """
    text = " ".join(text.split())
    if len(text) < SHORTEST:
        return []
    visible = Case.objects.filter(in_scope(standing, permission))
    for matched, condition in _conditions(text):
        found = list(
            visible.filter(condition).select_related("customer", "branch")
            .prefetch_related(Prefetch("customer__contracts", Contract.objects.order_by("contract_no")))
            .order_by("-status", "customer__full_name", "-pk")[:limit]
        )  # fmt: skip
        if found:
            return [_hit(case, matched) for case in found]
    return []


def _conditions(text: str) -> list[tuple[str, Q]]:
    upper, bare = text.upper(), text.upper().replace(" ", "").replace("-", "")
    conditions: list[tuple[str, Q]] = []
    number = number_of(upper, prefix=CODE_PREFIX)
    if number is not None and number < 2**63:
        conditions.append(("CODE", Q(pk=number)))
    conditions.append(("CONTRACT", _with_contract(contract_no__in={text, upper})))
    conditions.append(("CUSTOMER", Q(customer__customer_no__in={text, upper})))
    if plate := PLATE.match(bare):
        spellings = {bare, " ".join(part for part in plate.groups() if part), upper}
        conditions.append(("PLATE", _with_contract(collateral_no__in=spellings)))
    if len(re.sub(r"\D", "", text)) >= 7 or "@" in text:
        conditions.append(("POINT", Q(customer__in=contacts.customers_with_value(text))))
    if re.search(r"[^\W\d]", text):
        conditions.append(("NAME", Q(customer__in=search_names(text))))
        if " " in text:
            anywhere = Customer.objects.filter(full_name__icontains=text)
            conditions.append(("NAME", Q(customer__in=anywhere.values("pk"))))
    return conditions


def search_names(text: str) -> QuerySet:
    """This will return the keys of customers whose name begins so, by the index on names in capitals."""
    names = Customer.objects.annotate(capitals=Collate(Upper("full_name"), "C"))
    return names.filter(capitals__startswith=text.upper()).values("pk")


def _with_contract(**keys: Any) -> Q:
    found = Contract.objects.filter(**keys).values_list("customer_id", flat=True)
    return Q(customer__in=list(found[:CANDIDATES]))


def _hit(case: Case, matched: str) -> Hit:
    contracts = list(case.customer.contracts.all())
    return Hit(
        case_id=case.pk,
        code=case.code,
        customer_name=case.customer.full_name,
        customer_no=case.customer.customer_no,
        contract_nos=tuple(contract.contract_no for contract in contracts),
        plates=tuple(contract.collateral_no for contract in contracts if contract.collateral_no),
        branch=case.branch.name,
        stage=case.stage,
        stage_label=str(case.get_stage_display()),
        is_open=case.status == CaseStatus.OPEN,
        overdue_amount=case.overdue_amount,
        overdue_since=case.oldest_unmet_due_on,
        matched=matched,
    )
