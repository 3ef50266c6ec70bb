"""A month of a town through the doors, proved; the same seed is the same month; policies are compared in pairs."""

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.management import call_command

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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_seed_is_the_same_days_and_another_policy_changes_only_what_it_caused(lake: Path) -> None:
    """Slow: the same two days three times, each with a round."""
    plan = replace(PLAN, people=120, days=2, agents=1)
    first, again, other = in_turn(plan), in_turn(plan), in_turn(replace(plan, policy="hold-out"))

    assert first.town.ledger.lines() == again.town.ledger.lines()
    assert [day.results for _date, day in first.days] == [day.results for _date, day in again.days]

    called = {person for _at, person, *_rest in first.exchange.rung}
    changed = {person for person in range(plan.people) if life_of(first, person) != life_of(other, person)}
    assert changed == called  # each call is an event, and nothing else is different for anybody
    for person in called:
        before = min(at for at, who, *_rest in first.exchange.rung if who == person)
        assert earlier(first, person, before) == earlier(other, person, before)
    assert any(earlier(first, person, 2**40) for person in set(range(plan.people)) - called)


def in_turn(plan: months.Plan) -> months.Played:
    """Plays a plan and leaves database and lake empty for the next one."""
    played = months.play(plan)
    call_command("flush", interactive=False, verbosity=0)
    for folder in Path(settings.TAGIH_LAKE).iterdir():
        shutil.rmtree(folder)
    return played


def life_of(played: months.Played, person: int) -> list:
    return earlier(played, person, 2**40)


def earlier(played: months.Played, person: int, before: int) -> list:
    """What happened to a person before an instant: calls, complaints, money."""
    town = played.town
    mine = {int(loan) for loan in town.loans.of_person[person] if loan >= 0}
    money = [(move.at, move.ref, move.amount, move.recorded) for move in town.ledger.movements if move.loan in mine]
    spoken = [event for event in town.ledger.events if event[2] == person]
    return sorted((event for event in [*money, *spoken] if event[0] < before), key=lambda event: (event[0], str(event)))


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
