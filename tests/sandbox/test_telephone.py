"""Debtors at the end of a number: the same at every call, heard in order, and true to their character."""

import datetime as dt
from collections import Counter

import pytest

from tagih.sandbox.telephone import line

AT = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 20)
CALLS = [(f"+62812{n:07}", f"call {n}") for n in range(1_500)]
PLAYED = [line.call(7, number, name, AT) for number, name in CALLS]
AGREED = [spoken for spoken in PLAYED if spoken.result == "PROMISE"]


def test_the_same_call_sounds_the_same_and_another_differs():
    again = [line.call(7, number, name, AT) for number, name in CALLS]
    other = [line.call(8, number, name, AT) for number, name in CALLS]

    assert again == PLAYED
    assert other != PLAYED


def test_a_number_is_known_however_it_is_written():
    assert line.call(7, "0812 700 1234", "a", AT) == line.call(7, "+628127001234", "a", AT)


def test_every_call_begins_and_ends_and_runs_forward_in_time():
    for spoken in PLAYED:
        times = [turn.at_s for turn in spoken.turns]
        kinds = [turn.kind for turn in spoken.turns]

        assert times == sorted(times) and times[-1] < 120
        assert kinds[0] == "RINGING" and kinds.count("ENDED") == 1 and kinds[-1] == "ENDED"
        assert spoken.turns[-1].cause


def test_no_sentence_has_a_hole_and_each_has_its_english():
    heard = [turn.said for spoken in PLAYED for turn in spoken.turns if turn.kind == "HEARD"]

    assert heard and all(said.text and said.gloss for said in heard)
    assert not [said for said in heard if "{" in said.text + said.gloss]


def test_promised_day_is_spoken_and_lies_ahead():
    for spoken in AGREED:
        words = " ".join(turn.said.text for turn in spoken.turns)

        assert TODAY <= spoken.pays_on <= TODAY + dt.timedelta(days=line.FARTHEST_DAYS)
        assert (f"{spoken.pays_on:%d/%m}" in words) != (spoken.pays_on == TODAY and "ari ini" in words)


def test_who_seldom_tells_the_truth_seldom_means_it():
    played = zip(CALLS, PLAYED, strict=True)
    agreed = [(number, spoken) for (number, _name), spoken in played if spoken.result == "PROMISE"]
    by_truth = sorted((line.character_of(7, number).truthful, spoken.means_it) for number, spoken in agreed)
    half = len(by_truth) // 2
    liars, honest = (sum(means for _truth, means in part) / len(part) for part in (by_truth[:half], by_truth[half:]))

    assert liars < 0.62 < honest


def test_every_kind_of_answer_is_heard():
    counted = Counter(spoken.result for spoken in PLAYED)

    assert set(counted) == {*line.SAID, *line.UNANSWERED, "INACTIVE", "WRONG_NUMBER"}
    assert counted.most_common(1)[0][0] == "PROMISE"


@pytest.mark.parametrize("result", ["INACTIVE", "WRONG_NUMBER"])
def test_a_bad_number_is_bad_at_every_call(result):
    bad = [number for (number, _name), spoken in zip(CALLS, PLAYED, strict=True) if spoken.result == result]

    again = {line.call(7, number, "another day", AT).result for number in bad}

    assert again <= {result, *line.UNANSWERED} and result in again
    assert result != "INACTIVE" or again == {"INACTIVE"}
