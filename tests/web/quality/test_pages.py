"""Screens of quality: what they show, to whom, with how many statements."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tagih.journal.models import Access
from tagih.quality import operations
from tagih.quality.models import Dispute, Evaluation, Review, SamplePlan
from tests.factories import quality
from tests.quality.sounds import speech

pytestmark = pytest.mark.django_db
NOW = quality.NOW
LISTS = ("rates", "plans", "queue", "disputes", "calibrations")


@pytest.fixture(autouse=True)
def recordings(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture
def branch():
    return quality.branch()


@pytest.fixture
def reviewer(branch):
    return quality.reviewer()


@pytest.fixture
def page(browser: Callable, reviewer):
    return browser(reviewer)


@pytest.fixture
def agent(branch):
    return quality.agent(branch)


def review(branch, reviewer, agent, *, contacts: int = 1) -> Review:
    for day in range(1, contacts + 1):
        quality.contact(agent, branch, day=day)
    return quality.drawn(branch, by=reviewer, random=contacts, risk=0).reviews.select_related("reviewer").first()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_empty_and_not_for_an_agent(page, browser, agent, name) -> None:
    assert page.get(reverse(f"quality:{name}")).status_code == 200
    assert browser(agent).get(reverse(f"quality:{name}")).status_code == 403


def test_a_month_is_planned_drawn_and_drawn_again(page, branch, agent) -> None:
    quality.contact(agent, branch)
    told = {"name": "Oktober", "unit": branch.pk, "first_on": "01/10/2026", "last_on": "31/10/2026",
            "random_per_agent": 4, "risk_total": 10, "seed": "kopi"}  # fmt: skip
    page.post(reverse("quality:make_plan"), told)
    plan = SamplePlan.objects.get()

    page.post(reverse("quality:draw_plan", args=[plan.pk]), {"yes": "1"})
    shown = page.get(reverse("quality:plan", args=[plan.pk]), {"periksa": "1"}).content.decode()

    assert "kontak yang sama" in shown and "kopi" in shown
    assert page.get(reverse("quality:plan_file", args=[plan.pk])).json()["seed"] == "kopi"
    assert page.post(reverse("quality:draw_plan", args=[plan.pk]), {"yes": "1"}).status_code == 422
    assert page.post(reverse("quality:make_plan"), told | {"last_on": "01/09/2026"}).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_queue_asks_the_same_for_one_and_three(page, branch, reviewer, agent, number, django_assert_max_num_queries):
    review(branch, reviewer, agent, contacts=number)
    page.get(reverse("quality:queue"))

    with django_assert_max_num_queries(16):
        shown = page.get(reverse("quality:queue")).content.decode()

    assert shown.count("/mulai/") == number


def test_a_contact_is_scored_on_its_page_and_released(page, branch, reviewer, agent, browser) -> None:
    row = review(branch, reviewer, agent)
    page.post(reverse("quality:start_score", args=[row.pk]))
    score = Evaluation.objects.get()
    address = reverse("quality:score", args=[score.pk])
    assert browser(agent).get(address).status_code == 404  # not before it is released
    early = page.post(address, {"version": "0", "submit": "1"})
    assert early.status_code == 422 and Evaluation.objects.get().status == "DRAFT"
    answers = {f"a-{name}": value for name, value in quality.best(score).items()}
    page.post(reverse("quality:mark", args=[score.pk]), {"at": "1:05", "text": "Memotong", "item": ""})

    page.post(address, answers | {"version": "1", "submit": "1", "c-listens": "Bagus"})
    page.post(reverse("quality:release", args=[row.plan_id]))

    score.refresh_from_db()
    assert (score.status, score.points, score.comments, score.marks.get().at_ms) == (
        "RELEASED", 100, {"listens": "Bagus"}, 65_000,
    )  # fmt: skip
    own = browser(agent)
    assert "Memotong" in own.get(address).content.decode()
    own.post(reverse("quality:acknowledge", args=[score.pk]), {"reply": "Siap"})
    score.refresh_from_db()
    assert (score.status, score.reply) == ("ACKNOWLEDGED", "Siap")
    stranger = browser(quality.agent(branch, "Lain"))
    assert stranger.get(address).status_code == 404


def test_a_stale_window_is_told(page, branch, reviewer, agent) -> None:
    score = operations.start_score(review=review(branch, reviewer, agent), by=reviewer, now=NOW)
    address = reverse("quality:score", args=[score.pk])
    page.post(address, {"version": "0"})

    assert page.post(address, {"version": "0"}).status_code == 422
    assert page.post(address, {"version": "x"}).status_code == 422


def test_a_dispute_is_raised_by_the_agent_and_decided_by_another(page, browser, branch, reviewer, agent) -> None:
    other = quality.reviewer("Bagas Pratama")
    row = review(branch, reviewer, agent)
    score = quality.scored(row, failed=["listens"])
    own = browser(agent)
    assert own.post(reverse("quality:dispute", args=[score.pk]), {"reason": "x"}).status_code == 422
    own.post(reverse("quality:dispute", args=[score.pk]), {"items": ["listens"], "reason": "Saya mendengarkan."})
    made = Dispute.objects.get()
    second = browser(other if row.reviewer_id == reviewer.pk else reviewer)
    address = reverse("quality:decide", args=[made.pk])

    assert second.post(address, {"a-listens": "3", "answer": ""}).status_code == 422
    second.post(address, {"a-listens": "3", "answer": "Setuju."})

    made.refresh_from_db()
    assert (made.status, Evaluation.objects.get(replaces=score).points) == ("OVERTURNED", 100)
    assert "Setuju." in own.get(reverse("quality:score", args=[score.pk])).content.decode()
    assert own.get(reverse("quality:mine")).content.decode().count("rowlink") == 2


def test_sound_is_heard_in_ranges_by_those_who_may_and_hearing_is_recorded(page, browser, branch, reviewer, agent):
    row = review(branch, reviewer, agent)
    content = speech()
    operations.keep_recording(attempt=row.attempt, content=content, by=None, now=NOW)
    score = operations.start_score(review=row, by=row.reviewer, now=NOW)
    address = reverse("quality:sound", args=[score.pk])

    part = page.get(address, headers={"Range": "bytes=0-99"})
    beyond = page.get(address, headers={"Range": f"bytes={len(content)}-"})
    outline = page.get(reverse("quality:outline", args=[score.pk])).json()

    assert (part.status_code, part.content, part["Content-Range"]) == (206, content[:100], f"bytes 0-99/{len(content)}")
    assert beyond.status_code == 416 and len(outline["peaks"]) == 2 and outline["seconds"] == 2.0
    assert page.get(address).content == content
    assert page.get(address, headers={"Range": "bytes=-10"}).content == content[-10:]
    assert browser(agent).get(address).status_code == 404
    assert Access.objects.filter(what="recording", customer_no=row.attempt.customer.customer_no).count() == 2
    assert "nonce-" in page.get(reverse("quality:score", args=[score.pk]))["Content-Security-Policy"]


def test_rates_are_shown_with_their_interval_and_nobody_is_ranked_on_few(page, branch, reviewer) -> None:
    for name in ("Agen Satu", "Agen Dua"):
        person = quality.agent(branch, name)
        for day in (1, 2, 3):
            quality.contact(person, branch, day=day)
    plan = quality.drawn(branch, by=reviewer, random=2, risk=2)
    random = set(plan.drawn.filter(sample="RANDOM").values_list("review", flat=True))
    for row in plan.reviews.select_related("reviewer"):
        quality.scored(row, failed=() if row.pk in random else ["no_threat"])

    shown = page.get(reverse("quality:rates")).content.decode()

    assert "tidak dapat membedakan" in shown and "Peringkat" not in shown
    assert shown.index("Agen Dua") < shown.index("Agen Satu")
    file = page.get(reverse("quality:rates"), {"file": "csv"}).content.decode("utf-8-sig").splitlines()
    assert file[1].split(",")[1] == "0.00" and len(file) == 3  # nothing of the risk sample


def test_a_calibration_goes_from_blind_to_consensus(page, browser, branch, reviewer, agent) -> None:
    other = quality.reviewer("Bagas Pratama")
    row = review(branch, reviewer, agent)
    quality.scored(row)
    page.post(reverse("quality:make_calibration"), {
        "name": "November", "contacts": [str(row.attempt_id)], "reviewers": [reviewer.pk, other.pk],
        "due_on": "27/11/2026"})  # fmt: skip
    held = Evaluation.objects.filter(kind="CALIBRATION").order_by("pk")
    session = held[0].calibration_contacts.get().calibration
    for score in held.select_related("reviewer", "form"):
        who = browser(score.reviewer)
        answers = {f"a-{name}": value for name, value in quality.best(score).items()}
        who.post(reverse("quality:score", args=[score.pk]), answers | {"version": "0", "submit": "1"})
        assert page.get(reverse("quality:calibration", args=[session.pk])).status_code == 200

    page.post(reverse("quality:lay_open", args=[session.pk]))
    place = session.contacts.get()
    page.post(reverse("quality:close_calibration", args=[session.pk]),
              {f"k-{place.pk}-summed_up": "NO", "outcome": "Harus lisan"})  # fmt: skip

    place.refresh_from_db()
    session.refresh_from_db()
    assert (session.status, place.consensus) == ("CLOSED", {"summed_up": "NO"})
    assert "Harus lisan" in page.get(reverse("quality:calibration", args=[session.pk])).content.decode()
