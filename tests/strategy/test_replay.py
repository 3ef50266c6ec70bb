"""A strategy asked again about days that are over."""

import datetime as dt
import json
import uuid

import pytest

from tagih.config import setup
from tagih.config.cli import run
from tagih.contacts.models import Attempt, GateDecision
from tagih.portfolio.models import Customer
from tagih.strategy import queries
from tests.factories.days import company
from tests.strategy.test_day import DAY, NOW, play
from tests.strategy.test_document import GOOD

NEXT = DAY + dt.timedelta(1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def two_days(lake) -> None:
    company()
    setup.load_reference_data(now=NOW)
    play()
    play(NEXT, NOW + dt.timedelta(1))


def test_own_strategy_decides_as_it_did(two_days):
    strategy = queries.in_force(DAY)[0].strategy

    days = list(queries.replayed(strategy, queries.replayable(DAY, NEXT)))

    assert [(found.date, found.people, found.otherwise) for found in days] == [(DAY, 3, 0), (NEXT, 3, 0)]
    assert days[0].segments == {"early": 1, "late": 1, "pre_due": 1}
    assert days[0].steps == {"ea_sms": 1, "la_call": 1}
    assert days[1].steps == {"la_call": 1}  # the message waits three days


def test_what_was_done_is_set_beside_it(two_days):
    for customer_no, channel in (("C1", "CALL"), ("C4", "CALL")):
        customer = Customer.objects.get(customer_no=customer_no)
        asked = GateDecision.objects.create(
            customer=customer, channel=channel, purpose="COLLECT", asked_at=NOW, verdict="ALLOW", reasons=[], facts={}
        )
        Attempt.objects.create(
            id=uuid.uuid4(), decision=asked, customer=customer, channel=channel, purpose="COLLECT", state="DONE",
            opened_at=NOW,
        )  # fmt: skip
    strategy = queries.in_force(DAY)[0].strategy

    (first, second) = queries.replayed(strategy, [DAY, NEXT])

    assert first.channels == {"CALL": queries.Compared(1, 2, 1), "SMS": queries.Compared(1, 0, 0)}
    assert second.channels == {"CALL": queries.Compared(1, 0, 0)}


def test_command_replays_another_strategy(two_days, tmp_path, capsys):
    file = tmp_path / "s.yaml"
    file.write_text(GOOD)
    later = (NEXT + dt.timedelta(1)).isoformat()

    assert run(["strategy", "replay", str(file), "--from", DAY.isoformat(), "--to", later, "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert [found["date"] for found in told["days"]] == ["2026-11-20", "2026-11-21"]
    assert told["missing"] == [later]
    assert told["days"][0]["segments"] == {"baru": 1, "lama": 1}
    assert told["days"][0]["otherwise"] == 3
    assert told["capacity"].keys() <= {"LETTER", "CALL", "WHATSAPP"}


def test_text_with_faults_and_empty_period_are_refused(lake, tmp_path, capsys):
    file = tmp_path / "s.yaml"
    file.write_text(GOOD.replace("dpd BETWEEN", "dpdd BETWEEN"))
    period = ["--from", "2026-11-20", "--to", "2026-11-21"]

    assert run(["strategy", "replay", str(file), *period]) == 1
    file.write_text(GOOD)
    assert run(["strategy", "replay", str(file), *period]) == 1
    assert run(["strategy", "replay", str(file), "--from", "2026-11-21", "--to", "2026-11-20"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) >= 3
