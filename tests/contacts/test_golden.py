import json

import pytest
from click.testing import CliRunner

from tagih.config.cli.gate import gate
from tagih.contacts import packs
from tagih.contacts.rules.casefile import read
from tagih.contacts.rules.decision import decide
from tests.contacts.cases import GOLDEN

NAMES = [name for name, *_ in GOLDEN]


@pytest.mark.parametrize(("name", "text", "verdict", "rules"), GOLDEN, ids=NAMES)
def test_golden_case_by_rules(name, text, verdict, rules):
    case = read(text)
    asked = packs.named(case.pack, case.at.date())

    decision = decide(case, asked, packs.library_calendars(asked))

    assert decision.verdict == verdict
    assert rules <= {reason.rule for reason in decision.reasons}
    assert all(reason.source for reason in decision.reasons)


def test_golden_cases_on_the_command_line(tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(json.dumps(text | {"id": name}) for name, text, *_ in GOLDEN))

    ended = CliRunner().invoke(gate, ["try", str(file)], standalone_mode=False)

    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.return_value == 0
    assert [(a["id"], a["verdict"]) for a in answers] == [(name, verdict) for name, _, verdict, _ in GOLDEN]
    assert all(rules <= {r["rule"] for r in a["reasons"]} for a, (*_, rules) in zip(answers, GOLDEN, strict=True))
    assert all({"rule", "severity", "source"} <= set(r) for a in answers for r in a["reasons"])
