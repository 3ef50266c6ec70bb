"""A collector's day: fetched, worked without a signal, killed in the middle, sent once in the evening."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tagih.cases.models import Activity, Promise
from tagih.field.models import DayPlan, Operation, Receipt, Stop, Visit
from tagih.kernel import clock
from tagih.payments.models import Payment
from tests.factories import cases, field
from tests.factories.staff import PASSWORD
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import DRIVER, House
from tests.journeys.phone import PIN, Pocket, enter_visit, unlock
from tests.journeys.pictures import picture

pytestmark = pytest.mark.journey


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
    _branch, budi, stops = _house_of_a_collector()
    page = pocket.start(**_door(stops[0]))
    complaints: list[str] = []
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    page.on("console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None)

    page.goto("/masuk/?next=/lapangan/")
    page.fill("#id_username", budi.username)
    page.fill("#id_password", PASSWORD)
    page.click("form button.btn-primary")
    page.wait_for_selector("#pin")
    unlock(page)
    page.wait_for_selector(".stops li")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    picture(page, "field-list")
    page.evaluate("location.hash = '#/kartu'")
    address = page.text_content("#card-address")
    picture(page, "field-card")

    pocket.context.set_offline(True)
    page.reload()
    unlock(page)
    page.evaluate("location.hash = '#/rute'")
    page.wait_for_selector(".sketch circle")
    picture(page, "field-route")
    page.evaluate(f"location.hash = '#/orang/{stops[0].pk}'")
    page.wait_for_selector("#visit")
    picture(page, "field-person")

    enter_visit(page, stops[0], result="MET_PROMISED")
    page.locator(".choice:has(input[value='CONSUMER'])").click()
    page.fill("#promise-amount", "750000")
    _photo(page, tmp_path, 1)
    picture(page, "field-visit", of="#fence")
    page.click("#save")
    page.wait_for_selector(".stops li.done")

    pocket.stand(**_door(stops[1]))
    enter_visit(page, stops[1], result="MET_PAID")
    page.locator(".choice:has(input[value='CONSUMER'])").click()
    page.fill("#cash", "250000")
    page.locator("#signature").scroll_into_view_if_needed()
    box = page.locator("#signature").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 90, steps=6)
    page.mouse.up()
    page.click("#save")
    page.wait_for_selector("#receipt-no")
    number = page.text_content("#receipt-no")
    picture(page, "field-receipt")

    pocket.kill()
    page = pocket.start(**_door(stops[2]), is_offline=True)
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    page.goto("/lapangan/")
    unlock(page)
    expect(page.locator(".stops li.done")).to_have_count(2)
    enter_visit(page, stops[2], result="HOUSE_EMPTY")
    _photo(page, tmp_path, 2)
    page.click("#save")
    expect(page.locator(".stops li.done")).to_have_count(3)
    page.evaluate("location.hash = '#/kirim'")
    expect(page.locator("#unsent li")).to_have_count(4)
    picture(page, "field-unsent")

    pocket.context.set_offline(False)
    expect(page.locator("#sent li")).to_have_count(4, timeout=30_000)
    picture(page, "field-sent")

    assert complaints == []
    assert sorted(Operation.objects.values_list("kind", flat=True)) == ["RECEIPT", "VISIT", "VISIT", "VISIT"]
    assert sorted(Activity.objects.values_list("result__code", flat=True)) == [
        "HOUSE_EMPTY",
        "MET_PAID",
        "MET_PROMISED",
    ]
    assert set(Visit.objects.values_list("fence", flat=True)) == {"INSIDE"}
    assert Promise.objects.get().total == Decimal(750_000)
    assert (Receipt.objects.get().number, Payment.objects.get().payment_ref) == (number, number)
    assert set(Stop.objects.values_list("state", flat=True)) == {"VISITED"}
    _debtor_asks(browser, address, budi, number)


def _debtor_asks(browser: Browser, address: str, budi, number: str) -> None:
    """Anybody may see with the codes that person and receipt are ours."""
    context = browser.new_context(bypass_csp=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    assert budi.full_name in page.text_content("main")
    picture(page, "field-verify-card")
    assert faults_of(page, looks=[(390, "light"), (390, "dark")]) == []
    assert page.goto(address[:-1] + ("0" if address[-1] != "0" else "1")).status == 404
    from tagih.field import queries

    page.goto(address.split("/lapangan/")[0] + "/lapangan/k/" + queries.code_of_receipt(number))
    assert "Rp250.000" in page.text_content("main")
    page.click("main form button")
    page.wait_for_selector("main .notice")
    assert Receipt.objects.get().denied_at is not None
    context.close()


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
    assert faults_of(page, looks=[(390, "light"), (390, "dark")]) == []
    assert PIN not in page.content()
    context.close()
