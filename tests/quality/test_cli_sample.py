import json

import pytest

from tagih.config import cli


def test_sample_size_answers_with_n(capsys):
    status = cli.run(["quality", "sample", "--size", "--population", "1000", "--margin", "0.05", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert (status, answer["n"]) == (0, 278)


def test_sample_draw_can_be_repeated_from_its_seed(tmp_path, capsys):
    plan = tmp_path / "plan.json"
    items = [{"id": f"c{number}", "agent": f"a{number % 3}", "risk": number} for number in range(30)]
    plan.write_text(json.dumps({"seed": 7, "random_per_agent": 2, "risk_total": 5, "items": items}))

    first = cli.run(["quality", "sample", "--draw", str(plan), "--json"]), capsys.readouterr().out
    second = cli.run(["quality", "sample", "--draw", str(plan), "--json"]), capsys.readouterr().out

    assert first == second
    assert json.loads(first[1])["drawn"] == {"RANDOM": 6, "RISK": 5}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "JSON"),
        ("[]", "{"),
        ('{"items": []}', "seed"),
        ('{"seed": 1, "random_per_agent": -1, "items": []}', "random_per_agent"),
        ('{"seed": 1, "items": [{"id": 1}]}', "1"),
        ('{"seed": 1, "items": [{"id": 1, "agent": 1}, {"id": 1, "agent": 2}]}', "2"),
    ],
)
def test_sample_draw_names_what_is_wrong_in_a_plan(tmp_path, capsys, text, named):
    plan = tmp_path / "plan.json"
    plan.write_text(text)

    status = cli.run(["quality", "sample", "--draw", str(plan)])

    assert status == 1
    assert named in capsys.readouterr().err


def test_sample_wants_one_question(capsys):
    assert cli.run(["quality", "sample", "--population", "100"]) != 0
    assert "--size" in capsys.readouterr().err
