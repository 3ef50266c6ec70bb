"""A short message before the due date, the customer's own page on a telephone without JavaScript, a promise, a
reminder, QRIS, money, and silence; and what the page says to people who cannot see."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tagih.cases.models import Promise, WorkItem
from tagih.config import jobs, setup
from tagih.config.cli import run
from tagih.kernel import clock
from tagih.kernel.ids import short_code
from tagih.messaging import jobs as sweeps
from tagih.messaging.models import Message
from tagih.messaging.queries import link_of
from tagih.payments import operations as payments
from tagih.payments.models import QrisCode
from tagih.portfolio.models import Contract, Customer
from tagih.staff.models import Person
from tests.factories import feeds
from tests.factories import messages as make
from tests.journeys import lender
from tests.journeys.arrivals import PROVIDER, SECRET, delivered
from tests.journeys.axe import faults_of
from tests.journeys.conftest import PATIENCE_MS, House, sign_in
from tests.journeys.pictures import picture
from tests.payments.test_qris import STATIC

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME, NUMBER = "Siti Rahayu Ningsih", "KTR-260001"
AMOUNT = 1_250_000
FRIDAY, SATURDAY, MONDAY = dt.date(2026, 11, 20), dt.date(2026, 11, 21), dt.date(2026, 11, 23)
PHONE = {"width": 390, "height": 844}


def eight(day: dt.date) -> dt.datetime:
    """Five past eight in Lampung: messages may leave."""
    return dt.datetime(day.year, day.month, day.day, 1, 5, tzinfo=dt.UTC)


@pytest.fixture
def people(lake, house: House, monkeypatch, settings) -> lender.House:
    """A branch whose messages go to the sandbox, with a bank and a QRIS, on the Friday before the due date."""
    settings.TAGIH_MESSAGES, settings.TAGIH_ADDRESS = "sandbox", house.address
    settings.TAGIH_WEBHOOK_SECRETS = {PROVIDER: SECRET}
    lender.set_clock(monkeypatch, eight(FRIDAY))
    setup.load_reference_data(now=eight(FRIDAY))
    made = lender.house()
    payments.set_qris(name="Maju Bersama", static_text=STATIC, by=None, now=eight(FRIDAY))
    payments.set_bank(
        code="BCA", name="BCA", kind="VA", service_id="12345", client_key="bca", signs_with="HMAC", secret="x" * 32,
        by=None, now=eight(FRIDAY),
    )  # fmt: skip
    return made


@pytest.fixture
def phone(browser: Browser, house: House):
    """An old telephone: narrow, JavaScript off."""
    opened = browser.new_context(
        base_url=house.address, java_script_enabled=False, viewport=PHONE, is_mobile=True, has_touch=True
    )
    opened.set_default_timeout(PATIENCE_MS)
    yield opened.new_page()
    opened.close()


def morning(day: dt.date, folder: Path, *, paid: bool = False) -> None:
    """The core system's files, the round, and the minute in which messages leave."""
    contract = {"contract_no": NUMBER, "customer_no": "N0001", "branch": "BDL", "tenor": 24, "principal": AMOUNT * 20,
                "instalment_amount": AMOUNT, "outstanding_principal": AMOUNT * 17}  # fmt: skip
    due = dt.date(2026, 10, 21)
    rows = {
        "customers": [{"customer_no": "N0001", "full_name": NAME, "birth_date": "1988-03-14", "identity_no": ""}],
        "contact_points": [
            {"customer_no": "N0001", "value": "081270000001", "label": "MOBILE"},
            {"customer_no": "N0001", "kind": "ADDRESS", "value": "Jl. Kartini 1", "label": "BILLING",
             "region_code": "18.71"},
        ],
        "contracts": [contract],
        "instalments": [
            {"contract_no": NUMBER, "number": turn + 1, "due_date": due + dt.timedelta(days=31 * turn),
             "principal": AMOUNT * 8 // 10, "interest": AMOUNT * 2 // 10} for turn in range(4)
        ],
        "payments": [{"payment_ref": "VA0", "contract_no": NUMBER, "amount": AMOUNT, "paid_on": due}],
    }  # fmt: skip
    for feed, lines in rows.items():
        file = folder / f"{feed}_{day:%Y%m%d}.csv"
        file.write_text(feeds.csv_text(feed, *lines))
        assert run(["feed", "load", feed, str(file), "--date", day.isoformat(), "--approve"]) == 0
    assert run(["day", "run", "--date", day.isoformat()]) == 0
    minute()


def minute() -> None:
    """What a worker does in a minute: reactions, then the sweeps of messages."""
    jobs.drain()
    sweeps.send_sms(timestamp=0)


def newest_text(page: Page, agent: Person) -> Any:
    """The newest short message in the sandbox's inbox, as an agent who comes back to the desk sees it."""
    page.context.clear_cookies()
    sign_in(page, agent)
    page.goto("/pesan/ponsel/")
    return page.locator("article").first


def test_from_a_message_to_silence(people, phone: Page, page: Page, monkeypatch, tmp_path):
    morning(FRIDAY, tmp_path)
    text = newest_text(page, people.agent)
    expect(text).to_contain_text("Perlu waktu? Pilih tanggal di sana.")
    link = text.locator("a.btn").get_attribute("href")

    promise_on_the_page(phone, link)
    lender.set_clock(monkeypatch, eight(FRIDAY) + dt.timedelta(hours=2, minutes=10))  # the rules want two hours between
    minute()
    expect(newest_text(page, people.agent)).to_contain_text("Rp1.250.000 tanggal 21 November 2026 kami catat")

    lender.set_clock(monkeypatch, eight(SATURDAY))
    morning(SATURDAY, tmp_path)
    reminder = newest_text(page, people.agent)
    expect(reminder).to_contain_text("Kami ingatkan rencana tanggal 21 November 2026")
    picture(page, "messages-telephones")

    lender.set_clock(monkeypatch, eight(MONDAY))
    morning(MONDAY, tmp_path)
    assert Promise.objects.get().status == "BROKEN"
    assert WorkItem.objects.get(status="READY").precedence == 20
    pay_by_qris(phone, page.context, reminder.locator("a.btn").get_attribute("href"))

    assert not WorkItem.objects.filter(status="READY").exists()
    assert not Message.objects.filter(state__in=["QUEUED", "RESERVED"], is_service=False).exists()
    thanks = newest_text(page, people.agent)
    expect(thanks).to_contain_text(re.compile(r"terima kasih, Bpk/Ibu Siti.* Pembayaran Anda Rp1\.[\d.]+"))
    page.goto("/meja/")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-idle")).to_contain_text("Tidak ada pekerjaan yang menunggu")


def promise_on_the_page(phone: Page, link: str) -> None:
    """The link asks one question; a wrong answer opens nothing; the page shows what falls due; a day is promised."""
    phone.goto(link)
    expect(phone.locator("body")).not_to_contain_text(NAME)
    phone.fill("#id_answer", "14/3/1989")
    phone.click("main button")
    expect(phone.locator("[role=alert]")).to_be_visible()
    phone.fill("#id_answer", "14/3/1988")
    phone.click("main button")
    expect(phone.locator("h1")).to_contain_text(NAME)
    expect(phone.locator("main")).to_contain_text("jatuh tempo 21 November 2026")
    expect(phone.locator(".big")).to_have_text("Rp1.250.000")
    picture(phone, "portal-home")
    phone.click("text=Janjikan tanggal")
    phone.fill("#id_due_on", "2026-11-21")
    picture(phone, "portal-promise")
    phone.click("main form button")
    expect(phone.locator("main")).to_contain_text("Anda berjanji membayar Rp1.250.000")


def pay_by_qris(phone: Page, context: BrowserContext, link: str) -> None:
    """The QRIS for what is due now; the provider tells of the money; the page says so at the next look."""
    phone.context.clear_cookies()
    phone.goto(link)
    phone.fill("#id_answer", "14-03-1988")
    phone.click("main button")
    phone.click("text=Bayar sekarang")
    expect(phone.locator("img.qr")).to_be_visible()
    assert phone.request.get(phone.locator("img.qr").get_attribute("src")).ok
    picture(phone, "portal-pay")
    code = QrisCode.objects.get()
    answer = delivered(
        context, "qris-1",
        {"payment_ref": "QR-1", "qris_reference": code.reference, "amount": str(code.amount), "channel": "QRIS",
         "paid_at": clock.now().isoformat()},
    )  # fmt: skip
    assert [one["outcome"] for one in answer["notices"]] == ["POSTED"]
    minute()
    phone.goto("/p/saya/")
    expect(phone.locator("main")).to_contain_text("Tidak ada tunggakan")
    expect(phone.locator("main")).to_contain_text("kami terima pada 23/11/2026. Terima kasih.")
    picture(phone, "portal-paid")


OWN = ("saya/", "saya/bayar/{pk}/", "saya/janji/", "saya/waktu/", "saya/bukti/", "saya/kontak/", "saya/sanggah/",
       "saya/keluhan/", "saya/riwayat/")  # fmt: skip
OPEN = ("petugas/", "petugas/P-XXXXXX/", "{officer}", "nothing-of-ours", "{expired}", "{link}")


def test_every_page_of_the_customer_is_clean(people, page: Page, tmp_path):
    customer = make.debtor(branch=people.branch, days=12, overdue=AMOUNT, email=True)
    Customer.objects.filter(pk=customer.pk).update(birth_date=dt.date(1988, 3, 14))
    contract = make.contract_of(customer)
    Contract.objects.filter(pk=contract.pk).update(
        principal=AMOUNT * 20, tenor=24, instalment_amount=AMOUNT, due_day=8, collateral_no="BE 2087 XY"
    )
    make.ready(django_settings)
    make.ordered(customer)
    sweeps.send_sms(timestamp=0)
    told = {
        "pk": contract.pk, "link": path_of(customer), "officer": f"petugas/{short_code(people.agent.pk, prefix='P')}/",
        "expired": path_of(customer, now=clock.now() - dt.timedelta(days=20)),
    }  # fmt: skip

    faults = [fault for one in OPEN for fault in faults_of(page, f"/p/{one.format(**told)}")]
    page.fill("#id_answer", "1/1/1990")
    page.click("main button")
    faults += faults_of(page)
    page.fill("#id_answer", "14 3 1988")
    page.click("main button")
    for one in OWN:
        faults += faults_of(page, f"/p/{one.format(**told)}")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    page.goto("/p/saya/waktu/")
    page.locator("input[name=plan]").first.check()
    page.fill("#id_words", "Panen mundur dua minggu, sanggup bulan depan")
    picture(page, "portal-plan")
    page.click("main form button")
    page.goto("/p/saya/keluhan/")
    page.fill("#id_words", "pendek")
    page.click("main form button")
    faults += faults_of(page)
    page.fill("#id_words", "Petugas menelepon kantor saya dua kali kemarin")
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("Kami menjawab paling lambat")
    faults += faults_of(page)
    picture(page, "portal-requests")

    assert faults == []


def path_of(customer: Customer, *, now: dt.datetime | None = None) -> str:
    return link_of(customer.pk, now=now or clock.now()).rpartition("/p/")[2]
