"""The text of a strategy: what it says, and every fault with its line and column."""

import json

import pytest

from tagih.config.cli import run
from tagih.strategy import queries
from tagih.strategy.queries.wording import REASONS
from tagih.strategy.rules.document.checking import check
from tagih.strategy.rules.document.parts import decide
from tagih.strategy.rules.variables import CATALOGUE, Kind

GOOD = """\
strategy: CONTOH
title: Contoh
segments:
  - {id: baru, when: dpd BETWEEN 1 AND 7, treatment: ingatkan}
  - id: lama
    when: |
      dpd > 7
      AND NOT is_written_off
    treatment: tagih
treatments:
  - id: ingatkan
    exit: [HELD]
    steps:
      - {id: wa, trigger: {dpd: [1, 7]}, filter: whatsapp_numbers > 0, channel: WHATSAPP, every: 3}
  - id: tagih
    steps:
      - {id: sp2, trigger: {dpd: [14, 60]}, channel: LETTER, after: sp1, delay: 7}
      - {id: sp1, trigger: {dpd: [8, 60]}, channel: LETTER, every: 90}
      - {id: telepon, trigger: {result: NO_ANSWER, within: 2}, channel: CALL, cap: {times: 2, days: 7}}
experiment:
  id: uji
  salt: garam
  arms:
    - {id: biasa, share: 80}
    - {id: keras, share: 10, treatments: {ingatkan: tagih}}
    - {id: tenang, share: 10, hold_out: true}
"""
BROKEN = {  # what is written instead of what, then code, line, column and name of the only fault
    ("dpd BETWEEN 1 AND 7, ", "dpdd BETWEEN 1 AND 7, "): ("UNKNOWN_NAME", 4, 22, "segment baru"),
    ("AND NOT is_written_off", "AND NOT product"): ("NOT_A_CONDITION", 8, 15, "segment lama"),
    ("when: dpd BETWEEN 1 AND 7", 'when: "dpd = \'A\'"'): ("TYPES_DIFFER", 4, 23, "segment baru"),
    ("treatment: tagih\n", "treatment: tagi\n"): ("UNKNOWN_TREATMENT", 9, 16, "segment lama"),
    ("after: sp1", "after: sp9"): ("UNKNOWN_STEP", 17, 69, "step sp2"),
    ("LETTER, every: 90", "LETTER, after: sp2"): ("CYCLE", 17, 69, "step sp2"),
    ("BETWEEN 1 AND 7,", "BETWEEN 1 AND 9,"): ("OVERLAP", 6, 11, "segment lama"),
    ("dpd BETWEEN 1 AND 7,", "dpd > 3 AND dpd < 4,"): ("NEVER_HOLDS", 4, 22, "segment baru"),
    ("      dpd > 7\n", "      dpd >= 0 OR dpd > 7 OR\n      TRUE = TRUE\n"): ("ONLY_CONSTANTS", 8, 7, "segment lama"),
    ("{dpd: [14, 60]}", "{dpd: 0}"): ("NEVER_REACHED", 17, 14, "step sp2"),
    ("{dpd: [14, 60]}", "{dpd: [60, 14]}"): ("BACKWARDS", 17, 34, "step sp2"),
    ("channel: CALL", "channel: MERPATI"): ("NO_SUCH_CHOICE", 19, 73, "step telepon"),
    ("share: 80", "share: 70"): ("SHARES", 24, 5, "experiment uji"),
    ("exit: [HELD]", "exits: [HELD]"): ("UNKNOWN_KEY", 12, 5, "treatment"),
    ("{id: sp1,", "{id: sp2,"): ("ID_TWICE", 18, 14, "step"),
    ("title: Contoh", "title: &x Contoh"): ("ANCHOR", 2, 8, "document"),
    ("title: Contoh", "title: !!binary Contoh"): ("TAG", 2, 8, "document"),
    ("days: 7}", "days: 5}"): ("CAP_WINDOW", 19, 101, "step telepon"),
    ("after: sp1, delay: 7", "delay: 7"): ("DELAY_WITHOUT_AFTER", 17, 69, "step sp2"),
    ("segments:\n", "segments: [\n"): ("NOT_YAML", 4, 3, "document"),
}  # fmt: skip


def someone(**facts: object) -> dict:
    """A person about whom nothing is remarkable, but for the facts given."""
    plain = {Kind.FLAG: False, Kind.TEXT: None, Kind.COUNT: 0.0, Kind.NUMBER: 0.0}
    return {name: plain[variable.kind] for name, variable in CATALOGUE.items()} | facts


@pytest.mark.parametrize("change", BROKEN)
def test_fault_has_line_and_column(change: tuple[str, str]):
    assert change[0] in GOOD

    found = check(GOOD.replace(*change, 1))

    told = [(fault.code, fault.line, fault.column, fault.name) for fault in found.faults if not fault.is_note]
    assert told == [BROKEN[change]]
    assert found.strategy is None


def test_every_fault_has_words():
    assert {fault[0] for fault in BROKEN.values()} <= REASONS.keys()


def test_first_fitting_step_decides():
    strategy = check(GOOD).strategy
    row = someone(dpd=20.0, since_step_sp1=None, since_step_wa=None, days_since_result=1.0, last_result="NO_ANSWER")

    first = decide(strategy, row, draw=0)
    week_later = decide(strategy, row | {"since_step_sp1": 7.0}, draw=0)
    too_soon = decide(strategy, row | {"since_step_sp1": 6.0}, draw=0)

    assert (first.segment, first.step) == ("lama", "sp1")
    assert week_later.step == "sp2"
    assert too_soon.step == "telepon"


def test_exit_is_told_and_nothing_is_done():
    strategy = check(GOOD).strategy
    row = someone(dpd=3.0, whatsapp_numbers=1.0, since_step_wa=None, since_step_sp1=None)

    assert decide(strategy, row, draw=0).step == "wa"
    assert decide(strategy, row | {"is_held": True}, draw=0).exit == "HELD"
    assert decide(strategy, row, draw=95).exit == "HOLD_OUT"
    assert decide(strategy, row, draw=85).treatment == "tagih"


def test_shipped_strategy_is_usable():
    found = queries.checked(queries.shipped_text())

    assert found.faults == found.notes == ()
    assert len(found.strategy.segments) == 12
    assert sum(len(treatment.steps) for treatment in found.strategy.treatments.values()) == 40


@pytest.mark.parametrize("text", ["", "- 1", "strategy: [", "a: 1", "\t", "segments: 3\nstrategy: x", "? [a]\n: b"])
def test_nonsense_is_told_not_thrown(text: str):
    found = queries.checked(text)

    assert found.strategy is None
    assert all(told.reason for told in found.faults)
    assert found.faults


def test_check_command_tells_one_fault_a_line(tmp_path, capsys):
    file = tmp_path / "s.yaml"
    file.write_text(GOOD.replace("BETWEEN 1 AND 7,", "BETWEEN 1 AND 9,").replace("days: 7}", "days: 5}"))

    status = run(["strategy", "check", str(file)])

    lines = capsys.readouterr().err.splitlines()
    assert status == 1
    assert [line.startswith(f"{file}:") for line in lines] == [True]  # overlaps are asked when all is readable
    assert run(["strategy", "check", str(file), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], [fault["code"] for fault in told["faults"]]) == (False, ["CAP_WINDOW"])


def test_check_command_accepts_what_is_shipped(tmp_path, capsys):
    file = tmp_path / "s.yaml"
    assert run(["strategy", "shipped"]) == 0
    file.write_text(capsys.readouterr().out)

    assert run(["strategy", "check", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["strategy"] == "DEFAULT"


def test_file_that_is_no_text_is_refused(tmp_path, capsys):
    file = tmp_path / "s.yaml"
    file.write_bytes(b"\xff\xfe\x00")

    assert run(["strategy", "check", str(file)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
