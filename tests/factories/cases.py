"""A branch with a team, customers with contracts in arrears, and the round that makes cases and work of them."""

import datetime as dt
from decimal import Decimal
from itertools import count

from tagih.cases import operations
from tagih.cases.models import Case, WorkItem
from tagih.contacts.models import ContactPoint
from tagih.payments.models import Payment
from tagih.portfolio.models import BusinessDay, Contract, Customer, Product
from tagih.staff.models import Membership, Person, Unit

DAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
_number = count(1)


def company() -> Unit:
    return Unit.objects.filter(kind="COMPANY").first() or unit("PT", "COMPANY")


def unit(code: str, kind: str, parent: Unit | None = None) -> Unit:
    made = Unit.objects.create(code=code, name=f"{kind.title()} {code}", kind=kind, parent=parent, path="")
    made.path = f"{parent.path if parent else ''}{made.pk}."
    made.save(update_fields=["path"])
    return made


def branch(code: str = "") -> Unit:
    """A branch with one team."""
    code = code or f"CB{next(_number)}"
    made = unit(code, "BRANCH", company())
    unit(f"TIM-{code}", "TEAM", made)
    return made


def agent(of: Unit, *, role: str = "AGENT", name: str = "Sari Tirtaloka") -> Person:
    """A person in the team of a branch, or in the unit itself if it has no team."""
    number = next(_number)
    person = Person.objects.create(
        username=f"agen{number}", employee_no=f"E{number:05}", full_name=name, joined_on=dt.date(2025, 1, 1)
    )
    home = of.children.filter(kind="TEAM").first() or of
    Membership.objects.create(person=person, unit=home, role=role, starts_on=dt.date(2025, 1, 1))
    return person


def customer(name: str = "Budi Contoh") -> Customer:
    number = next(_number)
    return Customer.objects.create(customer_no=f"N{number:06}", full_name=name)


def contract(
    branch: Unit, *, customer: Customer | None = None, days: int | None = 10, overdue: int = 1_000_000, **more: object
) -> Contract:
    """An active contract, `days` past due on DAY (None: nothing unmet)."""
    product, _made = Product.objects.get_or_create(code="MOTOR", defaults={"name": "Motor"})
    fields = {
        "contract_no": f"C{next(_number):07}",
        "customer": customer or globals()["customer"](),
        "product": product,
        "branch": branch,
        "status": "ACTIVE",
        "outstanding_principal": Decimal(12_000_000),
        "arithmetic": "BALANCE",
        "bucket": "" if days is None else f"C{max(days - 1, 0) // 30}",
        "oldest_unmet_due_on": None if days is None else DAY - dt.timedelta(days=days),
        "overdue_principal": 0 if days is None else Decimal(overdue) * 8 / 10,
        "overdue_interest": 0 if days is None else Decimal(overdue) * 2 / 10,
    } | more
    return Contract.objects.create(**fields)


def cure(contract: Contract) -> None:
    """As the restatement after money leaves a contract on which nothing is overdue."""
    Contract.objects.filter(pk=contract.pk).update(
        oldest_unmet_due_on=None, overdue_principal=0, overdue_interest=0, overdue_fee=0, bucket=""
    )


def round(*, day: dt.date = DAY, now: dt.datetime = NOW) -> None:
    """The two steps of the daily round that make cases and work."""
    open_day(day)
    operations.load_reference(now=now)
    operations.roll_cases(business_date=day, now=now)
    operations.roll_work_items(business_date=day, now=now)


def open_day(day: dt.date = DAY) -> None:
    BusinessDay.objects.get_or_create(date=day, defaults={"opened_at": NOW})


def case(branch: Unit, **contract_fields: object) -> Case:
    """An open case with ready work, by way of the round."""
    made = contract(branch, **contract_fields)
    round()
    return Case.objects.get(customer=made.customer, status="OPEN")


def item(case: Case) -> WorkItem | None:
    return WorkItem.objects.filter(case=case, status__in=["READY", "LEASED"]).first()


def phone(customer: Customer, *, owner_role: str = "CONSUMER") -> ContactPoint:
    number = next(_number)
    value = f"+62812{number:08}"
    return ContactPoint.objects.create(
        customer=customer, kind="PHONE", value_cipher=value.encode(), value_hash=value.encode(),
        masked=f"+62 812-****-{number % 10000:04}", owner_role=owner_role, label="MOBILE",
    )  # fmt: skip


def payment(contract: Contract, amount: int, *, paid_on: dt.date = DAY, reversal_of: str = "") -> Payment:
    number = next(_number)
    return Payment.objects.create(
        payment_ref=f"P{number:07}", contract_no=contract.contract_no, contract=contract, match="MATCHED",
        paid_on=paid_on, recorded_at=NOW + dt.timedelta(minutes=1), amount=Decimal(amount), reversal_of=reversal_of,
        source="NOTICE",
    )  # fmt: skip


def draft(*legs: tuple[int, int], contract: Contract | None = None) -> operations.PromiseDraft:
    """Legs as (days from DAY, rupiah)."""
    return operations.PromiseDraft(
        legs=tuple(operations.PromisedLeg(DAY + dt.timedelta(days=days), Decimal(amount)) for days, amount in legs),
        contract=contract,
    )
