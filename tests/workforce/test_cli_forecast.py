import csv
import json

import pytest

from tagih.config import cli
from tests.workforce.volumes import volumes


def write(folder, rows, header=("at", "value")):
    file = folder / "volumes.csv"
    with file.open("w", newline="") as text:
        csv.writer(text).writerows([header, *rows])
    return str(file)


def half_hours(weeks=8):
    history = volumes(1, weeks=weeks, intervals=4)
    for day, row in enumerate(history.volumes):
        for interval, value in enumerate(row):
            yield f"{history.date(day)}T{8 + interval:02d}:00", int(value)


def test_forecast_goes_on_where_the_file_ends(tmp_path, capsys):
    status = cli.run(["workforce", "forecast", write(tmp_path, half_hours()), "--horizon", "6"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert [row["at"] for row in answer["forecast"]][:5] == [
        "2026-03-02T08:00",
        "2026-03-02T09:00",
        "2026-03-02T10:00",
        "2026-03-02T11:00",
        "2026-03-03T08:00",
    ]
    assert all(row["value"] > 0 for row in answer["forecast"])


def test_forecast_takes_daily_totals_of_several_series(tmp_path, capsys):
    rows = [(f"2026-03-{day:02d}", name, 10 * day) for day in range(1, 29) for name in ("desk", "field")]

    cli.run(["workforce", "forecast", write(tmp_path, rows, ("date", "series", "calls")), "--horizon", "3"])

    answer = json.loads(capsys.readouterr().out)
    assert [found["series"] for found in answer["series"]] == ["desk", "field"]
    assert [len(found["forecast"]) for found in answer["series"]] == [3, 3]


@pytest.mark.parametrize(
    ("rows", "header", "named"),
    [
        ([("2026-01-01", "-3")], ("at", "value"), "line 2, value"),
        ([("yesterday", "3")], ("at", "value"), "line 2, at"),
        ([("2026-01-01", "3"), ("2026-01-01", "4")], ("at", "value"), "line 3"),
        ([("2026-01-01", "3")], ("at", "value"), "too few"),
        ([("0001-01-01", "3"), ("9999-01-01", "4")], ("at", "value"), "too long"),
        ([("2026-01-01", "3")], ("when", "value"), "when"),
        ([("2026-01-01",)], ("at", "value"), "line 2"),
        ([], ("at", "value"), "no row"),
    ],
)
def test_forecast_names_the_line_that_is_wrong(tmp_path, capsys, rows, header, named):
    status = cli.run(["workforce", "forecast", write(tmp_path, rows, header), "--horizon", "3"])

    assert status == 1
    assert named in capsys.readouterr().err
