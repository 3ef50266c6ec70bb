"""A month of a town through the doors, proved; the same seed is the same month; policies are compared in pairs."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tagih.config.cli.town import town as commands
from tagih.config.town import audit, comparing, house, months
from tagih.contacts.models import Attempt
from tagih.payments.models import Payment
from tagih.sandbox.town import parameters

FIRST = dt.date(2026, 11, 2)
PLAN = months.Plan(parameters.load("motorcycle"), seed=3, people=150, first=FIRST, days=3, agents=2, policy="tagih")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_days_of_a_town_pass_every_proof(lake: Path) -> None:
    """Slow: two rounds with files, calls and money, some two seconds each."""
    played = months.play(PLAN)

    told = months.outcome(played)
    assert [check for check in audit.proof(played) if not check.holds] == []
    assert told["calls"] == Attempt.objects.count() > 20
    assert Payment.objects.filter(source="WEBHOOK").exists()
    assert told["promises"] > 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_proof_finds_a_payment_that_vanished(lake: Path) -> None:
    """Slow: a round and a day."""
    played = months.play(replace(PLAN, days=1, policy="hold-out"))
    played.town.ledger.movements.pop(0)

    broken = [check.name for check in audit.proof(played) if not check.holds]

    assert broken == ["no payment lost or counted twice"]


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(house.NoSuchPolicy):
        house.open_house(PLAN.parameters, agents=1, policy="luck", first=FIRST, now=dt.datetime.now(dt.UTC))


def test_paired_differences_have_an_interval_around_their_mean() -> None:
    told = comparing.paired([12.0, 15.0, 11.0], [10.0, 11.0, 10.0])

    assert told["mean"] == 2.3333
    assert told["low"] < 0 < told["mean"] < told["high"]
    assert comparing.paired([5.0, 6.0, 7.0], [4.0, 5.0, 6.0]) == {"mean": 1.0, "low": 1.0, "high": 1.0}


def test_a_town_is_founded_once_and_its_file_can_be_edited(another_home: Path) -> None:
    runner = CliRunner()

    made = runner.invoke(commands, ["new", "desa", "--from", "rural_branch", "--people", "60", "--json"])
    again = runner.invoke(commands, ["new", "desa"])

    told = json.loads(made.output)
    assert (told["town"], told["people"]) == ("desa", 60)
    assert parameters.load(told["file"]) == parameters.load("rural_branch")
    assert again.exception.code == "TOWN_UNKNOWN"


def test_a_town_that_nobody_founded_is_refused(another_home: Path) -> None:
    answered = CliRunner().invoke(commands, ["run", "atlantis"])

    assert answered.exception.code == "TOWN_UNKNOWN"


@pytest.mark.slow
def test_calling_collects_more_than_waiting_in_every_pair() -> None:
    """Slow: six months of a thousand people."""
    answered = CliRunner().invoke(commands, [
        "compare", "--town", "motorcycle", "--policy", "hold-out", "--policy", "balance", "--policy", "random",
        "--replications", "2", "--people", "1000", "--agents", "2", "--by-list", "--json",
    ])  # fmt: skip

    told = json.loads(answered.stdout)
    gained = told["differences"]["balance - hold-out"]
    assert gained["amount_collected"]["mean"] > 0
    assert gained["cure_rate"]["mean"] > 0
    assert gained["roll_rate"]["mean"] < 0
    assert told["policies"]["hold-out"]["calls"] == 0
    assert told["policies"]["hold-out"]["cure_rate"] > 0.1


def test_a_policy_that_no_list_knows_is_refused() -> None:
    answered = CliRunner().invoke(commands, [
        "compare", "--town", "cars", "--policy", "hold-out", "--policy", "tagih", "--people", "50", "--by-list",
        "--replications", "2", "--days", "1",
    ])  # fmt: skip

    assert answered.exception.code == "NO_SUCH_POLICY"
