"""The life of a file: once, corrected, suspicious, interrupted, with a full disk, with somebody else at it."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from tagih.journal.models import Event
from tagih.kernel import database
from tagih.kernel import lake as lake_
from tagih.portfolio import operations as portfolio
from tagih.portfolio import queries
from tagih.portfolio.feeds.files import FileUnusable
from tagih.portfolio.models import Landing
from tagih.portfolio.operations import landings
from tagih.portfolio.operations.landings import FeedUnknown, LandingBusy, LandingNotWaiting, SecondPersonNeeded
from tagih.portfolio.rules.landing import Limits, suspicions
from tests.factories import staff
from tests.factories.feeds import DATE, NOW, csv_text

TOMORROW = DATE + dt.timedelta(days=1)


def contracts(count: int, *, without_status: int = 0) -> str:
    rows = (
        {"contract_no": f"K{number}", "status": "" if number < without_status else "ACTIVE"} for number in range(count)
    )
    return csv_text("contracts", *rows)


def codes(landing: Landing) -> list[str]:
    return [finding["code"] for finding in landing.findings]


def test_same_content_again_is_nothing_and_says_so(load, tmp_path):
    first = load("contracts", contracts(3))
    copy = tmp_path / "copy.csv"
    copy.write_text(contracts(3))

    receipt = portfolio.receive_feed(feed="contracts", path=copy, business_date=DATE, now=NOW)

    assert (receipt.already_loaded, receipt.landing.pk) == (True, first.pk)
    assert len(lake_.versions("contracts", DATE)) == 1


def test_corrected_file_makes_a_new_version_and_the_old_one_stays(load, rows):
    load("contracts", contracts(3))
    corrected = load("contracts", contracts(4))

    assert (corrected.lake_version, codes(corrected)) == (2, ["REPLACES"])
    assert [partition.rows for partition in lake_.versions("contracts", DATE)] == [3, 4]
    assert len(rows("contracts", "contract_no")) == 4


def test_yesterdays_file_today_lands_and_is_told(load):
    load("contracts", contracts(3))
    again = load("contracts", contracts(3), date=TOMORROW)

    assert (again.status, again.findings) == ("LANDED", [{"code": "SAME_AS", "count": 0, "columns": ["2026-11-20"]}])


def test_yesterdays_balances_today_reject_every_row_and_wait(load):
    yesterday = csv_text("balances", *({"contract_no": f"K{number}"} for number in range(50)))
    load("balances", yesterday)

    again = load("balances", yesterday, date=TOMORROW)

    assert (again.status, again.rejected) == ("WAITING", 50)
    assert lake_.latest("balances", TOMORROW) is None


def test_file_with_many_rejects_waits_outside_the_lake(load):
    landing = load("contracts", contracts(100, without_status=30))

    assert (landing.status, landing.accepted, landing.rejected, codes(landing)[0]) == (
        "WAITING",
        70,
        30,
        "MANY_REJECTS",
    )
    assert lake_.latest("contracts", DATE) is None


def test_file_with_far_fewer_rows_waits(load):
    load("contracts", contracts(100))
    shorter = load("contracts", contracts(70), date=TOMORROW)

    assert (shorter.status, shorter.findings[0]) == ("WAITING", {"code": "FEWER_ROWS", "count": 30})


def test_partial_feeds_may_have_fewer_rows(load):
    load("customers", csv_text("customers", *({"customer_no": f"C{number}"} for number in range(100))))

    assert load("customers", csv_text("customers", {}), date=TOMORROW).status == "LANDED"


def test_waiting_file_is_found_again_and_not_read_twice(load):
    waiting = load("contracts", contracts(100, without_status=30))

    assert load("contracts", contracts(100, without_status=30)).pk == waiting.pk


def test_waiting_file_lands_by_a_second_person(load, rows):
    clerk, head = staff.person(role="OPERATOR"), staff.person(role="HEAD")
    waiting = load("contracts", contracts(100, without_status=30), by=clerk)

    with pytest.raises(SecondPersonNeeded):
        portfolio.approve_landing(landing_id=waiting.pk, by=clerk, now=NOW)
    landed = portfolio.approve_landing(landing_id=waiting.pk, by=head, now=NOW)

    assert (landed.status, landed.decided_by, codes(landed)[-1]) == ("LANDED", head.username, "APPROVED")
    assert len(rows("contracts", "contract_no")) == 70
    with pytest.raises(LandingNotWaiting):
        portfolio.approve_landing(landing_id=waiting.pk, by=head, now=NOW)


def test_operator_may_land_a_suspicious_file_at_once(load):
    landing = load("contracts", contracts(100, without_status=30), is_approved=True)

    assert (landing.status, landing.decided_by, "APPROVED" in codes(landing)) == ("LANDED", "system", True)


def test_refused_file_leaves_the_lake_alone_and_may_come_again(load):
    waiting = load("contracts", contracts(100, without_status=30))
    portfolio.refuse_landing(landing_id=waiting.pk, reason="Kolom kosong", by=staff.person(role="HEAD"), now=NOW)

    again = load("contracts", contracts(100, without_status=30))

    assert (again.pk != waiting.pk, again.status) == (True, "WAITING")
    assert lake_.latest("contracts", DATE) is None


def test_landing_is_told_to_the_journal_once(load):
    landing = load("contracts", contracts(3))

    (event,) = Event.objects.filter(name__contains="FeedLanded")
    assert (event.subject_id, event.payload["rows"]) == (str(landing.pk), 3)


def test_contracts_of_unknown_customers_land_and_are_told(load):
    load("customers", csv_text("customers", {"customer_no": "C1"}))
    landing = load("contracts", csv_text("contracts", {}, {"contract_no": "K2", "customer_no": "C9"}))

    assert (landing.status, landing.accepted, landing.findings) == (
        "LANDED",
        2,
        [{"code": "UNKNOWN_CUSTOMER", "count": 1}],
    )


def test_payments_for_unknown_contracts_land_and_are_told(load, rows):
    load("contracts", contracts(2))
    landing = load("payments", csv_text("payments", {}, {"payment_ref": "P2", "contract_no": "NOBODY"}))

    assert rows("payments", "payment_ref") == ["P1", "P2"]
    assert landing.findings == [{"code": "UNKNOWN_CONTRACT", "count": 1}]


def test_unknown_feed_is_refused(tmp_path):
    with pytest.raises(FeedUnknown, match="loans"):
        portfolio.receive_feed(feed="loans", path=tmp_path, business_date=DATE, now=NOW)


def test_two_at_once_is_refused_with_advice(load, tmp_path):
    path = tmp_path / "contracts.csv"
    path.write_text(contracts(3))
    receipt = portfolio.receive_feed(feed="contracts", path=path, business_date=DATE, now=NOW)

    with psycopg.connect(database.dsn()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [database.lock_number("landing", "contracts", DATE)])
        with pytest.raises(LandingBusy):
            portfolio.land(landing_id=receipt.landing.pk, now=NOW)

    assert portfolio.land(landing_id=receipt.landing.pk, now=NOW).status == "LANDED"


def test_killed_between_lake_and_database_the_next_attempt_ends_the_same(load, monkeypatch, tmp_path):
    def database_away(*_arguments, **_choices):
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patched:
        patched.setattr(landings, "_settle", database_away)
        with pytest.raises(OperationalError):
            load("contracts", contracts(3))
    interrupted = Landing.objects.get()
    again = load("contracts", contracts(3))

    assert [partition.rows for partition in lake_.versions("contracts", DATE)] == [3]
    interrupted.refresh_from_db()
    assert (interrupted.status, again.status, again.lake_version) == ("FAILED", "LANDED", 1)


def test_file_that_changes_after_it_was_received_is_refused(load, tmp_path):
    path = tmp_path / "contracts.csv"
    path.write_text(contracts(3))
    receipt = portfolio.receive_feed(feed="contracts", path=path, business_date=DATE, now=NOW)
    path.write_text(contracts(2))

    with pytest.raises(FileUnusable) as refused:
        portfolio.land(landing_id=receipt.landing.pk, now=NOW)

    assert refused.value.code == "FILE_CHANGED"
    assert Landing.objects.get().status == "FAILED"


FULL_DISK = """
import os, sys, signal, resource
import django
django.setup()
from pathlib import Path
from django.conf import settings
import datetime as dt
from tagih.kernel import lake
from tagih.portfolio.feeds import files, profiles, reading
from tagih.portfolio.feeds.columns import FEEDS
from tagih.portfolio.operations.landings import recognised
settings.TAGIH_LAKE = sys.argv[2]
path, columns, profile = Path(sys.argv[1]), FEEDS["contracts"], profiles.load("")
date = dt.date(2026, 11, 20)
source = recognised(columns, profile, path, files.examine(path))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    with lake.write("contracts", date, now=dt.datetime(2026, 11, 20, tzinfo=dt.UTC)) as draft:
        place = reading.Place(Path(draft.file()), draft.folder, draft.folder)
        reading.read(columns, profile, source, place, business_date=date)
except lake.LakeFull as full:
    print(full.code)
"""


def test_full_disk_is_a_clear_message_and_nothing_half_written(tmp_path):
    path = tmp_path / "contracts.csv"
    path.write_text(contracts(20_000))
    folder = tmp_path / "lake"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "src:."}

    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), str(folder)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )

    assert "LAKE_FULL" in done.stdout, done.stderr
    assert [entry.name for entry in folder.rglob("*") if entry.is_file()] == []


@given(rows=st.integers(0, 10_000), rejected=st.integers(0, 10_000), repeated=st.integers(0, 10_000))
def test_repeated_rows_never_make_a_file_suspicious(rows, rejected, repeated):
    rejected, repeated = min(rejected, rows), min(repeated, rejected, rows)
    found = suspicions(
        feed="payments", rows=rows, rejected=rejected, repeated=repeated, previous_rows=None, limits=Limits()
    )

    assert bool(found) == (rejected - repeated >= 20 and (rejected - repeated) * 50 > rows)


def test_findings_are_told_in_words(load):
    landing = load("contracts", contracts(100, without_status=30))

    (doubt, *_rest) = queries.findings_of(landing)
    assert (doubt.code, doubt.count, bool(str(doubt.sentence))) == ("MANY_REJECTS", 30, True)


def test_progress_is_told_while_landing(load, monkeypatch):
    shares = []
    monkeypatch.setattr(landings, "_EVERY", 0)

    load("contracts", contracts(60_000) + "K1,C1\n", on_share=shares.append, is_approved=True)

    assert shares == sorted(shares)
    assert shares


def test_folders_are_for_their_owner_only(load):
    landing = load("customers", csv_text("customers", {}, {"customer_no": ""}))
    folder = Path(landing.rejects_file).parent

    assert folder.stat().st_mode & 0o077 == 0
    assert {file.stat().st_mode & 0o077 for file in folder.iterdir()} == {0}


def test_limits_are_a_setting(load, settings):
    settings.TAGIH_FEED_LIMITS = "rejected_share=0.5, rejected_least=50"

    assert load("contracts", contracts(100, without_status=30)).status == "LANDED"


def test_unknown_limit_is_an_error():
    with pytest.raises(ValueError, match="rejects"):
        Limits.parse("rejects=1")
