"""A month is heard: a sample is drawn, a call is scored with marks in its waveform, an agent disputes and is right."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tagih.quality import operations
from tagih.quality.models import Coaching, Evaluation, Review, SamplePlan
from tests.factories import quality
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.heard_month import NOW, heard_month
from tests.journeys.lender import set_clock
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture(autouse=True)
def patience(context) -> None:
    context.set_default_timeout(30_000)  # the first page of a cold program on a busy machine


def looked_at(page, name: str = "", *, of: str = "") -> None:
    """The page is free of faults, wide and light, narrow and dark, and its picture is taken."""
    page.mouse.move(0, 0)
    assert faults_of(page, looks=[(1440, "light"), (390, "dark")]) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    if name:
        picture(page, name, of=of)


def answer(page, name: str, value: str) -> None:
    page.locator(f'[data-item="{name}"] input[value="{value}"]').check(force=True)


def answer_all(page, *, failed: tuple[str, ...] = ()) -> None:
    """The best answer to all that is asked, the worst with its words to what failed."""
    names = page.locator("fieldset[data-item]").evaluate_all("found => found.map(one => one.dataset.item)")
    for name in names:
        item = page.locator(f'fieldset[data-item="{name}"]')
        if item.is_hidden():
            continue
        values = [one.get_attribute("value") for one in item.locator("input[type=radio]").all()]
        bad = name in failed or name == "promised"
        scale = sorted((value for value in values if value.isdigit()), key=int)
        answer(page, name, ("NO" if bad else "YES") if "YES" in values else (scale[0] if bad else scale[-1]))
        if name in failed:
            item.locator(".q-comment").fill("Nama perusahaan tidak disebut sampai detik ke-11.")


def other_browser(browser, page, person):
    """The page of somebody else at another machine."""
    context = browser.new_context(base_url=page.url.split("/", 3)[0] + "//" + page.url.split("/")[2], bypass_csp=True,
                                  viewport={"width": 1440, "height": 900})  # fmt: skip
    context.set_default_timeout(30_000)
    opened = context.new_page()
    sign_in(opened, person)
    return opened


def test_a_month_is_drawn_heard_disputed_and_overturned(house, page, browser, monkeypatch):
    set_clock(monkeypatch, NOW)
    month = heard_month()

    # Ratih plans October and draws it
    sign_in(page, month.first)
    page.goto("/mutu/rencana/baru/")
    page.fill("#id_name", "Oktober 2026")
    page.fill("#id_random_per_agent", "2")
    page.fill("#id_risk_total", "4")
    looked_at(page)
    page.click("form.card button.btn-primary")
    page.get_by_role("link", name="Tarik").click()
    page.click("form.card button.btn-primary")
    page.wait_for_url(re.compile(r"/mutu/rencana/\d+/$"))
    page.goto(f"{page.url}?periksa=1")
    expect(page.locator(".notice-ok")).to_be_visible()  # drawn again, the same comes out
    looked_at(page, "quality-plan")
    plan = SamplePlan.objects.get()
    assert set(plan.reviews.values_list("reviewer", flat=True)) == {month.first.pk, month.second.pk}

    # she hears one of hers, marks a moment in the waveform and scores it
    review = Review.objects.filter(reviewer=month.first, attempt__recording__state="KEPT").order_by("due_on", "pk")[0]
    page.goto("/mutu/antrean/")
    looked_at(page, "quality-queue")
    page.locator(f'form[action="/mutu/antrean/{review.pk}/mulai/"] button').click()
    page.wait_for_selector("[data-wave][data-ready]")
    page.fill("#mark-at", "0:11")
    page.fill("#mark-text", "Langsung menyebut tunggakan, tanpa nama perusahaan")
    page.click(".q-mark-form button")
    expect(page.locator(".q-marks li")).to_have_count(1)
    expect(page.locator(".q-marks [data-at]")).to_have_text("0:11")
    page.wait_for_selector("[data-wave][data-ready]")
    looked_at(page)
    answer_all(page, failed=("identified",))
    page.fill("#summary", "Tenang dan sopan. Sebutkan nama perusahaan sejak awal.")
    page.wait_for_selector("[data-wave][data-ready]")
    page.evaluate("window.scrollTo(0, 0)")
    picture(page, "quality-score")
    page.click("button[name=submit]")
    page.wait_for_url(re.compile("/mutu/antrean/"))
    page.goto(f"/mutu/rencana/{plan.pk}/")
    page.locator(f'form[action="/mutu/rencana/{plan.pk}/rilis/"] button').click()
    expect(page.locator(".toast").filter(has_text="1 nilai")).to_be_visible()
    score = Evaluation.objects.get(review=review)
    assert (score.status, score.is_fatal, score.points) == ("RELEASED", True, 0)

    # the agent reads it and disputes it
    agent = other_browser(browser, page, score.agent)
    agent.goto("/mutu/saya/")
    looked_at(agent)
    agent.locator("a.rowlink").click()
    agent.wait_for_selector("[data-wave][data-ready]")
    looked_at(agent, "quality-own-score")
    agent.locator(f'a[href="/mutu/nilai/{score.pk}/sanggah/"]').click()
    agent.check('input[name=items][value="identified"]')
    agent.fill("#id_reason", "Nama perusahaan saya sebut di detik ke-2, sebelum konsumen menyahut.")
    looked_at(agent)
    agent.click("form.card button.btn-primary")
    agent.wait_for_url(f"**/mutu/nilai/{score.pk}/")

    # Ratih cannot decide about her own score; Bagas hears it again and agrees with the agent
    page.goto("/mutu/sanggahan/")
    second = other_browser(browser, page, month.second)
    second.goto("/mutu/sanggahan/")
    looked_at(second)
    second.locator("a.rowlink").click()
    second.wait_for_selector("[data-wave][data-ready]")
    answer(second, "identified", "YES")
    second.fill("#answer", "Benar: pada detik ke-2 terdengar nama dan perusahaan. Nilai diperbaiki.")
    looked_at(second, "quality-dispute")
    second.get_by_role("button", name="Putuskan").click()
    second.wait_for_url("**/mutu/sanggahan/")

    score.refresh_from_db()
    assert (score.disputes.get().status, score.disputes.get().overturned) == ("OVERTURNED", ["identified"])
    assert score.replaced_by.points == 100
    agent.reload()
    expect(agent.locator("main")).to_contain_text("Nilai diperbaiki")

    # the picture of the month says how little it knows
    page.goto("/mutu/")
    looked_at(page, "quality-rates")


def test_reviewers_calibrate_blind_and_agree(house, page, browser, monkeypatch):
    set_clock(monkeypatch, NOW)
    month = heard_month(agents=2, each=4)
    plan = quality.drawn(month.branch, by=month.first, random=2, risk=0)
    for review in plan.reviews.all():
        quality.scored(review, release=False)

    sign_in(page, month.first)
    page.goto("/mutu/kalibrasi/baru/")
    for box in page.locator("input[name=contacts]").all()[:2]:
        box.check()
    looked_at(page)
    page.click("form.card button.btn-primary")
    page.wait_for_url(re.compile(r"/mutu/kalibrasi/\d+/"))
    session = page.url
    second = other_browser(browser, page, month.second)
    for who, failed in ((page, ("identified",)), (second, ())):
        for _contact in range(2):
            who.goto(session)
            who.locator("a.btn-s.btn-primary").first.click()
            answer_all(who, failed=failed)
            who.click("button[name=submit]")
            who.wait_for_url(re.compile("/mutu/kalibrasi/"))
    page.goto(session)
    looked_at(page)
    page.get_by_role("button", name="Buka nilainya").click()
    expect(page.locator("tr.q-differs")).to_have_count(2)
    looked_at(page, "quality-calibration")
    page.fill("#outcome", "Nama perusahaan harus disebut sebelum tunggakan. Terdengar samar dihitung tidak.")
    page.get_by_role("button", name="Simpan kesepakatan").click()
    expect(page.locator(".well")).to_contain_text("sebelum tunggakan")
    page.goto("/mutu/kalibrasi/")
    looked_at(page)
    assert Evaluation.objects.filter(kind="CALIBRATION").count() == 4
    assert not Evaluation.objects.filter(kind="CALIBRATION", status="RELEASED").exists()  # no agent sees them


def test_coaching_listens_agrees_and_asks_whether_it_helped(house, page, browser, monkeypatch):
    set_clock(monkeypatch, NOW)
    month = heard_month(agents=2, each=5)
    plan = quality.drawn(month.branch, by=month.first, random=3, risk=0)
    pupil = month.agents[0]
    for review in plan.reviews.filter(agent=pupil):
        score = quality.scored(review, failed=("summed_up",))
    heard = Evaluation.objects.filter(agent=pupil, attempt__recording__state="KEPT").order_by("pk").first()

    sign_in(page, month.first)
    page.goto(f"/mutu/nilai/{heard.pk}/")
    page.locator("main").get_by_role("link", name="Bimbing").click()
    page.select_option("#id_item", "summed_up")
    page.fill("#id_topic", "Merangkum kesepakatan sebelum menutup")
    looked_at(page)
    page.click("form.card button.btn-primary")
    page.wait_for_selector("[data-wave][data-ready]")
    page.get_by_role("link", name="Sepakati langkah").click()
    page.fill("#id_step", "Ulangi jumlah, tanggal, dan cara bayar, lalu tanya: sudah benar, Bapak/Ibu?")
    page.click("form.card button.btn-primary")
    talk = Coaching.objects.get()

    agent = other_browser(browser, page, pupil)
    agent.goto(f"/mutu/coaching/{talk.pk}/")
    agent.get_by_role("link", name="Ya, saya lakukan").click()
    agent.click("form.card button.btn-primary")
    agent.wait_for_url(f"**/mutu/coaching/{talk.pk}/")
    looked_at(agent)

    page.goto(f"/mutu/coaching/{talk.pk}/lanjutan/")
    page.fill("#id_first_on", "21/11/2026")
    page.fill("#id_last_on", "18/12/2026")
    page.fill("#id_contacts", "6")
    page.click("form.card button.btn-primary")
    page.wait_for_url(f"**/mutu/coaching/{talk.pk}/")

    # a month later the follow-up is drawn and heard: all right now
    for day in range(8):
        made = quality.contact(pupil, month.branch, day=day + 1)
        at = dt.datetime(2026, 11, 23 + day % 6, 3, day, tzinfo=dt.UTC)
        over = at + dt.timedelta(minutes=3)
        type(made).objects.filter(pk=made.pk).update(opened_at=at, started_at=at, closed_at=over)
    set_clock(monkeypatch, NOW + dt.timedelta(days=31))
    later = NOW + dt.timedelta(days=31)
    talk = Coaching.objects.select_related("follow_up").get()
    follow = operations.draw_plan(plan=talk.follow_up, by=month.first, now=later)
    for review in follow.reviews.all():
        quality.scored(review)
    page = other_browser(browser, page, month.first)
    page.goto(f"/mutu/coaching/{talk.pk}/")
    page.wait_for_selector("[data-wave][data-ready]")
    looked_at(page, "quality-coaching")
    page.get_by_role("link", name="Tutup coaching").click()
    page.click("form.card button.btn-primary")
    page.wait_for_url(f"**/mutu/coaching/{talk.pk}/")
    talk.refresh_from_db()
    assert (talk.status, talk.outcome) == ("CLOSED", "BETTER")
    assert score.points is not None
