import json

from tagih.config import cli

DAY = ["workforce", "staff", "--calls", "100", "--aht", "240", "--interval", "1800", "--within", "20"]


def test_staff_answers_with_one_json_object(capsys):
    status = cli.run([*DAY, "--service-level", "0.8", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert list(answer) == ["agents", "service_level", "asa_s", "occupancy", "abandon_rate"]
    assert answer["agents"] == 17


def test_staff_with_patience_needs_fewer(capsys):
    cli.run([*DAY, "--patience", "120", "--json"])

    assert json.loads(capsys.readouterr().out)["agents"] == 16


def test_staff_refuses_a_share_given_in_per_cent(capsys):
    status = cli.run([*DAY, "--service-level", "80"])

    assert status != 0
    assert "--service-level" in capsys.readouterr().err


def test_staff_refuses_absurd_traffic_and_says_what_to_check(capsys):
    status = cli.run(["workforce", "staff", "--calls", "1e12", "--aht", "240", "--interval", "1800", "--within", "20"])

    assert status == 1
    assert "--interval" in capsys.readouterr().err


def test_staff_refuses_not_a_number(capsys):
    status = cli.run(["workforce", "staff", "--calls", "nan", "--aht", "240", "--interval", "1800", "--within", "20"])

    assert status != 0
    assert "Traceback" not in capsys.readouterr().err
