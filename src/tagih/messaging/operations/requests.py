"""What a person asks for on the own page: to be heard, to be believed, for time. Each has a ticket."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.cases.enums import ArrangementKind, CareSource, ComplaintChannel, ComplaintClass, DebtElement, HoldReason
from tagih.cases.models import Arrangement, Case, Complaint, Hold
from tagih.cases.queries import arrangements as known
from tagih.cases.queries import business_date
from tagih.journal import operations as journal
from tagih.kernel import clock
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.kernel.ids import short_code
from tagih.messaging.events import SelfServed
from tagih.messaging.operations.ordering import withdraw_waiting
from tagih.portfolio.models import Contract, Customer

TICKET = "T"
LONGEST = 1_000
PORTAL = "PORTAL"
OWN_PLANS = (ArrangementKind.NEW_DUE_DATE, ArrangementKind.INSTALMENT_PLAN, ArrangementKind.EXTENSION)
"""Plans that a person may ask for alone; whatever forgives money or changes the contract is spoken about first."""


class NoOpenCase(Refusal):
    """Nothing is being worked about this person, so there is nothing to promise or to dispute."""

    def __init__(self) -> None:
        super().__init__("NO_OPEN_CASE", _("There is nothing open that needs this."))


class WordsMissing(Refusal):
    """A request says what it is about."""

    def __init__(self) -> None:
        super().__init__("WORDS_MISSING", _("Write a few words, at most 1,000 letters."), field="words")


def ask_relief(*, customer: Customer, words: str, now: dt.datetime) -> str:
    """This will put a request for more time before a person, pause collection meanwhile, and return its ticket.

    :raises NoOpenCase:
    :raises WordsMissing:
    """
    words = words.strip()
    if not 0 < len(words) <= LONGEST:
        raise WordsMissing
    with transaction():
        case = open_case_of(customer)
        hold = cases.open_hold(
            case=case, reason=HoldReason.RELIEF_REQUEST, note=words[:400], by=None, now=now, source=CareSource.MESSAGE
        )
        ticket = ticket_of(hold)
        withdraw_waiting(customer_id=customer.pk, reason="RELIEF", now=now)
        tell(case, "RELIEF", now, ticket)
    return ticket


def own_plans(*, contract: Contract, now: dt.datetime) -> list[known.Offer]:
    """This will list the plans within the house's limits that a person may ask for, the smallest change first."""
    asked = known.asked_about(contract, today=business_date(now=now), preferred=OWN_PLANS)
    return known.offers(asked) if asked.debt.arrears > 0 else []


def ask_plan(
    *, customer: Customer, contract: Contract, kind: str, months: int, words: str, now: dt.datetime
) -> Arrangement:  # fmt: skip
    """This will ask for a plan within the published limits: who has the mandate decides, collection rests till then.

    :raises NoOpenCase:
    :raises ArrangementRefused: the plan is not on offer (any more)
    """
    with transaction():
        case = open_case_of(customer)
        offered = [one for one in own_plans(contract=contract, now=now) if (one.kind, one.months) == (kind, months)]
        if not offered:
            raise cases.ArrangementRefused("ARRANGEMENT_NOT_OFFERED")
        made = cases.propose_arrangement(
            case=case, contract=contract, kind=kind, months=months, reason=words.strip()[:LONGEST], by=None, now=now,
            asked_from=PORTAL,
        )  # fmt: skip
        withdraw_waiting(customer_id=customer.pk, reason="RELIEF", now=now)
        tell(case, "PLAN", now, made.code)
        cases.heed_message(customer=customer, text=words, source_ref=f"arrangement:{made.pk}", by=None, now=now)
    return made


def complain(*, customer: Customer, kind: str, words: str, now: dt.datetime) -> Complaint:
    """This will register a complaint with its ticket and the last day of its term. Contact rests where the complaint is
    about how the person was treated, about their data, or that the debt is not theirs.

    :raises ComplaintIncomplete: too few words
    """
    return _complaint(customer, ComplaintClass(kind), None, "", None, words, "COMPLAINT", now)


def dispute(
    *, customer: Customer, contract: Contract, element: str, amount: Decimal | None, words: str, now: dt.datetime
) -> Complaint:  # fmt: skip
    """This will register a dispute about a part of what is owed: that part is asked for no more until it is answered;
    the whole debt or its principal stops all contact.

    :raises ComplaintIncomplete: too few words
    """
    what = DebtElement(element)
    return _complaint(customer, ComplaintClass.AMOUNT, what, contract.contract_no, amount, words, "DISPUTE", now)


def _complaint(
    customer: Customer, kind: ComplaintClass, element: DebtElement | None, contract_no: str, amount: Decimal | None,
    words: str, act: str, now: dt.datetime,
) -> Complaint:  # fmt: skip
    subject = str(kind.label) if element is None else f"{kind.label}: {element.label}"
    with transaction():
        made = cases.receive_complaint(
            customer=customer, channel=ComplaintChannel.PORTAL, kind=kind, subject=subject, text=words[:LONGEST],
            received_on=clock.today_in(clock.WIB, now=now), contract_no=contract_no, element=element or "",
            amount=amount, by=None, now=now,
        )  # fmt: skip
        if made.hold_id is not None:
            withdraw_waiting(customer_id=customer.pk, reason=act, now=now)
        if made.case is not None:
            tell(made.case, act, now, made.code)
        cases.heed_message(customer=customer, text=words, source_ref=f"complaint:{made.pk}", by=None, now=now)
    return made


def ticket_of(hold: Hold) -> str:
    """This will return what people call a request."""
    return short_code(hold.pk, prefix=TICKET)


def open_case_of(customer: Customer) -> Case:
    """This will return the open case of a person.

    :raises NoOpenCase:
    """
    case = Case.objects.select_related("customer").filter(customer=customer, status="OPEN").first()
    if case is None:
        raise NoOpenCase
    return case


def tell(case: Case, act: str, now: dt.datetime, ticket: str = "") -> None:
    """This will say on the case what its person did on the own page."""
    event = SelfServed(customer_no=case.customer.customer_no, case_id=case.pk, act=act, ticket=ticket)
    journal.publish(event, by=None, now=now)
