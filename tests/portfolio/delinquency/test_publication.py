"""PostgreSQL holds what the pure rules say of every contract in scope, and receives only the difference."""

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tagih.kernel import lake as lake_
from tagih.payments import operations as payments
from tagih.payments.models import Payment
from tagih.portfolio.models import BusinessDay, ClockAction, Contract, Customer, Instalment
from tagih.portfolio.operations.restatement import STORED
from tagih.portfolio.queries import late_charge_on
from tagih.portfolio.rules.delinquency import OWING, Facts, standing
from tagih.portfolio.rules.schemes import Terms
from tests.factories.arithmetic import due, facts, money
from tests.factories.days import NOW, company, land_facts, run_portfolio
from tests.factories.lake import landed
from tests.factories.portfolios import ON, portfolio

pytestmark = pytest.mark.django_db
NEXT = ON + dt.timedelta(days=1)


def told_only(own: Facts) -> Facts:
    """A contract with the money that files told."""
    return replace(own, money=tuple(entry for entry in own.money if entry.fed_on))


def figures(contract: Contract) -> dict[str, object]:
    return {name: getattr(contract, name) for name in STORED}


def test_contracts_in_scope_stand_as_the_rules_say(lake: Path) -> None:
    company()
    facts_by_no = {no: told_only(own) for no, own in portfolio(random.Random(5), 60).items()}
    land_facts(facts_by_no, ON)

    done = run_portfolio(ON)

    rows = {row.contract_no: row for row in Contract.objects.filter(is_in_scope=True)}
    stands = {no: standing(_kept_once(own), on=ON, terms=Terms()) for no, own in facts_by_no.items()}
    late = {no for no, stand in stands.items() if stand.dpd and facts_by_no[no].status in OWING}
    assert late and late <= set(rows)
    assert {no: figures(row) for no, row in rows.items()} == {
        no: {name: getattr(stands[no], name) for name in STORED} for no in rows
    }
    assert done["publish"].rows["in_scope"] == len(rows)
    assert Instalment.objects.count() == sum(len(facts_by_no[no].dues) for no in rows)
    assert BusinessDay.objects.get().date == ON


def _kept_once(own: Facts) -> Facts:
    """What the lake keeps of a contract: amounts with two places."""
    return own


def test_restating_a_published_contract_changes_nothing(lake: Path) -> None:
    company()
    land_facts({no: told_only(own) for no, own in portfolio(random.Random(8), 60).items()}, ON)
    run_portfolio(ON)
    before = {row.contract_no: figures(row) for row in Contract.objects.all()}

    for contract in Contract.objects.all():
        payments.restate([contract.pk], now=NOW)

    assert {row.contract_no: figures(row) for row in Contract.objects.all()} == before
    assert not Contract.objects.filter(restated_at__isnull=False).exists()


def test_a_round_run_twice_writes_nothing(lake: Path) -> None:
    company()
    land_facts({no: told_only(own) for no, own in portfolio(random.Random(3), 30).items()}, ON)
    run_portfolio(ON)

    again = run_portfolio(ON)

    assert [again["publish"].rows[name] for name in ("contracts", "left", "customers", "payments", "restated")] == [
        0
    ] * 5
    assert [len(lake_.versions(name, ON)) for name in ("delinquency", "published", "notices")] == [1, 1, 1]


def test_the_next_day_writes_only_what_is_different(lake: Path) -> None:
    company()
    schedule = (due(1, "2026-10-05"), due(2, "2026-12-05"))
    land_facts({"K0": facts(*schedule), "K2": facts(*schedule), "K4": facts(*schedule)}, ON)
    run_portfolio(ON)
    paid = facts(*schedule, money=(money(paid_on="2026-11-22", fed_on=NEXT),))
    land_facts({"K0": facts(*schedule), "K2": paid}, NEXT)

    done = run_portfolio(NEXT)

    rows = {row.contract_no: row for row in Contract.objects.all()}
    assert (done["publish"].rows["contracts"], done["publish"].rows["left"]) == (1, 1)
    assert rows["K0"].oldest_unmet_due_on == dt.date(2026, 10, 5)
    assert (rows["K2"].is_in_scope, rows["K2"].oldest_unmet_due_on, rows["K2"].bucket) == (False, None, "")
    assert (rows["K4"].is_in_scope, rows["K4"].status, rows["K4"].overdue_principal) == (False, "CLOSED", 0)
    assert not Instalment.objects.exclude(contract__contract_no="K0").exists()


def test_late_charge_that_only_grows_is_not_written_every_night(lake: Path) -> None:
    company()
    growing = replace(facts(due(1, "2026-10-05")), penalty_daily_rate=Decimal("0.005"))
    land_facts({"K0": growing}, ON)
    run_portfolio(ON)
    land_facts({"K0": growing}, NEXT)

    done = run_portfolio(NEXT)

    row = Contract.objects.get()
    assert (done["publish"].rows["contracts"], row.penalty_as_of) == (0, ON)
    assert late_charge_on(row, NEXT) == row.overdue_penalty + row.penalty_per_day > row.overdue_penalty


def test_late_charges_left_to_grow_are_what_the_rules_say(lake: Path) -> None:
    company()
    facts_by_no = {no: told_only(own) for no, own in portfolio(random.Random(21), 60).items()}
    land_facts(facts_by_no, ON)
    run_portfolio(ON)
    land_facts(facts_by_no, NEXT)

    run_portfolio(NEXT)

    rows = list(Contract.objects.filter(is_in_scope=True))
    stands = {row.contract_no: standing(facts_by_no[row.contract_no], on=NEXT, terms=Terms()) for row in rows}
    left = [row for row in rows if row.penalty_as_of == ON]
    assert left
    assert {row.contract_no: late_charge_on(row, NEXT) for row in rows} == {
        no: stand.overdue_penalty for no, stand in stands.items()
    }
    for row in left:
        payments.restate([row.pk], now=NOW)
    assert not Contract.objects.filter(restated_at__isnull=False).exists()


def test_yesterdays_round_after_todays_leaves_postgresql_alone(lake: Path) -> None:
    company()
    land_facts({"K0": facts(due())}, ON)
    land_facts({"K0": facts(due(), due(2, "2026-09-05"))}, NEXT)
    run_portfolio(NEXT)

    done = run_portfolio(ON)

    assert done["publish"].rows == {"older_than_newest": 1}
    assert Contract.objects.get().oldest_unmet_due_on == dt.date(2026, 9, 5)


def test_people_come_encrypted_and_unknown_ones_provisional(lake: Path) -> None:
    company()
    land_facts({"K0": facts(due()), "K2": facts(due())}, ON)
    landed("customers", ON, {"customer_no": "C0", "full_name": "Siti", "identity_no": "3273014101900001"})

    run_portfolio(ON)

    known, unknown = Customer.objects.order_by("customer_no")
    assert (known.full_name, known.is_provisional, known.identity_masked) == ("Siti", False, "••••••••••••0001")
    assert b"3273014101900001" not in bytes(known.identity_cipher)
    assert (unknown.full_name, unknown.is_provisional, unknown.identity_cipher) == ("C1", True, None)


def test_all_contracts_of_a_late_person_are_in_scope(lake: Path) -> None:
    company()
    land_facts({"K0": facts(due()), "K1": facts(due(1, "2027-06-05")), "K3": facts(due(1, "2027-06-05"))}, ON)

    run_portfolio(ON)

    assert set(Contract.objects.values_list("contract_no", flat=True)) == {"K0", "K1"}


def test_a_contract_due_within_a_week_is_in_scope(lake: Path) -> None:
    company()
    soon, later = facts(due(1, "2026-11-28")), facts(due(1, "2026-11-29"))
    land_facts({"K0": soon, "K2": later}, ON)

    run_portfolio(ON)

    assert Contract.objects.get().contract_no == "K0"


def test_money_of_an_unknown_contract_goes_to_suspense_and_is_matched_when_it_appears(lake: Path) -> None:
    company()
    land_facts({"K0": facts(due())}, ON)
    landed("payments", ON, {"payment_ref": "X", "contract_no": "K2", "amount": "5", "recorded_at": None})
    run_portfolio(ON)
    assert Payment.objects.get().match == "SUSPENSE"
    land_facts({"K0": facts(due()), "K2": facts(due())}, NEXT)

    run_portfolio(NEXT)

    payment = Payment.objects.get()
    assert (payment.match, payment.contract.contract_no) == ("MATCHED", "K2")
    assert payment.contract.overdue_interest == Decimal(199_995)


def test_clock_actions_are_published_once(lake: Path) -> None:
    company()
    land_facts({no: told_only(own) for no, own in portfolio(random.Random(11), 40).items()}, ON)

    run_portfolio(ON)
    run_portfolio(ON)

    keys = list(ClockAction.objects.values_list("contract_id", "start_date", "end_date"))
    assert keys and len(keys) == len(set(keys))
