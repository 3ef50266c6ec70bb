"""An agent with a browser and a headset: calls of the dialer on a real Asterisk, people at the other end from SIPp."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tagih.cases.models import Activity, Promise, Queue
from tagih.contacts.models import Attempt, ContactPoint
from tagih.contacts.queries.points import CIPHER, HASH
from tagih.dialer import operations as dialer
from tagih.dialer.models import Call, Campaign, Recording, Seat, SeatChange
from tagih.kernel import clock, crypto
from tagih.staff import operations as staff_operations
from tagih.staff.models import Person
from tests.dialer.switches.exchange import AGENT_HZ, CUSTOMER_HZ, LEADER_HZ, Exchange, running, strength
from tests.factories import cases as work
from tests.factories import contacts as points
from tests.factories import staff
from tests.journeys import dialing, lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.asterisk, pytest.mark.django_db(transaction=True)]
LOUD, SOFT = 1000, 250
CALLER = "+6281234567890"


@dataclass
class Scene:
    """Who is there."""

    people: lender.House
    works: dialing.Works
    exchange: Exchange
    browser: Browser
    address: str
    colleague: Person

    def desk(self, person: Person) -> Page:
        """A browser of a person, at the desk. The pages' own policy holds."""
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": 1440, "height": 900}, permissions=["microphone"]
        )
        context.set_default_timeout(30_000)
        ahead = (clock.now() - dt.datetime.now(dt.UTC)).total_seconds() * 1000
        context.add_init_script(f"const real = Date.now; Date.now = () => real() + {ahead:.0f};")
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, person)
        page.goto("/meja/")
        return page

    def connect(self, person: Person) -> Page:
        """Somebody at the desk whose telephone stands."""
        page = self.desk(person)
        page.locator("[data-phone-connect]").click()
        expect(page.locator("[data-net=up]")).to_be_visible(timeout=60_000)
        dialing.soon(page, lambda: Seat.objects.get(person=person).state == "READY")
        page.locator("[data-open=phone-devices]").click()
        page.locator("#phone-clean").uncheck()  # a tone is what a filter takes for noise
        page.locator("#phone-devices [data-close]").click()
        return page


@pytest.fixture(scope="module")
def exchange() -> Iterator[Exchange]:
    with running() as made:
        yield made


@pytest.fixture
def scene(house, exchange, browser, monkeypatch, settings, tmp_path) -> Iterator[Scene]:
    """A branch with work, an engine on a real exchange, a browser with a microphone."""
    lender.set_clock(monkeypatch)
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TAGIH_TELEPHONY = "asterisk"
    settings.TAGIH_SOFTPHONE = f"ws://127.0.0.1:{exchange.http}/ws"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"connect-src": ["'self'", settings.TAGIH_SOFTPHONE]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    people = lender.house()
    colleague = staff.person(role="AGENT", unit=people.team, name="Fajar Nugraha", username="fajar")
    staff_operations.record_certificate(
        person=colleague, kind="DESK", number="SPPI-2026-0118", issuer="LSP Pembiayaan", by=None, now=lender.NOW,
        valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2027, 12, 31),
    )  # fmt: skip
    _customer(people, "Siti Rahayu Ningsih", CALLER)
    works = dialing.Works(exchange, exchange.telephone("patient"))
    works.start()
    with dialing.speaking_browser(tmp_path) as opened:
        yield Scene(people, works, exchange, opened, house.address, colleague)
    works.stop()
    dialing.hang_up_all(exchange)


def _customer(people: lender.House, name: str, number: str) -> None:
    customer = work.customer(name)
    work.contract(people.branch, customer=customer, days=26, overdue=1_250_000)
    points.make_point(customer, kind="ADDRESS", value="Jl. Kartini 8", label="BILLING", region_code="18.71")
    point = points.make_point(customer)
    ContactPoint.objects.filter(pk=point.pk).update(
        value_cipher=crypto.encrypt(number, context=CIPHER), value_hash=crypto.search_hash(number, context=HASH)
    )
    work.round()


def _campaign(mode: str, **more: object) -> Campaign:
    made = dialer.make_campaign(
        code=mode, name="Telat 8-30 hari", mode=mode, by=None, now=clock.now(), queues=list(Queue.objects.all()), **more
    )
    dialer.start_campaign(campaign=made, by=None, now=clock.now())
    for seat in Seat.objects.all():
        seat.campaigns.add(made)
    return made


def _sound(call: Call, side: str) -> bytes:
    recording = Recording.objects.filter(call=call, side=side).order_by("began_at").first()
    return dialer.play_back(recording=recording, by=call.agent, now=clock.now())


def test_a_predictive_call_comes_with_its_case_and_leaves_a_promise_and_two_recordings(scene):
    page = scene.connect(scene.people.agent)
    picture(page, "desk-phone-ready")
    _campaign("PREDICTIVE")

    expect(page.locator("h1")).to_have_text("Siti Rahayu Ningsih", timeout=60_000)
    expect(page.locator("#phone[data-state=TALKING]")).to_be_visible()
    expect(page.locator("#phone")).to_contain_text("Siti Rahayu Ningsih")
    expect(page.locator("[data-net]")).to_have_text("Jalur baik", timeout=20_000)
    picture(page, "desk-phone-call", of="#phone")
    assert faults_of(page, looks=[(1440, "light")]) == []
    page.wait_for_timeout(2_500)  # both are heard for a while
    page.locator("#command").focus()
    for key in ("j", "b", "Enter", "h"):
        page.keyboard.press(key)
    page.keyboard.press("F10")
    dialing.soon(page, lambda: Seat.objects.get(person=scene.people.agent).state == "WRAP_UP")
    page.locator("[data-save]").click()
    dialing.soon(page, lambda: Promise.objects.exists())
    call = Call.objects.get()
    dialing.soon(page, lambda: Recording.objects.filter(call=call, state="STORED").count() == 2)

    entered = Activity.objects.get()
    assert (entered.result.code, entered.attempt_id, entered.case_id) == ("PROMISE", call.pk, call.case_id)
    assert (call.outcome, Attempt.objects.get(pk=call.pk).result_class) == ("CONNECTED", "RPC")
    assert strength(_sound(call, "CUSTOMER"), CUSTOMER_HZ) > LOUD > SOFT > strength(_sound(call, "CUSTOMER"), AGENT_HZ)
    assert strength(_sound(call, "AGENT"), AGENT_HZ) > LOUD > SOFT > strength(_sound(call, "AGENT"), CUSTOMER_HZ)
    dialing.soon(page, lambda: Seat.objects.get(person=scene.people.agent).state == "READY")
    states = [change.state for change in SeatChange.objects.order_by("since", "pk")]
    assert states == ["CUT_OFF", "READY", "TALKING", "WRAP_UP", "READY"]


def test_somebody_who_calls_in_comes_with_their_case(scene):
    page = scene.connect(scene.people.agent)
    _campaign("INBOUND")
    scene.exchange.call_in(caller=CALLER)

    expect(page.locator("h1")).to_have_text("Siti Rahayu Ningsih", timeout=60_000)
    expect(page.locator("#phone")).to_contain_text("menelepon masuk")
    expect(page.locator("[data-net]")).to_have_text("Jalur baik", timeout=20_000)
    page.wait_for_timeout(2_500)
    page.locator("#id_action").select_option("CALL_IN")
    page.locator("#command").focus()
    for key in ("j", "b", "Enter", "h", "Enter"):  # entered while they still talk
        page.keyboard.press(key)
    dialing.soon(page, lambda: Promise.objects.exists())
    page.keyboard.press("F10")
    dialing.soon(page, lambda: Seat.objects.get(person=scene.people.agent).state == "READY")
    call = Call.objects.get()
    dialing.soon(page, lambda: Recording.objects.filter(call=call, state="STORED").count() == 2)

    assert (call.direction, call.outcome) == ("IN", "CONNECTED")
    assert Activity.objects.get().case_id == call.case_id
    assert strength(_sound(call, "CUSTOMER"), CUSTOMER_HZ) > LOUD > SOFT > strength(_sound(call, "CUSTOMER"), AGENT_HZ)
    assert strength(_sound(call, "AGENT"), AGENT_HZ) > LOUD > SOFT > strength(_sound(call, "AGENT"), CUSTOMER_HZ)


def test_a_call_is_discussed_with_a_colleague_and_handed_over(scene):
    page, other = scene.connect(scene.people.agent), scene.connect(scene.colleague)
    _campaign("PREDICTIVE")
    giver = dialing.soon(page, lambda: Call.objects.filter(state="TALKING").select_related("agent").first()).agent
    mine, theirs, taker = (page, other, scene.colleague) if giver == scene.people.agent else (
        other, page, scene.people.agent)  # fmt: skip
    expect(mine.locator("#phone-target")).to_be_visible()
    mine.get_by_role("button", name="Tanya", exact=True).click()
    expect(theirs.locator("#phone")).to_contain_text("Rekan bertanya")
    assert Call.objects.get().agent == giver
    picture(mine, "desk-phone-colleague", of="#phone")
    mine.get_by_role("button", name="Bertiga").click()
    dialing.soon(mine, lambda: _rooms(scene, 3))
    mine.get_by_role("button", name="Serahkan").click()

    expect(theirs.locator("h1")).to_have_text("Siti Rahayu Ningsih", timeout=60_000)
    dialing.soon(mine, lambda: Seat.objects.get(person=giver).state == "WRAP_UP")
    theirs.wait_for_timeout(2_500)
    theirs.keyboard.press("F10")
    dialing.soon(theirs, lambda: Recording.objects.filter(call__agent=taker, state="STORED").count() == 3)
    call = Call.objects.get()
    assert (call.agent, Attempt.objects.get(pk=call.pk).agent) == (taker, taker)
    for recording in Recording.objects.filter(side="AGENT"):
        sound = dialer.play_back(recording=recording, by=taker, now=clock.now())
        assert strength(sound, AGENT_HZ) > LOUD > SOFT > strength(sound, CUSTOMER_HZ)


def _rooms(scene: Scene, many: int) -> bool:
    """Whether so many hear each other in the room of the call; ears of recordings are not among them."""
    room = f"room-{Call.objects.get().pk}"
    engine = scene.works.engine
    legs = asyncio.run_coroutine_threadsafe(engine.switch.legs(), scene.works.loop).result(10)
    return sum(leg.room == room for leg in legs.values()) == many


def test_a_leader_whispers_into_the_agents_ear_beside_the_customer(scene):
    page = scene.connect(scene.people.agent)
    _campaign("PREDICTIVE")
    expect(page.locator("#phone[data-state=TALKING]")).to_be_visible(timeout=60_000)
    scene.works.engine.softphone = scene.exchange.telephone("leader", sound="leader").format(number="{account}")
    assert _heard(page, LEADER_HZ) < _heard(page, CUSTOMER_HZ) - 20

    dialer.wish(kind="WHISPER", by=scene.people.leader, target=scene.people.agent, now=clock.now())

    dialing.soon(page, lambda: abs(_heard(page, LEADER_HZ) - _heard(page, CUSTOMER_HZ)) < 10)


def _heard(page: Page, hertz: int) -> float:
    """How loud a tone is in what the agent's browser plays, in decibels."""
    return page.evaluate(
        """async hertz => {
          const context = new AudioContext();
          const ear = context.createAnalyser();
          ear.fftSize = 8192;
          context.createMediaStreamSource(document.getElementById("phone-sound").srcObject).connect(ear);
          await new Promise(done => setTimeout(done, 1200));
          const loud = new Float32Array(ear.frequencyBinCount);
          ear.getFloatFrequencyData(loud);
          const place = Math.round(hertz * ear.fftSize / context.sampleRate);
          await context.close();
          return Math.max(-150, ...loud.slice(place - 1, place + 2));
        }""",
        hertz,
    )
