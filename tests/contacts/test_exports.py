import csv
import json

import pyarrow.parquet as pq
import pytest

from tagih.config import cli
from tests.contacts.test_attempts import call
from tests.factories.contacts import make_debtor, make_point

pytestmark = pytest.mark.django_db


def test_attempts_of_a_day_are_exported_masked(tmp_path, now, capsys):
    debtor = make_debtor()
    attempt = call(debtor, make_point(debtor, value="081290001111"), now).attempt
    out = tmp_path / "attempts.csv"

    status = cli.run(["export", "attempts", "--date", "2026-11-20", "--out", str(out), "--json"])

    assert (status, json.loads(capsys.readouterr().out)["rows"]) == (0, 1)
    (row,) = csv.DictReader(out.read_text().splitlines())
    assert (row["attempt_id"], row["customer_no"]) == (str(attempt.pk), debtor.customer_no)
    assert row["contact_point_masked"] == "+62812•••••111"
    assert row["closed_at"] == ""


def test_attempts_of_another_day_are_not(tmp_path, now):
    debtor = make_debtor()
    call(debtor, make_point(debtor), now)
    out = tmp_path / "attempts.parquet"

    assert cli.run(["export", "attempts", "--date", "2026-11-19", "--out", str(out)]) == 0
    assert pq.read_table(out).num_rows == 0


def test_contact_points_are_exported_masked(tmp_path):
    debtor = make_debtor(region_code="")
    make_point(debtor, value="081290001111")
    out = tmp_path / "points.parquet"

    assert cli.run(["export", "contact-points", "--out", str(out)]) == 0
    (row,) = pq.read_table(out).to_pylist()
    assert (row["value_masked"], row["state"], row["failures"]) == ("+62812•••••111", "UNVERIFIED", 0)
    assert b"290001111" not in out.read_bytes()
