"""A small collection floor for figures: one company, a branch with a team, persons with cases, and what was done."""

import datetime as dt
import uuid
from decimal import Decimal
from itertools import count
from types import SimpleNamespace

from tagih.cases.models import Activity, Case, Code, Promise, PromiseLeg
from tagih.payments.models import Payment
from tagih.portfolio.models import Contract, Customer, Product
from tagih.staff.models import Person, Unit

DAY = dt.date(2026, 11, 20)
MORNING = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
_number = count(1)


def unit(code: str, kind: str, parent: Unit | None = None) -> Unit:
    made = Unit.objects.create(code=code, name=f"{kind.title()} {code}", kind=kind, parent=parent, path="")
    made.path = f"{parent.path if parent else ''}{made.pk}."
    made.save(update_fields=["path"])
    return made


def person(name: str = "Sari Tirtaloka") -> Person:
    number = next(_number)
    return Person.objects.create(
        username=f"p{number}", employee_no=f"E{number:04}", full_name=name, joined_on=dt.date(2025, 1, 1)
    )


def floor() -> SimpleNamespace:
    """Company, region, two branches with a team each, an agent in each team."""
    company = unit("PT", "COMPANY")
    region = unit("BARAT", "REGION", company)
    branches = [unit(code, "BRANCH", region) for code in ("JKT", "BDG")]
    teams = [unit(f"TIM-{branch.code}", "TEAM", branch) for branch in branches]
    agents = [person("Ani Giriloka"), person("Budi Narataruna")]
    return SimpleNamespace(company=company, region=region, branches=branches, teams=teams, agents=agents)


def case(branch: Unit, *, contract_no: str = "") -> Case:
    number = next(_number)
    customer = Customer.objects.create(customer_no=f"C{number}", full_name="Dewi Wirawangsa")
    product, _made = Product.objects.get_or_create(code="MOTOR", defaults={"name": "Motor"})
    Contract.objects.create(
        contract_no=contract_no or f"K{number}", customer=customer, product=product, branch=branch, status="ACTIVE"
    )
    return Case.objects.create(
        customer=customer, branch=branch, stage="EARLY", bucket="C0", opened_on=dt.date(2026, 11, 1)
    )


def code(kind: str, name: str, **flags: object) -> Code:
    found = Code.objects.filter(kind=kind, code=name).first()
    return found or Code.objects.create(
        kind=kind, code=name, name_id=name, name_en=name, valid_from=dt.date(2020, 1, 1), **flags
    )


def activity(
    about: Case, agent: Person | None, team: Unit | None, *, result: str = "RPC", at: dt.datetime = MORNING,
    minutes: int = 4, action: str = "CALL_OUT", on: dt.date = DAY, corrects: Activity | None = None,
) -> Activity:  # fmt: skip
    """One activity; `result` is the class of its result code."""
    return Activity.objects.create(
        id=uuid.uuid4(), case=about, agent=agent, team=team, corrects=corrects, bucket=about.bucket, dpd=12,
        action=code("ACTION", action), result=code("RESULT", f"R_{result}", result_class=result), started_at=at,
        ended_at=at + dt.timedelta(minutes=minutes), business_date=on, overdue_amount=Decimal("1000000.00"),
    )  # fmt: skip


def promise(
    about: Case, agent: Person, team: Unit, *, status: str = "OPEN", amount: str = "1000000.00", due: dt.date = DAY,
    made: dt.date = DAY,
) -> Promise:  # fmt: skip
    made_promise = Promise.objects.create(
        case=about, status=status, made_at=MORNING, made_on=made, made_by=agent, team=team, bucket=about.bucket,
        total=Decimal(amount), last_due_on=due,
    )  # fmt: skip
    PromiseLeg.objects.create(promise=made_promise, number=1, due_on=due, amount=Decimal(amount), status=status)
    return made_promise


def payment(about: Case, *, amount: str = "500000.00", on: dt.date = DAY, reversal_of: str = "",
            at: dt.datetime | None = None) -> Payment:  # fmt: skip
    contract = about.customer.contracts.get()
    return Payment.objects.create(
        payment_ref=f"BYR{next(_number)}", contract_no=contract.contract_no, contract=contract, match="MATCHED",
        paid_on=on, paid_at=at, recorded_at=MORNING, amount=Decimal(amount), reversal_of=reversal_of, source="FEED",
    )  # fmt: skip
