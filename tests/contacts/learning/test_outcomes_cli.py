import json

import pytest

from tagih.cases.models import CareTask
from tagih.config import cli
from tagih.contacts.models import ContactPoint, Evidence
from tagih.journal.models import Event
from tagih.kernel import clock
from tests.factories.contacts import NOW, make_debtor, make_point

pytestmark = pytest.mark.django_db
HEADER = "value,channel,outcome,at,ref,customer_no\n"


def run(tmp_path, capsys, text):
    file = tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8-sig")
    status = cli.run(["contacts", "outcomes", str(file), "--source", "carrier:xl", "--json"])
    return status, capsys.readouterr()


def test_bounce_list_is_recorded_once(tmp_path, capsys):
    point = make_point(make_debtor(), value="081290001111")
    text = (
        HEADER
        + "0812-9000-1111,SMS,BOUNCED,2026-11-20T09:00:00+07:00,r1,\nabc,SMS,BOUNCED,2026-11-20T09:00:00+07:00,r2,\n"
    )

    status, told = run(tmp_path, capsys, text)
    again, told_again = run(tmp_path, capsys, text)

    figures = json.loads(told.out)
    assert (status, again) == (0, 0)
    assert figures == {"source": "carrier:xl", "rows": 2, "unusable": 1, "written": 1, "verified": 0, "retired": 1,
                       "pauses": 0}  # fmt: skip
    assert json.loads(told_again.out)["written"] == 0
    assert ContactPoint.objects.get(pk=point.pk).state == "DISCONNECTED"


@pytest.mark.parametrize(
    "text",
    [
        "value,channel\n1,SMS\n",
        HEADER + "0812,SMS,DEAD,yesterday,r1,\n",
        HEADER + "0812,SMS,DEAD,2026-11-20T09:00:00,r1,\n",
        HEADER + "0812,SMS,DEAD,2026-11-20T09:00:00+07:00,,\n",
    ],
)
def test_list_that_cannot_be_read_records_nothing(tmp_path, capsys, text):
    make_point(make_debtor())

    status, told = run(tmp_path, capsys, text)

    assert status == 1
    assert told.err.count("\n") == 1
    assert not Evidence.objects.exists()


def test_learning_by_hand_tells_what_it_rests_on(capsys):
    assert cli.run(["contacts", "learn", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"kinds": 0, "tries": 0, "remembered": 0}


def test_words_of_distress_in_a_message_pause_the_person_and_are_not_kept(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    point = make_point(make_debtor(), value="081290001111")
    file = tmp_path / "messages.csv"
    file.write_text(
        "value,channel,outcome,at,ref,text\n"
        "081290001111,SMS,RPC,2026-11-19T10:00:00+07:00,a1,saya mau mati saja Pak Zulkarnaen\n"
        "081290001111,SMS,RPC,2026-11-19T11:00:00+07:00,a2,terima kasih\n",
        encoding="utf-8",
    )

    first = cli.run(["contacts", "outcomes", str(file), "--source", "sms:gw", "--json"])
    told = json.loads(capsys.readouterr().out)
    cli.run(["contacts", "outcomes", str(file), "--source", "sms:gw", "--json"])
    again = json.loads(capsys.readouterr().out)

    task = CareTask.objects.get()
    assert (first, told["pauses"], again["pauses"]) == (0, 1, 0)
    assert (task.customer_id, task.source_ref) == (point.customer_id, "sms:gw:a1")
    assert "Zulkarnaen" not in "".join(map(str, Event.objects.values_list("payload", flat=True)))
