"""The cashier's screen: what waits, whose it is, undone by a better decision."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tagih.payments import operations
from tagih.payments.models import Payment
from tests.factories.payments import NOW, contract, notice
from tests.factories.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cashier(browser: Callable, lake: Path) -> Client:
    return browser(person(role="CASHIER"))


def waiting(number: int) -> Payment:
    told = notice(payment_ref=f"W{number}", contract_no="NOPE")
    return operations.post_notice(notice=told, source="WEBHOOK", by=None, now=NOW).payment


def test_nothing_in_suspense_says_so(cashier: Client) -> None:
    page = cashier.get(reverse("suspense:suspense"))

    assert "Semua uang yang masuk sudah menemukan kontraknya." in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_questions_for_one_and_three(
    cashier: Client, number: int, django_assert_max_num_queries: object
) -> None:
    contract()
    for position in range(number):
        waiting(position)
    cashier.get(reverse("suspense:suspense"))

    with django_assert_max_num_queries(14):
        page = cashier.get(reverse("suspense:suspense"))

    assert page.content.decode().count("Rp1.000.000") == number


def test_a_cashier_finds_the_contract_and_assigns_with_a_reason(cashier: Client) -> None:
    row = contract("K7", collateral_no="B 1234 XYZ")
    payment = waiting(1)
    address = reverse("suspense:assign", args=[payment.pk])

    found = cashier.get(address, {"q": "1234"})
    without_reason = cashier.post(address, {"contract_no": "K7", "reason": ""})
    done = cashier.post(address, {"contract_no": "K7", "reason": "slip"})

    payment.refresh_from_db()
    assert "Person K7" in found.content.decode()
    assert (without_reason.status_code, done.status_code) == (200, 302)
    assert (payment.match, payment.contract) == ("ASSIGNED", row)


def test_an_unknown_contract_is_said_at_the_form(cashier: Client) -> None:
    payment = waiting(1)

    page = cashier.post(reverse("suspense:assign", args=[payment.pk]), {"contract_no": "K9", "reason": "slip"})

    assert "K9" in page.content.decode()
    assert page.status_code == 200 and not payment.assignments.exists()


def test_an_agent_may_not_see_it(browser: Callable) -> None:
    agent = browser(person(role="AGENT"))

    assert agent.get(reverse("suspense:suspense")).status_code == 403
