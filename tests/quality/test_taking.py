"""Calls of the dialer come to be heard: both tapes as one sound, missing ones a finding, own words of agents read."""

import datetime as dt
import io
import uuid
import wave

import numpy as np
import pytest

from tagih.dialer import operations as dialer
from tagih.dialer.models import Call, Campaign
from tagih.dialer.models import Recording as Tape
from tagih.kernel import crypto
from tagih.messaging.models import Message
from tagih.messaging.queries import texts
from tagih.privacy import operations as privacy
from tagih.quality import operations
from tagih.quality.models import PhraseHit, Recording
from tests.factories import quality
from tests.quality.sounds import RATE, voiced, wav

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 10, 10, 3, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture
def branch():
    return quality.branch()


def call(branch, *, records: bool = True, connected: bool = True) -> Call:
    attempt = quality.contact(quality.agent(branch), branch)
    campaign = Campaign.objects.create(
        code=f"C{attempt.customer_id}", name="Pagi", mode="PROGRESSIVE", records=records, created_at=AT
    )
    return Call.objects.create(
        id=uuid.uuid4(), campaign=campaign, attempt=attempt, direction="OUT", customer=attempt.customer, node="x",
        state="ENDED", dialed_at=AT, connected_at=AT if connected else None, ended_at=AT + dt.timedelta(seconds=30),
    )  # fmt: skip


def tape(of: Call, side: str, sound: bytes, *, after_s: float = 0) -> None:
    name, began = f"{of.pk}-{side}", AT + dt.timedelta(seconds=after_s)
    dialer.begin_recording(call=of.pk, side=side, name=name, now=began)
    dialer.store_recording(name=name, sound=sound, now=LATER)


def test_both_sides_are_one_sound_each_from_when_it_began(branch):
    made = call(branch)
    tape(made, "CUSTOMER", wav(voiced(6, [(0, 1)], pitch=210)))
    tape(made, "AGENT", wav(voiced(4, [(0, 3)])), after_s=2)

    assert operations.take_recordings(now=LATER) == (1, 0)
    assert operations.take_recordings(now=LATER) == (0, 0)

    recording = Recording.objects.get()
    assert (recording.attempt_id, recording.state, recording.seconds) == (made.attempt_id, "KEPT", 6)
    with wave.open(io.BytesIO(operations.sound_of(recording))) as sound:
        both = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").reshape(-1, 2)
    loud = np.abs(both.astype(int)).reshape(6, RATE, 2).max(axis=1) > 2000
    assert loud[:, 0].tolist() == [False, False, True, True, True, False]
    assert loud[:, 1].tolist() == [True, False, False, False, False, False]
    reading = operations.read_recording(recording=recording, recogniser=None, now=LATER)
    assert reading.talk_agent == pytest.approx(3 / 6, abs=0.03) and reading.talk_over == 0


def test_a_call_that_should_have_a_recording_and_has_none_is_a_finding(branch):
    wanted, running = call(branch), call(branch)
    call(branch, records=False)
    call(branch, connected=False)  # nobody was put through: nothing to record
    dialer.begin_recording(call=running.pk, side="AGENT", name="slow", now=AT)

    assert operations.take_recordings(now=AT) == (0, 0)  # too soon to say
    assert operations.take_recordings(now=LATER) == (0, 1)

    assert Recording.objects.get().attempt_id == wanted.attempt_id
    assert Recording.objects.get().state == "MISSING"


def test_what_retention_destroys_is_deleted_here_too_and_readings_stay(branch):
    made = call(branch)
    tape(made, "AGENT", wav(voiced(4, [(0, 3)])))
    operations.take_recordings(now=LATER)
    recording = Recording.objects.get()
    operations.read_recording(recording=recording, recogniser=None, now=LATER)

    privacy.retention.DEEDS["recordings"](list(Tape.objects.values_list("pk", flat=True)), LATER)

    recording.refresh_from_db()
    assert (recording.state, recording.stored_as, operations.sound_of(recording)) == ("DELETED", "", None)
    assert recording.reading.talk_agent > 0.5


def test_a_tape_that_was_changed_is_no_sound_and_no_error(branch):
    made = call(branch)
    tape(made, "AGENT", b"no sound at all")
    operations.take_recordings(now=LATER)

    assert operations.sound_of(Recording.objects.get()) is None
    assert operations.read_waiting(recogniser=None, now=LATER) == 0


def test_what_agents_write_themselves_is_read_and_templates_are_not(branch):
    agent = quality.agent(branch)
    for place, (text, by) in enumerate([("Tf ke rek saya aja", agent), ("Terima kasih, Bapak", agent),
                                        ("Tf ke rek saya aja", None)]):  # fmt: skip
        attempt = quality.contact(agent, branch, channel="WHATSAPP")
        Message.objects.create(
            id=uuid.uuid4(), reference=f"m{place}", customer=attempt.customer, channel="WHATSAPP", purpose="COLLECT",
            attempt=attempt, ordered_at=AT, ordered_by=by, due_at=AT, due_on=AT.date(), expires_at=LATER, handed_at=AT,
            text_cipher=crypto.encrypt(text, context=texts.MESSAGE_TEXT), state="DELIVERED",
        )  # fmt: skip

    found = [operations.read_written(since=AT - dt.timedelta(hours=1), now=LATER) for _time in (1, 2)]

    assert found == [1, 1]
    assert [hit.kind for hit in PhraseHit.objects.all()] == ["PRIVATE_ACCOUNT"]
