import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tagih.config import jobs
from tagih.journal.models import Access
from tagih.portfolio.models import Landing
from tests.factories import feeds, staff
from tests.web.office.conftest import signed_in

pytestmark = pytest.mark.django_db
IMPORTS = "/impor/"


@pytest.fixture
def clerk(lake):
    return signed_in(staff.person(role="OPERATOR", name="Rina Clerk", username="rina"))


def drop(client, content: str, feed: str = "contracts", **said):
    file = SimpleUploadedFile("kontrak harian.csv", content.encode())
    return client.post(IMPORTS, {"file": file, "feed": feed, "date": "20/11/2026", "profile": ""} | said)


def suspicious() -> str:
    """A hundred contracts, thirty of them without a status."""
    rows = ({"contract_no": f"K{number}", "status": "" if number < 30 else "ACTIVE"} for number in range(100))
    return feeds.csv_text("contracts", *rows)


def test_dropped_file_is_landed_by_a_worker_and_shown(clerk):
    answer = drop(clerk, feeds.csv_text("contracts", {}, {"contract_no": "K2", "due_day": "99"}))
    landing = Landing.objects.get()
    before = clerk.get(answer["Location"]).content.decode()
    jobs.drain()
    after = clerk.get(answer["Location"])

    assert answer["Location"] == f"{IMPORTS}{landing.pk}/"
    assert f'data-live="landing:{landing.pk}"' in before
    landing.refresh_from_db()
    assert (landing.status, landing.received_by, landing.accepted, landing.rejected) == ("LANDED", "rina", 1, 1)
    assert [(reject.line, reject.column, reject.value) for reject in after.context["rejects"]] == [(3, "due_day", "99")]
    assert "data-live" not in after.content.decode().split('id="state"')[1].split(">")[0]


def test_staged_upload_is_gone_after_landing(clerk):
    drop(clerk, feeds.csv_text("contracts", {}))
    staged = Path(Landing.objects.get().staged_file)
    was_there = staged.exists()
    jobs.drain()

    assert (was_there, staged.exists()) == (True, False)


def test_file_that_cannot_be_used_is_told_at_the_field(clerk):
    answer = drop(clerk, "a,b\n1,2\n")

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"][0].startswith("Kolom")
    assert not Landing.objects.exists()


def test_file_is_asked_for(clerk):
    answer = clerk.post(IMPORTS, {"feed": "contracts", "date": "20/11/2026"})

    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_same_file_again_leads_to_the_first(clerk):
    first = drop(clerk, feeds.csv_text("contracts", {}))
    jobs.drain()

    again = drop(clerk, feeds.csv_text("contracts", {}))

    assert again["Location"] == first["Location"]
    assert Landing.objects.count() == 1


def test_suspicious_file_waits_and_a_second_person_lands_it(clerk):
    drop(clerk, suspicious())
    jobs.drain()
    landing = Landing.objects.get()
    head = signed_in(staff.person(role="HEAD"))
    page = head.get(f"{IMPORTS}{landing.pk}/")

    answer = head.post(f"{IMPORTS}{landing.pk}/setujui/")

    assert landing.status == "WAITING"
    assert [doubt.code for doubt in page.context["doubts"]] == ["MANY_REJECTS"]
    assert answer.status_code == 302
    landing.refresh_from_db()
    assert (landing.status, landing.accepted, landing.lake_version) == ("LANDED", 70, 1)


def test_who_brought_a_file_cannot_approve_it(lake):
    administrator = signed_in(staff.person(role="ADMINISTRATOR"))
    drop(administrator, suspicious())
    jobs.drain()
    landing = Landing.objects.get()

    page = administrator.get(f"{IMPORTS}{landing.pk}/").content.decode()
    administrator.post(f"{IMPORTS}{landing.pk}/setujui/")

    assert "/setujui/" not in page
    landing.refresh_from_db()
    assert landing.status == "WAITING"


def test_clerk_without_the_right_cannot_decide(clerk):
    drop(clerk, suspicious())
    jobs.drain()
    landing = Landing.objects.get()

    assert clerk.post(f"{IMPORTS}{landing.pk}/setujui/").status_code == 403
    assert clerk.post(f"{IMPORTS}{landing.pk}/tolak/", {"reason": "x"}).status_code == 403


def test_file_is_turned_away_with_a_reason(clerk):
    drop(clerk, suspicious())
    jobs.drain()
    landing = Landing.objects.get()
    head = signed_in(staff.person(role="HEAD"))

    without = head.post(f"{IMPORTS}{landing.pk}/tolak/", {"reason": " "})
    head.post(f"{IMPORTS}{landing.pk}/tolak/", {"reason": "Kolom status kosong"})

    assert without.status_code == 422
    landing.refresh_from_db()
    assert (landing.status, landing.note, landing.lake_version) == ("REFUSED", "Kolom status kosong", None)


def test_rejects_are_downloaded_in_indonesian_and_noted(clerk):
    drop(clerk, feeds.csv_text("contracts", {}, {"contract_no": "K2", "due_day": "99"}))
    jobs.drain()
    landing = Landing.objects.get()

    answer = clerk.get(f"{IMPORTS}{landing.pk}/ditolak/")

    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    assert (row["line"], row["column"], row["value"]) == ("3", "due_day", "99")
    assert row["reason_en"] == "The value lies outside what is possible here."
    assert row["reason"] != row["reason_en"]
    assert Access.objects.filter(subject_kind="landing", subject_id=str(landing.pk)).count() == 1


def test_agent_sees_nothing_of_it(lake):
    agent = signed_in(staff.person(role="AGENT"))

    assert agent.get(IMPORTS).status_code == 403


def test_list_costs_the_same_for_one_and_three(clerk, django_assert_num_queries):
    drop(clerk, feeds.csv_text("contracts", {}))
    with CaptureQueriesContext(connection) as one:
        clerk.get(IMPORTS)
    cost = len(one)
    drop(clerk, feeds.csv_text("contracts", {"contract_no": "K5"}))
    drop(clerk, feeds.csv_text("contracts", {"contract_no": "K6"}))

    with django_assert_num_queries(cost):
        page = clerk.get(IMPORTS)

    assert len(page.context["lines"]) == 3


def test_list_is_filtered_by_feed_state_date_and_name(clerk):
    drop(clerk, feeds.csv_text("contracts", {}))
    drop(clerk, feeds.csv_text("payments", {}), feed="payments")
    jobs.drain()

    def shown(**asked):
        return [line.landing.feed for line in clerk.get(IMPORTS, asked).context["lines"]]

    assert shown(feed="payments") == ["payments"]
    assert shown(status="WAITING") == []
    assert shown(since="2026-11-21") == []
    assert shown(until="2026-11-20", q="harian") == ["payments", "contracts"]


def test_empty_list_says_what_to_do(clerk):
    page = clerk.get(IMPORTS).content.decode()

    assert 'class="empty"' in page
