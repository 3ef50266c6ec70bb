"""A collector's day: fetched, worked without a signal, killed in the middle, sent once in the evening."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tagih.cases.models import Activity, Promise
from tagih.field.models import DayPlan, Operation, Receipt, Stop, Visit, VisitBlob
from tagih.kernel import clock
from tagih.payments.models import Payment
from tests.factories import cases, field
from tests.factories.staff import PASSWORD
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import DRIVER, House
from tests.journeys.conftest import sign_in as staff_sign_in
from tests.journeys.phone import PIN, Pocket, enter_visit, met, scanned, sign_in, signed, unlock
from tests.journeys.pictures import picture

pytestmark = pytest.mark.journey
PHONE = ("-390",)
NARROW = [(390, "light"), (390, "dark")]


@pytest.fixture
def pocket(browser: Browser, house: House, tmp_path: Path) -> Iterator[Pocket]:
    held = Pocket(DRIVER[0], tmp_path / "phone", house.address)
    yield held
    held.close()


def _house_of_a_collector():
    """Three doors on a plan of today, and who visits them."""
    now = clock.now()
    branch = cases.branch("BDL")
    budi = field.collector(branch, name="Budi Jalan")
    budi.set_password(PASSWORD)
    budi.save()
    names = ("Siti Rahayu Ningsih", "Agus Salim", "Dewi Lestari")
    made = [field.debtor(branch, east=3 * place, north=2 * place, name=name) for place, name in enumerate(names)]
    wanted = field.want(*made)
    plan = DayPlan.objects.create(branch=branch, day=field.DAY, state="READY", asked_at=now, planned_at=now)
    for position, row in enumerate(wanted, start=1):
        at = now + dt.timedelta(minutes=35 * position)
        Stop.objects.create(plan=plan, wanted=row, collector=budi, position=position, arrives_at=at, starts_at=at,
                            state="PLANNED")  # fmt: skip
    return branch, budi, list(plan.stops.order_by("position"))


def _door(stop: Stop) -> dict[str, float]:
    point = stop.wanted.customer.contact_points.get(kind="ADDRESS")
    return {"lat": float(point.latitude) + 0.0001, "lon": float(point.longitude)}


def _photo(page, folder: Path, seed: int) -> None:
    file = folder / f"{seed}.jpg"
    file.write_bytes(field.picture(seed, size=1200))
    page.set_input_files("#photo", file)
    expect(page.locator("#photos")).to_contain_text("1")


def test_day_without_a_signal_is_on_the_cases_once(pocket: Pocket, tmp_path: Path, monkeypatch, browser, house):
    lender.set_clock(monkeypatch)
    branch, budi, stops = _house_of_a_collector()
    page = _listening(pocket.start(**_door(stops[0])))

    sign_in(page, budi, PASSWORD)
    address = _reads_the_day(page)
    pocket.context.set_offline(True)
    page.reload()
    unlock(page)
    _promise(page, stops[0], tmp_path)
    number, check = _cash(pocket, page, stops[1])
    pocket.kill()
    page = _listening(pocket.start(**_door(stops[2]), is_offline=True))
    page.goto("/lapangan/")
    unlock(page)
    expect(page.locator(".stops li.done")).to_have_count(2)
    _nobody_home(page, stops[2], tmp_path)
    pocket.context.set_offline(False)
    expect(page.locator("#sent li")).to_have_count(4, timeout=30_000)
    picture(page, "field-sent", widths=PHONE)

    assert page.complaints == []
    _everything_is_there_once(number)
    _leader_sees(browser, house, branch, budi)
    _debtor_asks(browser, address, budi, check)


def _listening(page):
    """The page notes what it complains about."""
    page.complaints = []
    page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
    page.on("console", lambda told: page.complaints.append(told.text) if "Content Security" in told.text else None)
    return page


def _reads_the_day(page) -> str:
    """List, card, route and person, as in the morning; what the card's code says."""
    picture(page, "field-list", widths=PHONE)
    page.evaluate("location.hash = '#/kartu'")
    expect(page.locator("#card-address")).to_be_visible()
    picture(page, "field-card", widths=PHONE)
    address = scanned(page)
    assert address == page.text_content("#card-address")
    page.evaluate("location.hash = '#/rute'")
    page.wait_for_selector(".sketch circle")
    picture(page, "field-route", widths=PHONE)
    return address


def _promise(page, stop: Stop, folder: Path) -> None:
    page.evaluate(f"location.hash = '#/orang/{stop.pk}'")
    page.wait_for_selector("#visit")
    picture(page, "field-person", widths=PHONE)
    met(page, stop, result="MET_PROMISED")
    page.fill("#promise-amount", "750000")
    _photo(page, folder, 1)
    picture(page, "field-visit", of="#fence", widths=PHONE)
    page.click("#save")
    page.wait_for_selector(".stops li.done")


def _cash(pocket: Pocket, page, stop: Stop) -> tuple[str, str]:
    """A receipt written at the door: its number, and what its code says."""
    pocket.stand(**_door(stop))
    met(page, stop, result="MET_PAID")
    page.fill("#cash", "250000")
    signed(page)
    page.click("#save")
    page.wait_for_selector("#receipt-no")
    picture(page, "field-receipt", widths=PHONE)
    return page.text_content("#receipt-no"), scanned(page)


def _nobody_home(page, stop: Stop, folder: Path) -> None:
    enter_visit(page, stop, result="HOUSE_EMPTY")
    _photo(page, folder, 2)
    page.click("#save")
    expect(page.locator(".stops li.done")).to_have_count(3)
    page.evaluate("location.hash = '#/kirim'")
    expect(page.locator("#unsent li")).to_have_count(4)
    picture(page, "field-unsent", widths=PHONE)


def _everything_is_there_once(number: str) -> None:
    assert sorted(Operation.objects.values_list("kind", flat=True)) == ["RECEIPT", "VISIT", "VISIT", "VISIT"]
    results = sorted(Activity.objects.values_list("result__code", flat=True))
    assert results == ["HOUSE_EMPTY", "MET_PAID", "MET_PROMISED"]
    assert set(Visit.objects.values_list("fence", flat=True)) == {"INSIDE"}
    assert VisitBlob.objects.count() == 2
    assert Promise.objects.get().total == Decimal(750_000)
    assert (Receipt.objects.get().number, Payment.objects.get().payment_ref) == (number, number)
    assert set(Stop.objects.values_list("state", flat=True)) == {"VISITED"}


def _leader_sees(browser: Browser, house: House, branch, budi) -> None:
    """Plan and truth of the branch on the map and in rows."""
    leader = cases.agent(branch, role="TEAM_LEADER", name="Hendra Saputra")
    leader.set_password(PASSWORD)
    leader.save()
    late = field.want(field.debtor(branch, east=9, north=-4, name="Joko Susilo"))[0]
    Stop.objects.create(plan=DayPlan.objects.get(), wanted=late, state="UNPLANNED", reason="SHIFTS_FULL")
    context = browser.new_context(
        base_url=house.address, bypass_csp=True, locale="id-ID", viewport={"width": 1440, "height": 900}
    )
    page = _listening(context.new_page())
    staff_sign_in(page, leader)
    page.goto("/lantai/lapangan/")
    page.wait_for_selector("#map[data-drawn]")

    expect(page.locator("#map path.m-tour")).to_have_count(1)
    expect(page.locator("#map .m-stop.m-done")).to_have_count(3)
    expect(page.locator("#map path.m-visit.m-inside")).to_have_count(3)
    row = page.locator("tr", has_text=budi.full_name).first
    assert [row.locator("td").nth(place).inner_text() for place in (0, 1)] == ["3", "3"]
    assert "jam kerja sudah penuh" in page.locator("tr", has_text="Joko Susilo").first.inner_text()
    picture(page, "field-lead")
    faults = faults_of(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.click(f"a[href='/lantai/lapangan/{branch.pk}/kolektor/']")
    page.wait_for_selector(f"th:has-text('{budi.full_name}')")
    picture(page, "field-crew")
    faults += faults_of(page)
    page.goto(f"/lantai/lapangan/{branch.pk}/kolektor/{budi.employee_no}/")
    faults += faults_of(page)
    assert faults == []
    assert page.complaints == []
    context.close()


def _debtor_asks(browser: Browser, address: str, budi, check: str) -> None:
    """Anybody may see with the codes that person and receipt are ours."""
    context = browser.new_context(bypass_csp=True, locale="id-ID", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    assert budi.full_name in page.text_content("main")
    picture(page, "field-verify-card", widths=PHONE)
    assert faults_of(page, looks=NARROW) == []
    assert page.goto(address[:-1] + ("0" if address[-1] != "0" else "1")).status == 404

    page.emulate_media(color_scheme="light")
    page.goto(check)
    assert "Rp250.000" in page.text_content("main")
    picture(page, "field-verify-receipt", widths=PHONE)
    assert faults_of(page, looks=NARROW) == []
    page.click("main form button")
    page.wait_for_selector("main .notice")
    assert Receipt.objects.get().denied_at is not None
    context.close()


def test_every_screen_of_the_app_is_accessible(pocket: Pocket, tmp_path: Path, monkeypatch, house):
    lender.set_clock(monkeypatch)
    _branch, budi, stops = _house_of_a_collector()
    page = pocket.start(**_door(stops[0]), bypass_csp=True)
    sign_in(page, budi, PASSWORD)
    pocket.context.set_offline(True)

    picture_of_cash(page)
    faults = []
    for place in ("", "rute", "kas", "kartu", f"orang/{stops[0].pk}"):
        page.evaluate(f"location.hash = '#/{place}'")
        faults += faults_of(page, looks=NARROW)
    met(page, stops[0], result="MET_PROMISED")
    faults += faults_of(page, looks=NARROW)
    page.fill("#cash", "100000")
    page.click("#save")
    page.wait_for_selector("#receipt-no")
    faults += faults_of(page, looks=NARROW)
    page.evaluate("location.hash = '#/kirim'")
    expect(page.locator("#unsent li")).to_have_count(2)
    faults += faults_of(page, looks=NARROW)

    assert faults == []


def picture_of_cash(page) -> None:
    page.evaluate("location.hash = '#/kas'")
    expect(page.locator("#in-hand")).to_be_visible()
    picture(page, "field-cash", widths=PHONE)


def test_app_is_small_and_accessible(pocket: Pocket, monkeypatch, browser, house):
    lender.set_clock(monkeypatch)
    context = browser.new_context(base_url=house.address, bypass_csp=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.__setitem__(answer.url, len(answer.body())))
    page.goto("/lapangan/")
    page.wait_for_selector(".btn.main")
    page.wait_for_load_state("networkidle")

    own = sum(
        size
        for address, size in sizes.items()
        if "/lapangan/" in address or "/field/" in address or "vendor/" in address
    )

    assert own < 300_000
    assert faults_of(page, looks=NARROW) == []
    assert PIN not in page.content()
    context.close()
