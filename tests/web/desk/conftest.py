import datetime as dt
from dataclasses import dataclass

import pytest
from django.test import Client

from tagih.cases.models import Case, WorkItem
from tagih.contacts.models import ContactPoint
from tagih.kernel.ids import uuid7
from tagih.staff.models import Certificate, Person, Unit
from tests.factories import cases, contacts

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


@dataclass
class Desk:
    """A branch, an agent with a certificate, and a browser."""

    branch: Unit
    agent: Person
    client: Client

    def case(self, **contract: object) -> Case:
        """A case with work, an address in Lampung and one number."""
        made = cases.case(self.branch, **contract)
        contacts.make_point(made.customer, kind="ADDRESS", value="Jl. Kartini 8", label="BILLING", region_code="18.71")
        contacts.make_point(made.customer)
        return made

    def take(self) -> None:
        self.client.post("/meja/berikut/", headers={"HX-Request": "true"})

    def point(self, case: Case) -> ContactPoint:
        return case.customer.contact_points.filter(kind="PHONE").first()

    def call(self, case: Case):
        address = f"/meja/kasus/{case.code}/hubungi/{self.point(case).pk}/"
        return self.client.post(address, headers={"HX-Request": "true"})

    def enter(self, case: Case, result: str, **more: object):
        values = {
            "activity_id": str(uuid7(NOW)),
            "result": result,
            "action": "CALL_OUT",
            "party": "CONSUMER",
            "after": "NEXT",
        }
        return self.client.post(f"/meja/kasus/{case.code}/hasil/", values | more, headers={"HX-Request": "true"})

    def held(self) -> WorkItem | None:
        """What the agent has in hand."""
        return WorkItem.objects.filter(leased_by=self.agent, status="LEASED").select_related("case__customer").first()

    def item(self, case: Case) -> WorkItem | None:
        return cases.item(case)


@pytest.fixture
def desk(browser) -> Desk:
    branch = cases.branch()
    agent = cases.agent(branch)
    Certificate.objects.create(
        person=agent, kind="DESK", number="SPPI-1", issuer="LSP", valid_from="2024-01-01", valid_until="2027-12-31"
    )
    return Desk(branch, agent, browser(agent))
