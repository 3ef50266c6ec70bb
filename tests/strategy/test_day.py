"""The decisions of a business date: from landed files and what PostgreSQL knows, to reasons for each person."""

import datetime as dt
import json

import pytest

from tagih.cases.models import Case, Hold
from tagih.config import day, setup
from tagih.config.cli import run
from tagih.journal.models import Event
from tagih.kernel import lake as store
from tagih.portfolio import operations as portfolio
from tagih.portfolio.models import Customer
from tagih.strategy import operations, queries
from tagih.strategy.columnar.facts import Inputs, lay_facts
from tagih.strategy.queries.behaviour import write_behaviour
from tagih.strategy.rules.variables import CATALOGUE
from tests.factories.days import company
from tests.factories.lake import landed

DAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 1, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def lay_portfolio(on: dt.date, now: dt.datetime = NOW) -> None:
    """C1 is 5 days late on one of two contracts, C2 owes next week, C3 owes nothing soon, C4 is 45 days late."""
    contracts = [("K1", "C1"), ("K2", "C1"), ("K3", "C2"), ("K4", "C3"), ("K5", "C4")]
    plain = {
        "status": "ACTIVE",
        "outstanding_principal": "9000000",
        "score": "70",
        "disbursed_on": dt.date(2026, 1, 20),
    }
    landed("contracts", on, *({"contract_no": no, "customer_no": who} | plain for no, who in contracts), now=now)
    due = {"K1": on - dt.timedelta(5), "K2": on + dt.timedelta(20), "K3": on + dt.timedelta(6),
           "K4": on + dt.timedelta(25), "K5": on - dt.timedelta(45)}  # fmt: skip
    rows = [
        {"contract_no": no, "number": 1, "due_date": due[no], "principal": "900000", "interest": "100000"} for no in due
    ]
    landed("instalments", on, *rows)
    points = [{"customer_no": who, "kind": "PHONE", "value": f"08123456789{who[1]}", "owner_role": "CONSUMER"}
              for who in ("C1", "C2", "C4")]  # fmt: skip
    landed("contact_points", on, *points)


def play(on: dt.date = DAY, now: dt.datetime = NOW) -> None:
    lay_portfolio(on, now)
    day.run_day(on, now=lambda: now, until="decisions")


@pytest.fixture
def decided_day(lake) -> None:
    company()
    setup.load_reference_data(now=NOW)
    play()


def test_people_in_scope_are_decided_with_reasons(decided_day):
    told = queries.decision_of("C1", DAY)

    assert (told.segment, told.treatment, told.step, told.channel) == ("early", "early", "ea_sms", "SMS")
    assert told.segment_rule == "dpd BETWEEN 1 AND 30"
    assert (told.strategy, told.change) == ("DEFAULT", "NEW")
    assert {name: told.facts[name] for name in ("dpd", "overdue_amount", "outstanding", "phones")} == {
        "dpd": 5.0, "overdue_amount": 1_000_000.0, "outstanding": 18_000_000.0, "phones": 1.0,
    }  # fmt: skip
    assert queries.decision_of("C2", DAY).segment == "pre_due"
    assert queries.decision_of("C4", DAY).step == "la_call"
    assert queries.decision_of("C3", DAY) is None


def test_command_tells_why(decided_day, capsys):
    assert run(["strategy", "why", "C1", "--date", "2026-11-20", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["step"], told["facts"]["dpd"]) == ("ea_sms", 5.0)
    assert run(["strategy", "why", "C3", "--date", "2026-11-20"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_hold_rests_the_treatment(decided_day):
    case = Case.objects.get(customer=Customer.objects.get(customer_no="C4"))
    Hold.objects.create(case=case, reason="DISPUTE", starts_at=NOW)

    operations.decide_day(business_date=DAY, now=NOW + dt.timedelta(minutes=1), by=None)

    told = queries.decision_of("C4", DAY)
    assert (told.exit, told.exit_rule, told.step) == ("HELD", "is_held", "")
    assert len(store.versions("decisions", DAY)) == 2


def test_same_facts_make_no_second_version(decided_day):
    again = operations.decide_day(business_date=DAY, now=NOW, by=None)

    assert again.people == 3
    assert len(store.versions("decisions", DAY)) == 1
    assert Event.objects.filter(name__endswith="DayDecided").count() == 1


def test_step_is_not_repeated_before_its_time(decided_day):
    next_day = DAY + dt.timedelta(1)

    play(next_day, NOW + dt.timedelta(1))

    told = queries.decision_of("C1", next_day)
    assert told.facts["since_step_ea_sms"] == 1.0
    assert (told.step, told.previous_step, told.change) == ("", "ea_sms", "STEP")


def test_missing_file_lets_the_last_decisions_stand(decided_day):
    next_day = DAY + dt.timedelta(1)

    stood = operations.decide_day(business_date=next_day, now=NOW + dt.timedelta(1), by=None)

    assert (stood.stands_since, stood.missing) == (DAY, "contracts")
    assert queries.standing(next_day) == queries.Standing(next_day, DAY, True)
    assert queries.decision_of("C1", next_day).date == DAY
    assert Event.objects.filter(name__endswith="DecisionsStood").count() == 1


def test_facts_of_one_are_those_of_all(decided_day, tmp_path):
    file = tmp_path / "b.csv"
    every = list(CATALOGUE)
    work = [name for name, variable in CATALOGUE.items() if variable.source not in ("PORTFOLIO", "HISTORY")]
    write_behaviour(work, file, date=DAY, cut=NOW)
    contracts, delinquency = store.required("contracts", DAY), store.required("delinquency", DAY)
    inputs = Inputs(DAY, contracts.files, delinquency.files, str(file))

    with store.engine() as engine:
        lay_facts(engine.con, inputs, every)
        all_rows = engine.con.execute("SELECT * FROM facts ORDER BY customer_no").fetchall()
        alone = []
        for number in ("C1", "C2", "C4"):
            lay_facts(engine.con, inputs, every, only=[number])
            alone += engine.con.execute("SELECT * FROM facts").fetchall()

    assert len(all_rows) == 3
    assert alone == all_rows


def test_nobody_known_to_postgresql_is_no_fault(lake, tmp_path):
    landed("contracts", DAY, {"contract_no": "K1", "customer_no": "C1", "status": "ACTIVE"})
    company()
    portfolio.derive(business_date=DAY, now=NOW)

    done = operations.decide_day(business_date=DAY, now=NOW, by=None)

    assert (done.people, done.missing) == (0, "")
