"""Screens of the office that no story passes: usable by everybody, in both themes, at both widths."""

import pytest

from tagih.payments.models import Payment
from tests.factories import staff
from tests.journeys import lender
from tests.journeys.arrivals import PROVIDER, SECRET, money_arrives
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_suspense_with_money_and_without(house, page, settings, lake):
    settings.TAGIH_WEBHOOK_SECRETS = {PROVIDER: SECRET}
    lender.house()
    sign_in(page, staff.person(role="CASHIER", name="Lina Marlina"))
    faults = faults_of(page, "/tertahan/")
    money_arrives(page.context, "KTR-990001", 350_000)

    faults += faults_of(page, "/tertahan/")
    faults += faults_of(page, f"/tertahan/{Payment.objects.get().pk}/")

    assert faults == []


def test_report_and_rounds_before_the_first_day(house, page, lake):
    lender.house()
    sign_in(page, staff.person(role="HEAD", name="Ratih Kusumawardani"))

    assert faults_of(page, "/laporan/") + faults_of(page, "/putaran/") == []
