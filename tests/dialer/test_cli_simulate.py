import json

import pytest

from tagih.config import cli

HOUR = ["dialer", "simulate", "--agents", "5", "--answer", "0.3", "--ring", "20", "--talk", "120", "--wrap", "20"]
HOUR += ["--target", "0.03", "--hours", "1", "--seed", "7"]


def test_simulate_answers_with_one_json_object(capsys):
    status = cli.run([*HOUR, "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert {"utilisation", "abandon_rate", "calls", "connects", "wait_mean_s", "wait_p95_s"} <= set(answer)
    assert 0 < answer["utilisation"] <= 1


@pytest.mark.parametrize("wrong", [["--answer", "30"], ["--agents", "0"], ["--ring", "nan"], ["--mode", "psychic"]])
def test_simulate_refuses_what_no_day_can_be(capsys, wrong):
    status = cli.run([*HOUR, *wrong])

    assert status != 0
    assert wrong[0] in capsys.readouterr().err
