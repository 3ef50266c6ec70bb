import json

import pytest

from tagih.config import cli
from tests.field.days import day

SMALL = {
    "depots": [{"id": "home", "lat": -5.4, "lon": 105.2}],
    "collectors": [{"id": "budi", "depot": "home", "start_s": 28800, "end_s": 61200}],
    "stops": [{"id": 7, "lat": -5.41, "lon": 105.21, "service_s": 600, "window": [30000, 40000]}],
}


def write(folder, text):
    file = folder / "day.json"
    file.write_text(text if isinstance(text, str) else json.dumps(text))
    return str(file)


def test_route_answers_with_routes_and_times(tmp_path, capsys):
    status = cli.run(["field", "route", write(tmp_path, SMALL), "--seconds", "0.2"])

    plan = json.loads(capsys.readouterr().out)
    assert status == 0
    assert list(plan) == ["routes", "unserved", "travel_s"]
    assert [stop["id"] for stop in plan["routes"][0]["stops"]] == ["7"]
    assert plan["routes"][0]["stops"][0]["start_s"] == 30000


def test_route_takes_a_whole_branch(tmp_path, capsys):
    cli.run(["field", "route", write(tmp_path, day(stops=60, collectors=4).model_dump()), "--seconds", "1"])

    plan = json.loads(capsys.readouterr().out)
    assert sum(len(route["stops"]) for route in plan["routes"]) + len(plan["unserved"]) == 60


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"stops": [{"id": "a"}]}, "a has no lat"),
        ({"stops": [{"id": "a", "lat": 95, "lon": 0}]}, "stops.0.lat"),
        ({"stops": [{"id": "a", "lat": 1, "lon": 0, "window": [5, 1]}]}, "window closes"),
        ({"stops": [SMALL["stops"][0], SMALL["stops"][0]]}, "occurs twice"),
        ({"collectors": [{"id": "x", "depot": "nowhere", "start_s": 0, "end_s": 1}]}, "nowhere"),
        ({"matrix_s": [[0]]}, "matrix_s"),
        ({"depots": None}, "depots"),
    ],
)
def test_route_names_the_field_that_is_wrong(tmp_path, capsys, changes, named):
    status = cli.run(["field", "route", write(tmp_path, SMALL | changes), "--seconds", "0.2"])

    assert status == 1
    assert named in capsys.readouterr().err


def test_route_refuses_what_is_not_json(tmp_path, capsys):
    assert cli.run(["field", "route", write(tmp_path, "{"), "--seconds", "0.2"]) == 1
    assert "JSON" in capsys.readouterr().err
