"""A month is made, mended and published; an agent lives with it; a day goes otherwise; somebody leaves."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tagih.cases.models import Case, Promise, WorkItem
from tagih.config import jobs
from tagih.workforce.models import Cell, DemandForecast, Departure, LeaveRequest, Measure, Plan
from tests.factories import cases, figures, staff, workforce
from tests.factories.workforce import MONDAY, NEXT_MONDAY, NOW, ONE_DAY, TODAY
from tests.journeys import lender, planned_team
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DAYS = 28
PATIENCE_MS = 30_000  # a month of sixty people has 1,680 cells, and the search runs beside the browser
TWO_LOOKS = [(1440, "dark"), (390, "light")]
LIGHT = [(1440, "light")]  # a page that cannot be loaded anew stays in its colours


def plain(page) -> None:
    """As a wide page by day, after the looks of axe."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})


def looked_at(page, name: str = "", *, looks: list[tuple[int, str]] | None = None, of: str = "") -> None:
    """This will keep a picture of the page as it stands, then let axe look at it, loaded anew for each look."""
    if name:
        picture(page, name, of=of)
    assert faults_of(page, page.url, looks=looks) == []
    plain(page)


def says(page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text, timeout=PATIENCE_MS)


def told(page, text: str) -> None:
    """What the program answers to a deed, wherever on the page it stands."""
    expect(page.locator("body")).to_contain_text(text, timeout=PATIENCE_MS)


def cell_of(page, person, day: dt.date):
    return page.locator(f"button.cell[data-person='{person.employee_no}'][data-day='{day}']")


def rows_of(plan: Plan) -> dict[tuple[int, dt.date], int]:
    """Shift by person and day."""
    cells = Cell.objects.filter(plan=plan, shift__isnull=False)
    return {(person, day): shift for person, day, shift in cells.values_list("person", "day", "shift")}


def days_of(plan: Plan, person) -> list[dt.date]:
    return [day for who, day in sorted(rows_of(plan)) if who == person.pk]


def test_a_planner_makes_mends_and_publishes_a_month(house, lake, page, monkeypatch):
    lender.set_clock(monkeypatch)
    team = planned_team.team(shifts=3)
    page.set_default_timeout(PATIENCE_MS)
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, team.planner)
    page.goto("/jadwal/rencana/")
    page.get_by_role("link", name="Sif baru").click()
    page.fill("#id_code", "S")
    page.fill("#id_name", "Siang")
    page.fill("#id_starts", "12:00")
    page.fill("#id_ends", "20:00")
    page.get_by_role("button", name="Tambah").click()
    says(page, "12.00–20.00")

    page.keyboard.press("n")
    page.fill("#id_first_day", f"{NEXT_MONDAY:%d/%m/%Y}")
    page.fill("#id_weekday", "38")
    page.fill("#id_saturday", "20")
    page.fill("#id_seconds", "10")
    page.get_by_role("button", name="Buat rencana").click()
    says(page, "Sedang dibuat")
    jobs.drain()
    page.goto("/jadwal/rencana/")
    page.locator("a.rowlink").click()

    plan = Plan.objects.get()
    expect(page.locator(".roster tbody tr")).to_have_count(60, timeout=PATIENCE_MS)
    says(page, "Yang bisa membantu")
    looked_at(page, "roster-month", looks=TWO_LOOKS)

    somebody = next(one for one in team.people if len(days_of(plan, one)) == 20)
    sunday = NEXT_MONDAY + dt.timedelta(days=6)
    cell_of(page, somebody, sunday).press("p")
    expect(page.locator("#refusal")).to_contain_text("5", timeout=PATIENCE_MS)
    assert faults_of(page, looks=LIGHT) == []
    plain(page)
    page.get_by_role("button", name="Tetap simpan").click()
    says(page, "Aturan yang dilanggar rencana ini")
    cell_of(page, somebody, sunday).press("Delete")
    expect(page.locator("main")).not_to_contain_text("Aturan yang dilanggar rencana ini", timeout=PATIENCE_MS)
    drag_to_a_day_too_many(page, somebody, sunday)

    page.get_by_role("button", name="Terbitkan").click()
    says(page, "Sudah membaca")
    before, ill = rows_of(plan), somebody
    absent_on = days_of(plan, ill)[:2]
    page.get_by_role("link", name="Laporkan ketidakhadiran").click()
    looked_at(page)
    page.select_option("#id_person", label=ill.full_name)
    page.select_option("#id_kind", label="Sakit")
    page.fill("#id_first_day", f"{absent_on[0]:%d/%m/%Y}")
    page.fill("#id_last_day", f"{absent_on[-1]:%d/%m/%Y}")
    page.fill("#id_note", "Demam")
    page.get_by_role("button", name="Laporkan").click()
    told(page, "rencana diperbaiki sendiri")
    jobs.drain()

    after = rows_of(plan)
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    assert {(ill.pk, day) for day in absent_on} <= changed
    assert len(changed) <= 0.03 * 60 * DAYS
    page.goto(f"/jadwal/rencana/{plan.pk}/")
    expect(page.locator(".is-leave")).to_have_count((absent_on[-1] - absent_on[0]).days + 1, timeout=PATIENCE_MS)
    expect(page.locator("main")).not_to_contain_text("Aturan yang dilanggar rencana ini", timeout=PATIENCE_MS)


def drag_to_a_day_too_many(page, person, day: dt.date) -> None:
    """The rule is shown while the shift is still in the hand; let go elsewhere, nothing happens."""
    target = cell_of(page, person, day)
    target.scroll_into_view_if_needed()
    page.locator(".shift-key [data-shift='S']").hover()
    page.mouse.down()
    target.hover()
    target.hover()
    expect(page.locator(".cell.is-refused")).to_have_count(1, timeout=PATIENCE_MS)
    page.locator("h1").hover()
    page.mouse.up()


PHONE = {"width": 390, "height": 844}


def sits_down(context, person):
    """A page of somebody's own, signed in."""
    context.clear_cookies()
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    sign_in(page, person)
    return page


def month_of(team, *people) -> Plan:
    """A published month in which people work from Monday to Friday, early and late by turns."""
    early, late = team.shifts["P"], team.shifts["S"]
    rows = {
        person: [None if day % 7 > 4 else (late if (turn + day // 7) % 2 else early) for day in range(DAYS)]
        for turn, person in enumerate(people)
    }
    return workforce.plan(team.unit, rows, first_day=NEXT_MONDAY, weekday=2)


def test_an_agent_asks_for_leave_swaps_and_sees_the_plan_on_a_phone(house, lake, context, monkeypatch):
    lender.set_clock(monkeypatch)
    team = planned_team.team(people=4)
    rina, sari = (
        staff.person(role="AGENT", unit=team.unit, name=name, username=name.split()[0].lower())
        for name in ("Rina Wulandari", "Sari Tirtaloka")
    )
    workforce.operations.give_yearly_right(year=2026, now=NOW)
    plan = month_of(team, rina, sari, *team.people)

    phone = sits_down(context, rina)
    phone.set_viewport_size(PHONE)
    phone.goto("/jadwal/")
    phone.get_by_role("button", name="Sudah saya baca").click()
    says(phone, "Senin, 08.00–16.00")
    phone.get_by_role("link", name="Ajukan cuti").click()
    says(phone, "sisa 12 hari")
    looked_at(phone)
    phone.set_viewport_size(PHONE)
    phone.select_option("#id_kind", label="Cuti tahunan")
    for field in ("#id_first_day", "#id_last_day"):
        phone.fill(field, f"{NEXT_MONDAY + 10 * ONE_DAY:%d/%m/%Y}")
    phone.fill("#id_note", "Acara keluarga")
    phone.get_by_role("button", name="Ajukan").click()
    says(phone, "Dikabulkan")
    assert LeaveRequest.objects.get().status == "GRANTED"

    phone.get_by_role("link", name="Tukar sif").click()
    looked_at(phone)
    phone.set_viewport_size(PHONE)
    phone.select_option("#id_giver_day", value=str(NEXT_MONDAY))
    phone.select_option("#id_other", value=f"{plan.pk}:{sari.pk}:{NEXT_MONDAY}")
    phone.get_by_role("button", name="Tanya rekan").click()
    says(phone, "Menunggu rekan")
    looked_at(phone, "own-shifts")
    phone.close()

    colleague = sits_down(context, sari)
    colleague.set_viewport_size(PHONE)
    colleague.goto("/jadwal/")
    says(colleague, "Rina Wulandari")
    colleague.locator("button[name=answer][value=yes]").click()
    told(colleague, "Ketua tim memutuskan")
    colleague.close()

    leader = sits_down(context, team.leader)
    leader.goto("/jadwal/cuti/?unit=MELATI")
    looked_at(leader, "leave-and-swaps")
    leader.get_by_role("link", name="Setujui").click()
    looked_at(leader)
    leader.get_by_role("button", name="Setujui").click()
    says(leader, "Tidak ada penukaran menunggu Anda")
    leader.close()

    phone = sits_down(context, rina)
    phone.set_viewport_size(PHONE)
    phone.goto("/jadwal/")
    expect(phone.locator(".next-shift")).to_contain_text("Senin, 12.00–20.00", timeout=PATIENCE_MS)


HALF_PAST_TEN = NOW + dt.timedelta(minutes=30)


def morning_of(team, here, *, cases_an_hour: int) -> None:
    """What those who are there have worked since eight, evenly, as the desk wrote it down."""
    about = figures.case(team.branch)
    pause = dt.timedelta(minutes=60 / cases_an_hour)
    for person in here:
        at = HALF_PAST_TEN - dt.timedelta(hours=2, minutes=30)
        while at + pause <= HALF_PAST_TEN:
            figures.activity(about, person, team.unit, at=at, minutes=5, on=TODAY)
            at += pause


def test_at_half_past_ten_three_are_missing_and_the_leader_follows_advice(house, lake, context, monkeypatch):
    lender.set_clock(monkeypatch, HALF_PAST_TEN)
    team = planned_team.team(people=11)
    rina = staff.person(role="AGENT", unit=team.unit, name="Rina Wulandari", username="rina")
    workforce.certify(rina)
    everybody = [*team.people, rina]
    missing, trained, here = everybody[:3], [*everybody[3:5], rina], everybody[5:11]
    early = team.shifts["P"]
    workforce.plan(team.unit, {one: [early] * 5 for one in everybody}, first_day=MONDAY, weekday=12)
    workforce.at_work(*trained, *here, since=NOW - dt.timedelta(hours=2))
    workforce.at_work(*trained, since=NOW, state="TRAINING")
    morning_of(team, [*trained, *here], cases_an_hour=8)
    DemandForecast.objects.create(
        unit=team.unit, kind="OUTBOUND", first_day=TODAY, days=1, starts_min=480, values=[[40] * 15 + [0] * 9],
        method="WEEKDAY_MEAN", made_at=NOW - ONE_DAY,
    )  # fmt: skip
    promised = cases.case(team.branch)
    Case.objects.filter(pk=promised.pk).update(owner=missing[0], callback_at=HALF_PAST_TEN, callback_by=missing[0])
    WorkItem.objects.filter(case=promised).update(assignee=missing[0])

    leader = sits_down(context, team.leader)
    leader.goto("/jadwal/hari-ini/?unit=MELATI")
    says(leader, "3 orang seharusnya hadir tetapi belum")
    for one in missing:
        says(leader, one.full_name)
    looked_at(leader, "day")
    leader.get_by_role("button", name="Alihkan tugas mereka hari ini ke rekan").click()
    told(leader, "janji bayar lebih dulu")
    assert WorkItem.objects.get(case=promised).assignee_id in {one.pk for one in [*trained, *here]}

    advice = leader.locator("li", has_text="Tunda rapat").first
    foreseen = re.findall(r"(\d+),(\d) %", advice.inner_text())
    advice.get_by_role("button", name="Jalankan").click()
    says(leader, "Selesai hari ini")
    measure = Measure.objects.get()
    assert measure.after["service_level"] > measure.before["service_level"]
    assert f"{measure.after['service_level'] * 100:.1f}".replace(".", ",") in [",".join(pair) for pair in foreseen]
    leader.close()

    agent = sits_down(context, rina)
    agent.set_viewport_size(PHONE)
    agent.goto("/jadwal/")
    says(agent, "silakan kembali bertugas")
    agent.close()
    workforce.at_work(*trained, since=HALF_PAST_TEN, state="READY")

    leader = sits_down(context, team.leader)
    leader.goto("/jadwal/hari-ini/?unit=MELATI")
    expect(leader.locator("main")).not_to_contain_text("Tunda rapat dan pelatihan oleh", timeout=PATIENCE_MS)
    looked_at(leader, "day-after")
    leader.goto("/jadwal/kehadiran/?unit=MELATI")
    expect(leader.locator(".stats")).to_contain_text("Tidak hadir", timeout=PATIENCE_MS)
    looked_at(leader)


def test_an_agent_resigns_and_no_promise_is_orphaned(house, lake, context, monkeypatch):
    lender.set_clock(monkeypatch)
    team = planned_team.team(people=5)
    leaving = team.people[0]
    month_of(team, *team.people)
    made = [cases.case(team.branch) for _turn in range(6)]
    Case.objects.filter(pk__in=[case.pk for case in made]).update(owner=leaving)
    WorkItem.objects.filter(case__in=made).update(assignee=leaving)
    Case.objects.filter(pk=made[0].pk).update(callback_at=NOW + dt.timedelta(hours=2), callback_by=leaving)
    for case in made[1:3]:
        figures.promise(case, leaving, team.unit, due=TODAY + 3 * ONE_DAY)

    planner = sits_down(context, team.planner)
    planner.goto("/jadwal/orang/?q=Agus")
    planner.get_by_role("link", name="Berhenti", exact=True).first.click()
    planner.fill("#id_last_day", f"{TODAY + 10 * ONE_DAY:%d/%m/%Y}")
    planner.fill("#id_reason", "Pindah ke kota lain")
    planner.get_by_role("button", name="Catat").click()
    says(planner, "Akan atau sudah berhenti")
    looked_at(planner, "departures")
    jobs.drain()

    gone = Departure.objects.get()
    assert (gone.cases_handed_over, gone.promises_kept, gone.callbacks_kept) == (6, 2, 1)
    colleagues = {one.pk for one in team.people[1:]}
    waiting = Case.objects.filter(pk__in=[case.pk for case in made])
    assert set(waiting.values_list("owner", flat=True)) <= colleagues
    assert set(Promise.objects.filter(status="OPEN").values_list("case__owner", flat=True)) <= colleagues
    assert waiting.get(pk=made[0].pk).callback_by_id in colleagues
    last = TODAY + 10 * ONE_DAY
    assert not Cell.objects.filter(person=leaving, day__gt=last, shift__isnull=False, plan__status="PUBLISHED").exists()
