"""The golden cases of the rule book, and random ones, asked of the live gate with real rows: the same answer."""

import random

import pytest

from tests.contacts.cases import AGENT, GOLDEN
from tests.contacts.living import ask_live
from tests.contacts.test_decision import ask, random_case

pytestmark = pytest.mark.django_db
HUMAN = ("CALL", "VISIT")


def told(reasons):
    return {(r["rule"], r["severity"]) if isinstance(r, dict) else (r.rule, r.severity) for r in reasons}


def named(text):
    return text["pack"] + (f"_{text['variant']}" if text.get("variant") else "")


@pytest.mark.parametrize(("name", "text", "verdict", "rules"), GOLDEN, ids=[name for name, *_ in GOLDEN])
def test_golden_case_through_the_live_gate(name, text, verdict, rules, settings):
    settings.TAGIH_GATE_PACKS = named(text)

    outcome = ask_live(text)

    decision = outcome.decision
    assert decision.verdict == verdict
    assert (outcome.attempt is not None) == (verdict == "ALLOW")
    assert rules <= {reason["rule"] for reason in decision.reasons}
    assert told(decision.reasons) == told(ask(text).reasons)
    assert decision.next_allowed_at == ask(text).next_allowed_at
    assert set(decision.refused_by) == {rule for rule, severity in told(decision.reasons) if severity == "DENY"}


def living(text):
    """A random case made such that rows can tell it: known where a register always answers."""
    for contract in text["contracts"]:
        contract["status"] = contract["status"] or "ACTIVE"
        contract["dpd"] = contract["dpd"] and max(contract["dpd"], 0)
    if text["agent"] is None and text["channel"] in HUMAN:
        text["agent"] = AGENT
    if text["agent"] is not None:
        text["agent"] = {"assignment_valid_until": None} | text["agent"]
    if not text["contracts"]:
        text |= {"letters": None, "fiducia_no": None, "default_proof": None}
    return text


@pytest.mark.parametrize("seed", range(4))
def test_live_gate_answers_random_cases_as_the_rules_do(seed, settings):
    dice, allowed = random.Random(seed), 0

    for _ in range(60):
        text = living(random_case(dice))
        settings.TAGIH_GATE_PACKS = named(text)
        decision = ask_live(text).decision
        assert told(decision.reasons) == told(ask(text).reasons), text
        allowed += decision.verdict == "ALLOW"

    assert allowed
