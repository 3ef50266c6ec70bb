"""What a person sees: what is owed and why, how to pay, what was said."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from tagih.cases.models import Case, Complaint, Hold, Promise
from tagih.cases.queries import arrangements, business_date
from tagih.contacts.models import Attempt
from tagih.kernel import clock, money
from tagih.kernel.errors import Refusal
from tagih.messaging import queries as messages
from tagih.messaging.operations import ticket_of
from tagih.payments import operations as payments
from tagih.payments import queries as known_money
from tagih.payments.models import Payment, QrisCode
from tagih.portfolio.models import Contract, Customer
from tagih.web.portal.access import own_page, rendered

LIVE = ("ACTIVE", "WRITTEN_OFF")
MOST_HISTORY = 30
SHOWN = {"PROMISE": "OPEN"}


@dataclass(frozen=True, slots=True)
class ContractShown:
    """One contract with the arithmetic of what is due."""

    id: int
    number: str
    product: str
    due: known_money.Due
    per_day: Decimal
    last_payment_on: dt.date | None
    last_payment_amount: Decimal | None


@own_page
def home(request: HttpRequest, customer: Customer) -> HttpResponse:
    """What is owed, what is agreed, and what can be done."""
    on = business_date(now=clock.now())
    contracts = contracts_of(customer, on)
    case = Case.objects.filter(customer=customer, status="OPEN").first()
    holds = Hold.objects.filter(case=case, lifted_at__isnull=True, reason__in=["DISPUTE", "COMPLAINT", "RELIEF_REQUEST",
                                "CLAIM_PAID"]) if case else []  # fmt: skip
    complaints = list(Complaint.objects.filter(customer=customer, status__in=["OPEN", "EXTENDED"]).order_by("-pk"))
    plans = list(arrangements.running_of(case.pk)) if case else []
    spoken_of = {one.hold_id for one in complaints}
    context = {
        "customer": customer,
        "contracts": contracts,
        "total": money.total(one.due.total for one in contracts if one.due.days_late),
        "is_late": any(one.due.days_late for one in contracts),
        "promise": Promise.objects.filter(case=case, status="OPEN").first() if case else None,
        "complaints": complaints,
        "plans": plans,
        "tickets": [
            (hold, ticket_of(hold))
            for hold in holds
            if hold.pk not in spoken_of and not (plans and hold.reason == "RELIEF_REQUEST" and hold.contract_no)
        ],
        "can_promise": any(one.due.total > 0 for one in contracts) and not any(plan.signed_at for plan in plans),
        "has_case": case is not None,
        "paid": Payment.objects.filter(
            contract__customer=customer, reversal_of="", paid_on__gte=on - dt.timedelta(days=7)
        ).order_by("-paid_on", "-pk").first(),
    }  # fmt: skip
    return rendered(request, "portal/home.html", context)


@own_page
def pay(request: HttpRequest, customer: Customer, pk: int) -> HttpResponse:
    """How to pay one contract: QRIS for the amount, numbers of banks and shops."""
    contract = own_contract(customer, pk)
    now = clock.now()
    shown = _shown(contract, business_date(now=now))
    payments.pay_codes_of(contract=contract, now=now)
    code = None
    try:
        code = payments.make_qris(contract=contract, amount=shown.due.total, now=now)
    except Refusal:
        code = None
    context = {"contract": shown, "qris": code, "ways": known_money.ways_of(contract)}
    return rendered(request, "portal/pay.html", context)


@own_page
def qris(request: HttpRequest, customer: Customer, reference: str) -> HttpResponse:
    """The picture of a code, for its person only."""
    code = get_object_or_404(QrisCode.objects.select_related("merchant"), pk=reference, contract__customer=customer)
    return HttpResponse(known_money.qris_picture(code), content_type="image/svg+xml")


@own_page
def history(request: HttpRequest, customer: Customer) -> HttpResponse:
    """When and how we contacted the person, and the money that came."""
    attempts = Attempt.objects.filter(customer=customer).exclude(state="CANCELLED").select_related("contact_point")
    context = {
        "attempts": attempts.order_by("-opened_at")[:MOST_HISTORY],
        "money": Payment.objects.filter(contract__customer=customer).select_related("contract")
        .order_by("-paid_on", "-pk")[:MOST_HISTORY],
    }  # fmt: skip
    return rendered(request, "portal/history.html", context)


def contracts_of(customer: Customer, on: dt.date) -> list[ContractShown]:
    """This will list the live contracts of a person, late ones first."""
    rows = Contract.objects.filter(customer=customer, status__in=LIVE).select_related("product")
    shown = [_shown(row, on) for row in rows.order_by("contract_no")]
    return sorted(shown, key=lambda one: -one.due.days_late)


def own_contract(customer: Customer, pk: int) -> Contract:
    """This will return a live contract of the person; anybody else's is not there."""
    row = Contract.objects.filter(pk=pk, customer=customer, status__in=LIVE).select_related("product").first()
    if row is None:
        raise Http404
    return row


def _shown(row: Contract, on: dt.date) -> ContractShown:
    return ContractShown(
        row.pk, messages.masked_number(row.contract_no), row.product.name, known_money.due_on_contract(row, on=on),
        row.penalty_per_day, row.last_payment_on, row.last_payment_amount,
    )  # fmt: skip


def due_next_of(customer: Customer) -> Decimal | None:
    """This will return what falls due next on the contracts of a person that are not late."""
    on = business_date(now=clock.now())
    return money.total(one.due.total for one in contracts_of(customer, on)) or None
