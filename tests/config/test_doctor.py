import json

import pytest

from tagih.config import checkup, cli
from tagih.config.checkup import Health
from tagih.kernel import home


def found(check) -> dict[str, checkup.Finding]:
    return {finding.check: finding for finding in check()}


@pytest.mark.django_db
def test_doctor_answers_with_one_json_object_and_a_status(capsys, lake):
    status = cli.run(["doctor", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == (0 if answer["healthy"] else 1)
    assert {"python", "database", "lake", "keys"} <= {check["check"] for check in answer["checks"]}


@pytest.mark.django_db
def test_broken_check_is_a_line_and_the_others_still_run(monkeypatch):
    def _lake():
        raise OSError("read-only file system")

    monkeypatch.setattr(checkup, "CHECKS", [_lake, checkup._python])

    lake, python = checkup.examine()

    assert (lake.check, lake.health, lake.seen) == ("lake", Health.BROKEN, "read-only file system")
    assert python.health is Health.FINE


def test_key_that_others_can_read_is_broken_and_says_what_to_mend(tmp_path, monkeypatch):
    monkeypatch.setenv("TAGIH_HOME", str(tmp_path))
    home.key("session")
    fine = found(checkup._data_folder)["keys"]
    (tmp_path / "keys" / "session").chmod(0o644)

    broken = found(checkup._data_folder)["keys"]

    assert fine.health is Health.FINE
    assert broken.health is Health.BROKEN
    assert "chmod" in broken.remedy


@pytest.mark.django_db
def test_fast_test_server_is_called_not_durable():
    findings = found(checkup._database)

    assert findings["database"].health is Health.FINE
    assert findings["database durability"].health is Health.WARNING


def test_shared_database_with_keys_of_one_machine_is_warned_about(settings, monkeypatch):
    monkeypatch.setattr(checkup.database, "is_embedded", lambda: False)
    monkeypatch.delenv("TAGIH_DATA_KEYS", raising=False)
    settings.ALLOWED_HOSTS = ["tagih.example"]
    settings.HTTPS = False

    assert set(found(checkup._secrets)) == {"https", "data keys"}
