import json

import pytest

from tagih.config import cli

TEAM = {
    "days": 2,
    "intervals": ["08:00", "12:00"],
    "shifts": [{"id": "early", "start_min": 480, "end_min": 960, "paid_min": 420}],
    "agents": [{"id": 1, "skills": ["desk"], "max_days_week": 5, "leave": [1]}],
    "demand": [[1, 1], [1, 1]],
    "rules": {"rest_h": 11, "max_consecutive_days": 6, "max_hours_week": 40},
}


def write(folder, text):
    file = folder / "team.json"
    file.write_text(text if isinstance(text, str) else json.dumps(text))
    return str(file)


def test_roster_answers_with_plan_gaps_and_bound(tmp_path, capsys):
    status = cli.run(["workforce", "roster", write(tmp_path, TEAM), "--seconds", "2"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert answer == {
        "roster": {"1": ["early", None]},
        "short": [{"day": 1, "interval": 0, "missing": 1.0}, {"day": 1, "interval": 1, "missing": 1.0}],
        "bound": 2.0,
        "cost": 2.0,
        "violations": [],
    }


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"demand": [[1, 1]]}, "demand has 1 days"),
        ({"demand": [[1], [1]]}, "demand of day 0"),
        ({"demand": [[-1, 1], [1, 1]]}, "demand.0.0"),
        ({"agents": TEAM["agents"] * 2}, "occurs twice"),
        ({"shifts": [{"id": "x", "start_min": 900, "end_min": 800, "paid_min": 1}]}, "1440"),
        ({"intervals": ["noon"]}, "intervals"),
        ({"days": 0}, "days"),
    ],
)
def test_roster_names_the_field_that_is_wrong(tmp_path, capsys, changes, named):
    status = cli.run(["workforce", "roster", write(tmp_path, TEAM | changes), "--seconds", "1"])

    assert status == 1
    assert named in capsys.readouterr().err


def test_roster_names_the_rules_that_fixed_cells_break(tmp_path, capsys):
    agent = TEAM["agents"][0] | {"pinned": {"1": "early"}}

    status = cli.run(["workforce", "roster", write(tmp_path, TEAM | {"agents": [agent]}), "--seconds", "1"])

    assert status == 1
    assert "works on day 1 though absent" in capsys.readouterr().err
