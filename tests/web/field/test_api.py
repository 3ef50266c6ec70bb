import hashlib
import json
import uuid

import pytest
from django.test import Client

from tagih.field import queries
from tagih.field.models import Blob, Device, Receipt, Visit
from tests.factories import cases, field
from tests.factories.field import NOW

pytestmark = pytest.mark.django_db


def phone_of(client, **headers):
    answer = client.post(
        "/lapangan/api/perangkat/", json.dumps({"device": str(uuid.uuid4()), "app_version": 1}),
        content_type="application/json",
    )  # fmt: skip
    told = answer.json()
    return {"HTTP_X_PHONE": f"{told['device']}:{told['token']}"} | headers


def test_phone_is_set_up_by_who_is_signed_in_and_then_speaks_for_itself(browser):
    branch = cases.branch()
    budi = field.collector(branch)
    case = field.debtor(branch)
    field.plan(branch, budi, *field.want(case))

    header = phone_of(browser(budi))
    package = Client().get("/lapangan/api/paket/", **header).json()

    assert [stop["case"] for stop in package["stops"]] == [case.pk]
    assert package["stops"][0]["address"].startswith("Jl. Kartini")
    assert len(package["numbers"]) == 50
    assert package["card"]["is_valid"] is True
    assert Device.objects.get().person == budi


def test_nobody_speaks_for_a_phone_without_its_secret(browser):
    phone_of(browser(field.collector(cases.branch())))
    client = Client()

    for header in ({}, {"HTTP_X_PHONE": f"{Device.objects.get().pk}:wrong"}, {"HTTP_X_PHONE": "x:y"}):
        assert client.get("/lapangan/api/paket/", **header).status_code == 401
        assert client.post("/lapangan/api/kirim/", "{}", content_type="application/json", **header).status_code == 401


def test_agent_of_the_desk_sets_up_no_phone(browser):
    agent = cases.agent(cases.branch())

    assert browser(agent).get("/lapangan/api/saya/").status_code == 403


def test_picture_and_visit_travel_over_the_wire(browser):
    branch = cases.branch()
    budi = field.collector(branch)
    case = field.debtor(branch)
    header = phone_of(browser(budi))
    client, identity, content = Client(), uuid.uuid4(), field.picture(5)
    address = f"/lapangan/api/gambar/{identity}/"
    begun = {"kind": "PHOTO", "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    client.post(address, json.dumps(begun), content_type="application/json", **header)

    def piece(offset, part):
        return client.patch(address, part, content_type="application/octet-stream", HTTP_X_OFFSET=str(offset), **header)

    assert piece(0, content[:200]).json() == {"offset": 200, "is_whole": False}
    assert (piece(0, content[:200]).status_code, piece(0, content).json()["offset"]) == (409, 200)
    assert piece(200, content[200:]).json()["is_whole"] is True

    phone = field.Phone(budi)
    phone.device = Device.objects.exclude(pk=phone.device.pk).get()
    told = phone.visit(case, blobs=[identity])
    parcel = {"app_version": 1, "sent_at": NOW.isoformat(), "operations": [told]}
    answer = client.post("/lapangan/api/kirim/", json.dumps(parcel), content_type="application/json", **header)

    assert answer.json()["answers"][0]["status"] == "ACCEPTED"
    assert Visit.objects.get().pictures.get().blob == Blob.objects.get()


def test_broken_parcel_is_refused_with_the_field(browser):
    header = phone_of(browser(field.collector(cases.branch())))

    answer = Client().post("/lapangan/api/kirim/", '{"app_version": 1}', content_type="application/json", **header)

    assert (answer.status_code, answer.json()["code"]) == (422, "PARCEL_UNREADABLE")


def test_anybody_may_check_card_and_receipt_and_say_no(browser, at, now):
    branch = cases.branch()
    budi = field.collector(branch)
    phone = field.Phone(budi)
    phone.send(phone.receipt(field.debtor(branch), 125_000))
    receipt = Receipt.objects.get()
    at(now)
    client = Client()

    card = client.get(f"/lapangan/v/{queries.code_of_card(budi, on=field.DAY)}")
    page = client.get(f"/lapangan/k/{queries.code_of_receipt(receipt.number)}")

    assert budi.full_name in card.content.decode()
    assert "Rp125.000" in page.content.decode()
    assert client.get("/lapangan/v/E00001-0000000000000000").status_code == 404
    assert client.get(f"/lapangan/k/{receipt.number}-0000000000000000").status_code == 404
    client.post(f"/lapangan/k/{queries.code_of_receipt(receipt.number)}")
    receipt.refresh_from_db()
    assert receipt.denied_at == now


def test_questions_have_a_limit(at, now):
    at(now)
    client = Client()

    statuses = [client.get("/lapangan/v/x").status_code for _turn in range(22)]

    assert (statuses[0], statuses[-1]) == (404, 429)
