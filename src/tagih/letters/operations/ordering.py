"""Letters ordered for many by rule, or for one by a person: checked, numbered, told to the contact gate."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tagih.cases.models import Case
from tagih.contacts import operations as contacts
from tagih.contacts.models import LetterRecord
from tagih.journal import operations as journal
from tagih.kernel import clock, database, money
from tagih.kernel.ids import uuid7
from tagih.letters import events
from tagih.letters.enums import LetterKind
from tagih.letters.models import Letter
from tagih.letters.operations.numbering import Draft, written
from tagih.letters.operations.refusals import LetterRefused
from tagih.letters.rules.content import missing
from tagih.letters.rules.sequence import WARNINGS, too_early
from tagih.portfolio import queries as portfolio
from tagih.portfolio.models import Contract, Customer
from tagih.staff.models import Certificate, Person, Unit

PAY_WITHIN_DAYS = 7
BATCH = 5000


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter that somebody wants: the kind, the contract, and a reference under which it is written once."""

    contract_no: str
    kind: str
    reference: str
    carrier_id: int | None = None
    route: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """How many letters were written, how many stood already, and which were refused, with the code of the rule."""

    written: int
    known: int
    refused: tuple[tuple[str, str], ...]


def order_letters(*, orders: Sequence[LetterOrder], now: dt.datetime, by: Person | None = None) -> Ordered:
    """This will write warning letters for many contracts at once: set-based, and the same however often it runs.

    What lacks a demanded field or whose turn has not come is left out and named. The paper is set afterwards.
    """
    on = clock.today_in(clock.WIB, now=now)
    fresh = known = 0
    refused: list[tuple[str, str]] = []
    for start in range(0, len(orders), BATCH):
        part = orders[start : start + BATCH]
        drafts, why_not = _drafts(part, on=on)
        with database.transaction():
            letters = written(drafts, on=on, by=by, now=now)
            _tell_gate(letters, by=by, now=now)
        fresh, known = fresh + len(letters), known + len(drafts) - len(letters)
        refused += why_not
    if fresh or refused:
        with database.transaction():
            done = events.LettersOrdered(day=on.isoformat(), ordered=fresh, refused=len(refused))
            journal.publish(done, by=by, now=now)
    return Ordered(fresh, known, tuple(refused))


def issue_warning(*, case: Case, contract: Contract, kind: str, by: Person, now: dt.datetime) -> Letter:
    """This will write one warning letter for a contract of a case.

    :raises LetterRefused: a demanded field is missing, or its turn has not come
    """
    on = clock.today_in(clock.WIB, now=now)
    reference = f"hand:{contract.contract_no}:{kind}:{on.isoformat()}"
    drafts, _none = _drafts([LetterOrder(contract.contract_no, kind, reference)], on=on, raises=True)
    return issue(drafts[0], by=by, now=now)


def issue(draft: Draft, *, by: Person | None, now: dt.datetime) -> Letter:
    """This will number and write one letter; one of the same reference is returned as it is.

    :raises LetterRefused: a demanded field is missing
    """
    lacking = missing(LetterKind(draft.kind), draft.content)
    if lacking:
        raise LetterRefused("LETTER_FIELD_MISSING", lacking)
    on = clock.today_in(clock.WIB, now=now)
    with database.transaction():
        made = written([draft], on=on, by=by, now=now)
        if not made:
            return Letter.objects.get(reference=draft.reference)
        _tell_gate(made, by=by, now=now)
        customer_no = made[0].customer.customer_no if made[0].customer else ""
        told = events.LetterIssued(
            letter_id=made[0].pk, customer_no=customer_no, number=made[0].number, kind=made[0].kind
        )
        journal.publish(told, by=by, now=now)
    return made[0]


def issue_assignment(
    *, agent: Person, branch: Unit, valid_from: dt.date, valid_until: dt.date, by: Person, now: dt.datetime,
    customer: Customer | None = None, contract_no: str = "",
) -> Letter:  # fmt: skip
    """This will write a letter of assignment for a certified collector and tell the contact gate of it.

    :raises LetterRefused: no certificate that is valid over the whole time
    """
    held = Certificate.objects.filter(person=agent, valid_from__lte=valid_from, valid_until__gte=valid_until)
    certificate = held.filter(kind__in=["FIELD", "REPOSSESSION"]).order_by("-valid_until").first()
    content = {
        "agent": agent.full_name, "employee_no": agent.employee_no,
        "certificate_no": certificate.number if certificate else "", "contract_no": contract_no,
        "customer": customer.full_name if customer else "", "valid_from": valid_from.isoformat(),
        "valid_until": valid_until.isoformat(),
    }  # fmt: skip
    draft = Draft(
        branch, LetterKind.ASSIGNMENT, f"assignment:{uuid7(now)}", content, agent=agent, carrier_id=agent.pk,
        customer_id=customer.pk if customer else None, contract_no=contract_no,
    )  # fmt: skip
    with database.transaction():
        letter = issue(draft, by=by, now=now)
        contacts.assign_agent(
            agent=agent, number=letter.number, valid_from=valid_from, valid_until=valid_until, by=by, now=now,
            customer=customer,
        )  # fmt: skip
    return letter


def _drafts(
    orders: Sequence[LetterOrder], *, on: dt.date, raises: bool = False
) -> tuple[list[Draft], list[tuple[str, str]]]:  # fmt: skip
    numbers = {order.contract_no for order in orders}
    rows = Contract.objects.filter(contract_no__in=numbers).select_related("customer", "branch", "product")
    contracts = {row.contract_no: row for row in rows}
    cases = dict(
        Case.objects.filter(customer__in={row.customer_id for row in contracts.values()}, status="OPEN")
        .values_list("customer_id", "pk")
    )  # fmt: skip
    delivered, written_before = _delivered(numbers), _numbers(numbers)
    drafts, refused = [], []
    for order in orders:
        try:
            drafts.append(_draft(order, contracts.get(order.contract_no), cases, delivered, written_before, on=on))
        except LetterRefused as why:
            if raises:
                raise
            refused.append((order.reference, why.code))
    return drafts, refused


def _draft(
    order: LetterOrder, contract: Contract | None, cases: Mapping[int, int],
    delivered: Mapping[str, Mapping[str, dt.date]], before: Mapping[tuple[str, str], tuple[str, dt.date]], *,
    on: dt.date,
) -> Draft:  # fmt: skip
    if contract is None:
        raise LetterRefused("LETTER_CONTRACT_UNKNOWN")
    if contract.oldest_unmet_due_on is None:
        raise LetterRefused("LETTER_NOTHING_OVERDUE")
    kind = LetterKind(order.kind)
    days_late = (on - contract.oldest_unmet_due_on).days
    reached = {LetterKind(name): day for name, day in delivered.get(order.contract_no, {}).items()}
    early = too_early(kind, days_late=days_late, delivered=reached, on=on)
    if early is not None:
        raise LetterRefused(early.code, early.not_before)
    content = warning_content(contract, days_late=days_late, on=on)
    former = {LetterKind.SP2: "SP1", LetterKind.SP3: "SP2", LetterKind.SOMASI: "SP3"}.get(kind)
    if former:
        number, day = before.get((order.contract_no, former), (_("letter without number"), reached[former]))
        content |= {"former_number": str(number), "former_on": day.isoformat()}
    lacking = missing(kind, content)
    if lacking:
        raise LetterRefused("LETTER_FIELD_MISSING", lacking)
    return Draft(
        contract.branch, kind, order.reference, content, contract.customer.language or "id", contract.customer_id,
        cases.get(contract.customer_id), contract.contract_no, carrier_id=order.carrier_id, route=order.route,
    )  # fmt: skip


def warning_content(contract: Contract, *, days_late: int, on: dt.date) -> dict[str, Any]:
    """This will return what a warning letter says about a contract: amounts as decimal strings, days in ISO."""
    charge = portfolio.late_charge_on(contract, on) + contract.overdue_fee
    parts = (contract.overdue_principal, contract.overdue_interest, charge)
    return {
        "contract_no": contract.contract_no, "product": contract.product.name,
        "collateral": " ".join(filter(None, [contract.collateral_type, contract.collateral_no])),
        "due_date": contract.oldest_unmet_due_on.isoformat(), "days_late": days_late,
        "principal": str(parts[0]), "interest": str(parts[1]), "fee": str(parts[2]), "total": str(money.total(parts)),
        "pay_by": (on + dt.timedelta(days=PAY_WITHIN_DAYS)).isoformat(),
    }  # fmt: skip


def _delivered(contract_nos: set[str]) -> dict[str, dict[str, dt.date]]:
    found: dict[str, dict[str, dt.date]] = {}
    rows = LetterRecord.objects.filter(
        contract_no__in=contract_nos, delivered_on__isnull=False, withdrawn_at__isnull=True
    ).order_by("-delivered_on")  # the earliest delivery of a kind counts
    for contract_no, kind, day in rows.values_list("contract_no", "kind", "delivered_on"):
        found.setdefault(contract_no, {})[kind] = day
    return found


def _numbers(contract_nos: set[str]) -> dict[tuple[str, str], tuple[str, dt.date]]:
    rows = Letter.objects.filter(contract_no__in=contract_nos, kind__in=WARNINGS).exclude(status="VOID").order_by("pk")
    return {
        (contract_no, kind): (number, day)
        for contract_no, kind, number, day in rows.values_list("contract_no", "kind", "number", "issued_on")
    }


def _tell_gate(letters: Sequence[Letter], *, by: Person | None, now: dt.datetime) -> None:
    """The gate knows of a warning from its number on: what it says, and that it was not delivered yet."""
    told = [
        contacts.LetterTold(
            letter.customer_id, letter.contract_no, letter.kind, f"letter:{letter.pk}",
            {name: letter.content[name] for name in ("due_date", "days_late", "principal", "interest", "fee")},
        )
        for letter in letters if letter.kind in WARNINGS
    ]  # fmt: skip
    if told:
        contacts.record_letters(rows=told, by=by, now=now)
