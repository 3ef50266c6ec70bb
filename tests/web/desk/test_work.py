import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tagih.cases import operations
from tagih.cases.models import Activity, AgentStateChange, Hold, Note, Promise, WorkItem
from tagih.contacts.models import Attempt
from tagih.kernel.ids import uuid7
from tests.factories import cases, contacts
from tests.web.desk.conftest import NOW

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def triggered(response) -> dict:
    return json.loads(response.headers.get("HX-Trigger", "{}"))


def test_desk_without_work_says_why(desk):
    cases.round()

    page = desk.client.get("/meja/")
    answer = desk.client.post("/meja/berikut/", headers=HTMX)

    assert page.status_code == 200
    assert "Tidak ada pekerjaan yang menunggu" in answer.content.decode()


def test_next_shows_who_why_and_what_is_owed(desk):
    case = desk.case(days=21, overdue=1_250_000)

    text = desk.client.post("/meja/berikut/", headers=HTMX).content.decode()

    assert case.customer.full_name in text
    assert "Terlambat 21 hari" in text
    assert "Rp1.250.000" in text
    assert "Selamat pagi, saya Sari Tirtaloka" in text
    assert desk.point(case).masked in text


def test_next_in_a_second_tab_brings_the_same_case(desk):
    first, second = desk.case(), desk.case()

    desk.take()
    desk.take()

    leased = WorkItem.objects.filter(leased_by=desk.agent)
    assert leased.count() == 1
    assert {first.pk, second.pk} > {leased.get().case_id}


def test_call_shows_the_number_and_logs_who_saw_it(desk):
    case = desk.case()
    desk.take()

    answer = desk.call(case).content.decode()

    attempt = Attempt.objects.get(customer=case.customer)
    assert f'value="{attempt.pk}"' in answer
    assert 'href="tel:+62812' in answer
    from tagih.journal.models import Access

    assert Access.objects.filter(person_id=desk.agent.pk, subject_kind="contact_point").exists()


def test_call_after_hours_is_refused_in_words_with_source_and_next_time(desk, at, settings):
    settings.TAGIH_IDLE_LOCK_SECONDS = 0
    case = desk.case()
    desk.take()
    at(NOW.replace(hour=13, minute=30))  # 20.30 in Lampung

    answer = desk.call(case).content.decode()

    assert not Attempt.objects.exists()
    assert "Telepon ini belum diizinkan" in answer
    assert "POJK 22/2023" in answer
    assert "21/11/2026 08.00" in answer
    assert "tel:" not in answer


def test_call_without_having_the_case_in_hand_is_a_conflict(desk):
    case = desk.case()

    assert desk.call(case).status_code == 409


def test_call_given_back_does_not_count(desk):
    case = desk.case()
    desk.take()
    desk.call(case)
    attempt = Attempt.objects.get()

    desk.client.post(f"/meja/kasus/{case.code}/hubungi/batal/", {"attempt": str(attempt.pk)}, headers=HTMX)

    attempt.refresh_from_db()
    assert attempt.state == "CANCELLED"


def test_result_is_saved_and_the_next_case_comes(desk):
    first, second = desk.case(), desk.case()
    desk.take()
    mine = desk.held().case
    desk.call(mine)
    attempt = Attempt.objects.get()

    answer = desk.enter(mine, "NO_ANSWER", attempt=str(attempt.pk), contact_point=desk.point(mine).pk, party="NOBODY")

    other = second if mine == first else first
    saved = Activity.objects.get(case=mine)
    assert (saved.result.code, saved.attempt_id, saved.agent) == ("NO_ANSWER", attempt.pk, desk.agent)
    assert desk.held().case == other
    assert other.customer.full_name in answer.content.decode()
    assert triggered(answer)["desk:saved"] == {"case": mine.code}


def test_result_sent_twice_is_one_entry(desk):
    case = desk.case()
    desk.take()
    same = str(uuid7(NOW))

    desk.enter(case, "NO_ANSWER", activity_id=same)
    again = desk.enter(case, "NO_ANSWER", activity_id=same)

    assert again.status_code == 200
    assert Activity.objects.count() == 1


def test_promise_keeps_amount_day_and_contract(desk):
    case = desk.case(overdue=1_000_000)
    desk.take()

    desk.enter(case, "PROMISE", amount="1.000.000", due_on="25")

    promise = Promise.objects.get(case=case)
    assert (promise.total, str(promise.last_due_on)) == (1_000_000, "2026-11-25")
    assert promise.contract == case.customer.contracts.get()


def test_promise_in_two_parts_has_two_legs(desk):
    case = desk.case(overdue=1_000_000)
    desk.take()

    desk.enter(case, "PROMISE", amount="400.000", due_on="23", amount_2="600rb", due_on_2="25")

    legs = Promise.objects.get(case=case).legs.order_by("number")
    assert [(int(leg.amount), leg.due_on.day) for leg in legs] == [(400_000, 23), (600_000, 25)]


def test_second_part_without_a_day_asks_for_it(desk):
    case = desk.case(overdue=1_000_000)
    desk.take()

    answer = desk.enter(case, "PROMISE", amount="400.000", due_on="23", amount_2="600rb")

    assert 'id="id_due_on_2_error"' in answer.content.decode()
    assert not Promise.objects.exists()


def test_promise_beyond_the_limit_is_shown_at_its_field_and_nothing_is_lost(desk):
    case = desk.case()
    desk.take()

    answer = desk.enter(case, "PROMISE", amount="1.000.000", due_on="31/12/2026", notes="Menunggu panen")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#result-form"
    assert 'id="id_due_on_error"' in text
    assert "Menunggu panen" in text
    assert 'value="31/12/2026"' in text
    assert not Activity.objects.exists()
    assert desk.item(case).leased_by == desk.agent


@pytest.mark.parametrize(
    ("result", "field"),
    [("PROMISE", "amount"), ("CALL_BACK", "follow_up_day"), ("REFUSES", "delay_reason"), ("CLAIMS_PAID", "paid_on"),
     ("DECEASED", "notes")],
)  # fmt: skip
def test_result_that_misses_its_part_asks_for_it(desk, result, field):
    case = desk.case()
    desk.take()

    answer = desk.enter(case, result)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_callback_is_taken_in_the_customers_local_time(desk):
    case = desk.case()
    contacts.make_point(case.customer, kind="ADDRESS", value="Jl. Perintis 9", label="BILLING", region_code="73.71")
    case.customer.contact_points.filter(region_code="18.71").delete()
    desk.take()

    desk.enter(case, "CALL_BACK", follow_up_day="+0", follow_up_time="16.30")

    assert Activity.objects.get().follow_up_at.isoformat() == "2026-11-20T08:30:00+00:00"  # 16.30 WITA


def test_result_after_the_case_was_taken_back_keeps_the_entry(desk):
    case = desk.case()
    desk.take()
    operations.take_back(item=desk.item(case), by=desk.agent, now=NOW)

    answer = desk.enter(case, "NO_ANSWER", notes="dering lama")

    assert answer.status_code == 422
    assert "dering lama" in answer.content.decode()
    assert not Activity.objects.exists()


def test_result_with_a_forged_mark_is_refused(desk):
    case = desk.case()
    desk.take()

    assert desk.enter(case, "NO_ANSWER", activity_id=str(uuid.uuid4())).status_code == 422


def test_result_then_a_break_hands_out_nothing(desk):
    desk.case()
    desk.case()
    desk.take()
    case = desk.held().case

    desk.enter(case, "NO_ANSWER", after="BREAK")

    assert desk.held() is None
    assert AgentStateChange.objects.filter(person=desk.agent).latest("pk").state == "BREAK"


def test_put_back_needs_a_reason_and_leaves_a_note(desk):
    case = desk.case()
    desk.take()
    address = f"/meja/kasus/{case.code}/kembalikan/"

    refused = desk.client.post(address, {"reason": " "}, headers=HTMX)
    assert triggered(refused)["toast"]["tone"] == "bad"
    desk.client.post(address, {"reason": "Bahasa daerah"}, headers=HTMX)

    assert desk.item(case).status == "READY"
    assert "Bahasa daerah" in Note.objects.get(case=case).text


def test_hold_pauses_collection(desk):
    case = desk.case()
    desk.take()

    desk.client.post(f"/meja/kasus/{case.code}/jeda/", {"reason": "ILLNESS", "note": "Dirawat"}, headers=HTMX)

    assert Hold.objects.get(case=case).reason == "ILLNESS"


def test_beat_renews_the_lease_and_says_when_it_is_gone(desk):
    case = desk.case()
    desk.take()
    item = desk.item(case)

    kept = desk.client.post("/meja/denyut/", {"item": item.pk})
    operations.take_back(item=item, by=desk.agent, now=NOW)
    lost = desk.client.post("/meja/denyut/", {"item": item.pk})

    assert (kept.status_code, lost.status_code) == (204, 409)
    assert desk.client.post("/meja/denyut/", {"item": "x"}).status_code == 400


def test_state_cannot_change_with_a_case_in_hand(desk):
    desk.case()
    desk.take()

    desk.client.post("/meja/status/", {"state": "BREAK"}, headers=HTMX)

    assert AgentStateChange.objects.filter(person=desk.agent).latest("pk").state == "WORKING"


def test_forms_work_without_scripts(desk):
    case = desk.case()

    taken = desk.client.post("/meja/berikut/")
    values = {"activity_id": str(uuid7(NOW)), "result": "NO_ANSWER", "action": "CALL_OUT"}
    saved = desk.client.post(f"/meja/kasus/{case.code}/hasil/", values)

    assert (taken.status_code, taken["Location"]) == (302, "/meja/")
    assert (saved.status_code, saved["Location"]) == (302, "/meja/")
    assert Activity.objects.filter(case=case).exists()


def test_page_costs_the_same_for_one_and_three_of_everything(desk):
    case = desk.case()
    desk.take()
    desk.client.get("/meja/")
    with CaptureQueriesContext(connection) as one:
        desk.client.get("/meja/")
    for _turn in range(2):
        cases.contract(desk.branch, customer=case.customer)
        contacts.make_point(case.customer)
        operations.open_hold(case=case, reason=["ILLNESS", "DISPUTE"][_turn], by=desk.agent, now=NOW)
        operations.record_promise(
            case=case, draft=cases.draft((1 + _turn, 900_000)), by=desk.agent, now=NOW
        )  # fmt: skip

    with CaptureQueriesContext(connection) as three:
        page = desk.client.get("/meja/")

    assert case.customer.full_name in page.content.decode()
    assert len(three) == len(one)


def test_desk_is_for_those_who_work_cases(browser, desk):
    auditor = browser(cases.agent(desk.branch, role="AUDITOR"))

    assert auditor.get("/meja/").status_code == 403
    assert auditor.post("/meja/berikut/").status_code == 403
