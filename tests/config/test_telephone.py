"""The simulated telephony of a demonstration, behind the port that a real one would fill."""

import datetime as dt
import uuid

import pytest

from tagih.config.demo import telephone
from tagih.dialer import operations as dialer
from tagih.dialer.adapters.telephony import Cause, Kind
from tagih.sandbox.telephone import line

AT = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(minutes=5)
NUMBER = "+628127000001"


@pytest.fixture(autouse=True)
def home(another_home):
    another_home.mkdir(exist_ok=True)
    return another_home


def call_that(wanted) -> uuid.UUID:
    """The id of a call to NUMBER in which it goes as wanted."""
    ids = (uuid.UUID(int=n) for n in range(2_000))
    return next(known for known in ids if wanted(line.call(telephone.SEED, NUMBER, str(known), AT)))


def speaks(spoken) -> bool:
    return spoken.result == "PROMISE"


def test_events_come_as_time_goes_by():
    lines, call = telephone.SimulatedTelephony(), call_that(speaks)
    lines.dial(call=call, number=NUMBER, now=AT)

    at_once = lines.events(call=call, now=AT)
    whole = lines.events(call=call, now=LATER)

    assert [event.kind for event in at_once] == [Kind.RINGING]
    assert [event.kind for event in whole[:2]] == [Kind.RINGING, Kind.ANSWERED]
    assert whole[-1].cause == Cause.THEY_HUNG_UP
    assert all(event.text for event in whole if event.kind == Kind.HEARD)


def test_hanging_up_ends_the_call_there_and_only_once():
    lines, call = telephone.SimulatedTelephony(), call_that(speaks)
    lines.dial(call=call, number=NUMBER, now=AT)
    middle = AT + dt.timedelta(seconds=2)

    lines.hang_up(call=call, now=middle)
    lines.hang_up(call=call, now=LATER)

    assert [(event.kind, event.at) for event in lines.events(call=call, now=LATER)] == [
        (Kind.RINGING, AT), (Kind.ENDED, middle),
    ]  # fmt: skip


def test_a_call_that_is_over_stays_as_it_ended():
    lines, call = telephone.SimulatedTelephony(), call_that(speaks)
    lines.dial(call=call, number=NUMBER, now=AT)

    lines.hang_up(call=call, now=LATER)

    assert lines.events(call=call, now=LATER)[-1].cause == Cause.THEY_HUNG_UP


def test_unknown_call_has_no_events_and_can_be_ended():
    lines = telephone.SimulatedTelephony()

    lines.hang_up(call=uuid.UUID(int=1), now=AT)

    assert list(lines.events(call=uuid.UUID(int=1), now=AT)) == []


@pytest.mark.parametrize(("is_demo", "named", "connected"), [(True, "sandbox", True), (True, "", False),
                                                             (False, "sandbox", False)])  # fmt: skip
def test_only_a_demonstration_connects_it(settings, is_demo, named, connected):
    settings.TAGIH_DEMO, settings.TAGIH_TELEPHONY = is_demo, named

    telephone.install()

    assert dialer.is_connected() == connected
    dialer.connect(None)
