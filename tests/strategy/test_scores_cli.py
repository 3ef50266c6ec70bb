"""`tagih strategy train` and `evaluate`, as people type them."""

import csv
import json

import pytest

from tagih.config.cli import run
from tests.strategy.past import calls

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    table = calls(4_000)
    path = tmp_path / "calls.csv"
    with path.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow([*table.columns, "day", "sex", "paid"])
        for place in range(len(table.happened)):
            known = [round(float(column[place]), 5) for column in table.columns.values()]
            rows.writerow([*known, place, table.groups["sex"][place], int(table.happened[place])])
    return path


def test_duration_raises_the_alarm_in_one_line(file, capsys):
    assert run(["strategy", "train", str(file), "--label", "paid", "--time", "day", "--trait", "sex"]) == 1

    told = capsys.readouterr().err.strip()
    assert len(told.splitlines()) == 1
    assert "duration" in told


def test_score_is_kept_and_judged_on_other_rows(file, tmp_path, capsys):
    kept = tmp_path / "score.gz"
    asked = ["--label", "paid", "--time", "day", "--trait", "sex", "--without", "duration", "--json"]
    asked += ["--out", str(kept)]

    assert run(["strategy", "train", str(file), *asked]) == 0
    trained = json.loads(capsys.readouterr().out)
    assert run(["strategy", "evaluate", str(kept), str(file), "--label", "paid", "--json"]) == 0
    judged = json.loads(capsys.readouterr().out)

    assert trained["features"] == ["known_0", "known_1", "known_2", "known_3"]
    assert 0.55 < trained["auc"] < 0.8
    assert judged["rows"] == {"judged": 4_000}
    assert abs(judged["auc"] - trained["auc"]) < 0.08
    assert judged["drift"]["score"] < 0.1


def test_unusable_files_are_refused_in_one_line(file, tmp_path, capsys):
    other = tmp_path / "x.csv"
    other.write_text("a,b\n1,x\n2,y\n")

    assert run(["strategy", "train", str(other), "--label", "paid"]) == 1
    assert run(["strategy", "train", str(other), "--label", "a"]) == 1
    assert run(["strategy", "evaluate", str(other), str(file), "--label", "paid"]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 3
