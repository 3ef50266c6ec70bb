"""What a score is: weights, what does not apply, what is fatal, what hangs on another answer."""

import tomllib
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagih.quality.rules.scorecards import allowed, applies, missing, parsed, problems_of, score

FORM: dict[str, Any] = {
    "name": {"id": "Uji", "en": "Test"},
    "sections": [
        {"id": "a", "name": {"id": "A"}, "items": [
            {"id": "greet", "text": {"id": "Salam"}, "weight": 1},
            {"id": "kind", "text": {"id": "Ramah"}, "weight": 3, "kind": "SCALE", "top": 3},
            {"id": "threat", "text": {"id": "Tanpa ancaman"}, "weight": 4, "fatal": "THREAT", "allows_na": False},
        ]},
        {"id": "b", "name": {"id": "B"}, "items": [
            {"id": "promised", "text": {"id": "Janji"}, "weight": 0},
            {"id": "recorded", "text": {"id": "Dicatat"}, "weight": 2, "fatal": "UNRECORDED_ARRANGEMENT",
             "only_if": ["promised", "YES"]},
        ]},
    ],
}  # fmt: skip
CARD = parsed(FORM)
FINE = {"greet": "YES", "kind": "3", "threat": "YES", "promised": "NO"}


def test_score_is_weighed_over_what_applies():
    assert score(CARD, FINE).points == 100
    assert score(CARD, FINE | {"kind": "1"}).points == 75
    assert score(CARD, FINE | {"kind": "1", "greet": "NA"}).points == pytest.approx(100 * 5 / 7, abs=0.01)


def test_not_applicable_is_no_pass_and_all_of_it_is_no_score():
    assert score(CARD, {"greet": "NO", "kind": "NA", "threat": "YES", "promised": "NA"}).points == 80
    nothing = score(CARD, {"greet": "NA", "kind": "NA", "promised": "NA"})
    assert (nothing.points, nothing.fatal) == (None, ())


def test_a_fatal_failure_makes_the_score_nothing():
    found = score(CARD, FINE | {"threat": "NO"})

    assert (found.points, found.fatal) == (0, ("threat",))
    assert found.by_section["b"] is None  # of its items only one of weight 0 applied


def test_conditional_item_is_asked_only_then():
    assert missing(CARD, FINE) == []
    assert missing(CARD, FINE | {"promised": "YES"}) == ["recorded"]
    assert score(CARD, FINE | {"promised": "YES", "recorded": "NO"}).fatal == ("recorded",)
    assert score(CARD, FINE | {"recorded": "NO"}).points == 100  # an answer that nobody asked for counts nothing


def test_an_answer_that_the_item_does_not_allow_is_missing():
    assert missing(CARD, FINE | {"threat": "NA", "kind": "4"}) == ["kind", "threat"]


@given(st.fixed_dictionaries({name: st.sampled_from(allowed(item)) for name, item in CARD.items.items()}))
def test_score_lies_between_0_and_100_and_fatal_is_0(answers):
    found = score(CARD, answers)

    assert found.points is None or 0 <= found.points <= 100
    assert not found.fatal or found.points == 0
    assert all(applies(CARD.items[name], answers, CARD.items) for name in found.shares)


def _broken(**change: Any) -> dict[str, Any]:
    item = {"id": "x", "text": {"id": "X"}} | change
    return {"name": {"id": "N"}, "sections": [{"id": "s", "name": {"id": "S"}, "items": [item]}]}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"name": {"id": "N"}, "sections": []}, "NO_SECTIONS"),
        ({"name": {}, "sections": FORM["sections"]}, "NAME_MISSING"),
        ({"name": {"id": "N"}, "sections": [{"id": "s", "items": []}]}, "SECTION_EMPTY"),
        (_broken(text={}), "TEXT_MISSING"),
        (_broken(kind="STARS"), "KIND_UNKNOWN"),
        (_broken(weight=-1), "WEIGHT"),
        (_broken(kind="SCALE", top=0), "TOP"),
        (_broken(fatal="RUDE"), "FATAL"),
        (_broken(only_if=["x", "YES"]), "CONDITION"),
        ({"name": {"id": "N"}, "sections": FORM["sections"] * 2}, "ITEM_TWICE"),
    ],
)
def test_form_that_cannot_be_published_says_why(form, code):
    assert code in {found for _where, found in problems_of(form)}


@pytest.mark.parametrize("name", ["call", "written", "visit"])
def test_shipped_forms_are_sound_and_hold_the_grave_failures(name):
    text = (resources.files("tagih.quality") / "starter" / f"{name}.toml").read_text(encoding="utf-8")
    form = tomllib.loads(text)

    assert problems_of(form) == []
    kinds = {item.fatal for item in parsed(form).items.values() if item.fatal}
    assert {"WRONG_PERSON", "THREAT", "HOUR_OR_DAY", "NO_IDENTIFICATION", "FALSE_CLAIM", "PRIVATE_ACCOUNT"} <= kinds
    assert all(item.text["en"] for item in parsed(form).items.values())
