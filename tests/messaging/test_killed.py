"""A worker killed with SIGKILL while it hands messages over: nothing is lost, and nothing reaches a person twice."""

import os
import signal
import subprocess
import sys
import threading

import pytest
from django.db import connection

from tagih.kernel import clock
from tagih.messaging.adapters.port import Told, WhatHappened
from tagih.messaging.models import ChannelSetting, Message
from tagih.messaging.operations import record_receipts
from tests.factories import messages as make
from tests.messaging.servers import Gateway
from tests.settings import CHECKOUT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]  # starts the program
SEND = (
    "import datetime as dt, django; django.setup();"
    "from tagih.messaging import operations as o;"
    "now = dt.datetime.fromisoformat('{now}');"
    "print(o.send_due(channel='SMS', now=lambda: now).counts)"
)


def environment(gateway: Gateway, *, idempotent: bool) -> dict[str, str]:
    info = connection.connection.info if connection.connection else None
    connection.ensure_connection()
    info = connection.connection.info
    login = f"{info.user}:{info.password}@" if info.password else f"{info.user}@"
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("PYTEST")},
        "DATABASE_URL": f"postgresql://{login}/{info.dbname}?host={info.host}&port={info.port}",
        "DJANGO_SETTINGS_MODULE": "tagih.config.settings",
        "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}",
        "TAGIH_SMS_HTTP": gateway.url(idempotent=idempotent),
    }  # fmt: skip


def start(told: dict[str, str], now) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", SEND.format(now=now.isoformat())], env=told, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("idempotent", [True, False])
def test_a_killed_worker_neither_loses_nor_repeats(settings, idempotent):
    make.ready(settings, SMS="http")
    messages = [make.ordered(make.debtor()) for _turn in range(3)]
    with Gateway(hold=threading.Event()) as gateway:
        told = environment(gateway, idempotent=idempotent)
        worker = start(told, make.NOW)
        try:
            assert gateway.arrived.wait(60), worker.communicate(timeout=5)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.communicate(timeout=20)
        assert sorted(Message.objects.values_list("state", flat=True)) == ["HANDED", "QUEUED", "QUEUED"]
        gateway.hold.set()
        gateway.hold = None
        later = make.NOW + make.dt.timedelta(minutes=3)
        again = start(told, later)
        _out, problems = again.communicate(timeout=90)
        assert again.returncode == 0, problems

        reached = {one["reference"] for one in gateway.got}
        keys = len(gateway.got)
    states = sorted(Message.objects.values_list("state", flat=True))
    assert reached == {str(one.pk) for one in messages}
    if idempotent:  # the gateway saw one reference twice and knows it
        assert (keys, len(set(gateway.keys)), states) == (4, 3, ["ACCEPTED"] * 3)
    else:  # what perhaps arrived is not repeated; its receipt decides
        assert (keys, states) == (3, ["ACCEPTED", "ACCEPTED", "DOUBTFUL"])
        doubt = Message.objects.get(state="DOUBTFUL")
        receipt = Told(WhatHappened.DELIVERED, later, "G1", doubt.pk)
        assert record_receipts(provider="http", receipts=[receipt], now=clock.now()) == {"DELIVERED": 1}
    assert ChannelSetting.objects.get(channel="SMS").is_open
