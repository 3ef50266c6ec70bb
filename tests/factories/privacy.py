"""People whose data we hold, and the two who answer for them."""

import datetime as dt
from decimal import Decimal

from tagih.cases import operations as cases
from tagih.cases.models import Case
from tagih.contacts import operations as contacts
from tagih.kernel import crypto
from tagih.portfolio.models import Contract, Customer
from tagih.portfolio.queries import IDENTITY
from tagih.privacy import operations
from tagih.privacy.models import DataRequest
from tagih.staff.models import Person
from tests.factories import cases as make

NOW = make.NOW
REASONING = "Kontrak sudah lunas, tidak ada alasan menyimpan."
NIK = "1871012304850001"


def officer(name: str = "Kartika Sari", role: str = "COMPLIANCE") -> Person:
    return make.agent(make.company(), role=role, name=name)


def customer(*, name: str = "Siti Rahmawati", live: bool = False, last_paid: dt.date | None = None) -> Customer:
    """A customer with a contract (closed unless `live`), a number, an address, a note and a payment."""
    branch = make.branch()
    found = make.case(branch)
    who, case = found.customer, found
    Customer.objects.filter(pk=who.pk).update(
        full_name=name, identity_cipher=crypto.encrypt(NIK, context=IDENTITY), occupation="Guru",
        identity_hash=crypto.search_hash(NIK, context=IDENTITY), identity_masked="1871••••••••0001",
        birth_date=dt.date(1985, 4, 23),
    )  # fmt: skip
    for kind, value, role in (
        ("PHONE", f"0812{9000_0000 + who.pk}", "CONSUMER"), ("ADDRESS", f"Jl. Kartini {who.pk}", "CONSUMER"),
        ("PHONE", f"0813{9000_0000 + who.pk}", "EMERGENCY_CONTACT"),
    ):  # fmt: skip
        contacts.add_point(customer=who, kind=kind, value=value, owner_role=role, source="test", by=None, now=NOW,
                           owner_name="" if role == "CONSUMER" else "Dewi Adik")  # fmt: skip
    agent = make.agent(branch)
    cases.write_note(case=case, text="Minta ditelepon sore, mengajar pagi.", by=agent, now=NOW)
    make.payment(who.contracts.get(), 1_000_000)
    if not live:
        closed_on = last_paid or make.DAY
        Contract.objects.filter(customer=who).update(
            status="CLOSED", oldest_unmet_due_on=None, outstanding_principal=Decimal(0), last_payment_on=closed_on
        )
        opened_on = min(case.opened_on, closed_on)
        Case.objects.filter(pk=case.pk).update(
            status="CLOSED", close_reason="SETTLED", opened_on=opened_on, closed_on=closed_on
        )
    return Customer.objects.get(pk=who.pk)


def request(customer: Customer, kind: str = "ACCESS", *, by: Person | None = None, **more: object) -> DataRequest:
    return operations.receive(
        customer=customer, kind=kind, intake="BRANCH", identified_by="KTP dilihat di cabang", by=by or officer(),
        now=NOW, **more,
    )  # fmt: skip


def granted(customer: Customer, kind: str) -> tuple[DataRequest, Person]:
    """A request granted by two people, and the second of them."""
    first, second = officer(), officer("Bagus Prakoso")
    made = request(customer, kind, by=first)
    operations.propose(request=made, proposal="GRANT", reasoning=REASONING, by=first, now=NOW)
    return operations.decide(request=made, by=second, now=NOW), second
