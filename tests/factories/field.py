"""A branch with collectors, people to visit at doors on the map, and a phone that sends."""

import datetime as dt
import hashlib
import io
import json
import random
import uuid
from decimal import Decimal
from itertools import count

from PIL import Image

from tagih.cases.models import Case
from tagih.contacts import operations as contacts
from tagih.contacts.models import ContactPoint
from tagih.field import operations
from tagih.field.models import Blob, DayPlan, Device, Stop, WantedVisit
from tagih.field.rules import chain
from tagih.field.rules.bodies import Parcel
from tagih.kernel.ids import uuid7
from tagih.staff import operations as staff
from tagih.staff.models import Person, Unit
from tests.factories import cases

DAY = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)  # Friday, 10.00 in Jakarta
HOME = (-5.40, 105.26)
_number = count(1)


def collector(branch: Unit, *, is_certified: bool = True, is_assigned: bool = True, name: str = "Budi Jalan") -> Person:
    """Somebody who may visit, with a home on the map."""
    person = cases.agent(branch, role="FIELD_COLLECTOR", name=name)
    number = next(_number)
    valid = {"valid_from": dt.date(2026, 1, 1), "valid_until": dt.date(2027, 12, 31)}
    if is_certified:
        staff.record_certificate(
            person=person, kind="FIELD", number=f"F-{number}", issuer="LSP", by=None, now=NOW, **valid
        )
    if is_assigned:
        contacts.assign_agent(agent=person, number=f"ST-{number}", by=None, now=NOW, **valid)
    operations.set_collector(
        person=person, branch=branch, latitude=Decimal(str(HOME[0])), longitude=Decimal(str(HOME[1])),
        vehicle="MOTORCYCLE", capacity=25, starts_at=dt.time(8), ends_at=dt.time(17), by=None, now=NOW,
    )  # fmt: skip
    return person


def debtor(
    branch: Unit, *, east: float = 0.0, north: float = 0.0, name: str = "Siti Contoh", **contract: object
) -> Case:
    """A case with a door, so many thousandths of a degree from the collectors' home."""
    case = cases.case(branch, customer=cases.customer(name), **contract)
    door(case, east=east, north=north)
    return case


def door(case: Case, *, east: float = 0.0, north: float = 0.0, label: str = "BILLING") -> ContactPoint:
    point = contacts.add_point(
        customer=case.customer, kind="ADDRESS", value=f"Jl. Kartini {next(_number)} Bandar Lampung",
        owner_role="CONSUMER", source="test", label=label, region_code="18.71", by=None, now=NOW,
    )  # fmt: skip
    point.latitude, point.longitude = (
        Decimal(f"{HOME[0] + north / 1000:.6f}"),
        Decimal(f"{HOME[1] + east / 1000:.6f}"),
    )
    point.save(update_fields=["latitude", "longitude"])
    return point


def want(*made: Case, **more: object) -> list[WantedVisit]:
    """Visits wanted today, one for each case."""
    rows = [
        operations.Wanted(
            reference=f"test:{case.pk}", customer_id=case.customer_id, purpose="COLLECT", due_on=DAY, case_id=case.pk,
            **more,
        )
        for case in made
    ]  # fmt: skip
    operations.want_visits(wanted=rows, by=None, now=NOW)
    return list(WantedVisit.objects.filter(reference__in=[row.reference for row in rows]).order_by("pk"))


def plan(branch: Unit, person: Person, *wanted: WantedVisit) -> DayPlan:
    """A plan that stands, written by hand."""
    made = DayPlan.objects.create(branch=branch, day=DAY, state="READY", asked_at=NOW, planned_at=NOW)
    for position, row in enumerate(wanted, start=1):
        at = NOW + dt.timedelta(minutes=30 * position)
        Stop.objects.create(
            plan=made, wanted=row, collector=person, position=position, arrives_at=at, starts_at=at, state="PLANNED"
        )
    return made


def picture(seed: int = 1, *, size: int = 64) -> bytes:
    """A JPEG of large blotches that no other seed has."""
    luck, blotches = random.Random(seed), Image.new("RGB", (8, 8))
    blotches.putdata([tuple(luck.randrange(256) for _channel in range(3)) for _dot in range(64)])
    held = io.BytesIO()
    blotches.resize((size, size)).save(held, "JPEG", quality=80)
    return held.getvalue()


class Phone:
    """A phone as the server sees it: it numbers, chains and sends."""

    def __init__(self, person: Person, *, now: dt.datetime = NOW) -> None:
        self.device, self.token = operations.register_device(
            person=person, name="Uji", app_version=1, by=person, now=now, identity=uuid7(now)
        )
        self.number, self.last = 0, ""

    def envelope(
        self, kind: str, *, identity: uuid.UUID | None = None, moment: dt.datetime = NOW, **body: object
    ) -> dict:
        made = identity or uuid7(moment)
        text = json.dumps(body, default=str)
        self.number += 1
        digest = chain.digest(self.last, str(made), kind, text)
        told = {
            "id": str(made),
            "number": self.number,
            "previous": self.last,
            "kind": kind,
            "body": text,
            "digest": digest,
        }
        self.last = digest
        return told

    def send(self, *envelopes: dict, now: dt.datetime = NOW, sent_at: dt.datetime | None = None) -> list[dict]:
        parcel = Parcel.model_validate({"app_version": 1, "sent_at": sent_at or now, "operations": list(envelopes)})
        return operations.receive(device=Device.objects.get(pk=self.device.pk), parcel=parcel, now=now)

    def visit(self, case: Case, *, result: str = "HOUSE_EMPTY", now: dt.datetime = NOW, **more: object) -> dict:
        """An honest visit of ten minutes at the door."""
        point = case.customer.contact_points.filter(kind="ADDRESS").first()
        arrived = now - dt.timedelta(minutes=10)
        told = {
            "case": case.pk, "point": point.pk, "arrived_at": arrived.isoformat(), "left_at": now.isoformat(),
            "result": result, "place": "BILLING", "fix": fix(point, at=arrived),
        } | more  # fmt: skip
        return self.envelope("VISIT", moment=arrived, **told)

    def number_of(self, place: int = 1) -> str:
        block = operations.ensure_numbers(device=self.device, now=NOW)[0]
        return f"{block.prefix}-{block.first + place - 1:06d}"

    def receipt(self, case: Case, amount: int, *, place: int = 1, at: dt.datetime = NOW, **more: object) -> dict:
        contract = case.customer.contracts.first()
        told = {"case": case.pk, "contract_no": contract.contract_no, "number": self.number_of(place),
                "amount": amount, "issued_at": at.isoformat()} | more  # fmt: skip
        return self.envelope("RECEIPT", moment=at, **told)

    def blob(self, content: bytes, *, kind: str = "PHOTO", piece: int = 10**6) -> Blob:
        made = operations.begin_blob(
            device=self.device, identity=uuid7(NOW), kind=kind, size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), now=NOW,
        )  # fmt: skip
        for offset in range(0, len(content), piece):
            made = operations.add_piece(blob=made, offset=offset, piece=content[offset : offset + piece], now=NOW)
        return made


def fix(point: ContactPoint, *, at: dt.datetime = NOW, off_m: float = 11, accuracy: float = 14.2) -> dict:
    """Where a phone stands that is `off_m` metres north of a door."""
    return {"lat": float(point.latitude) + off_m / 111_000, "lon": float(point.longitude), "accuracy": accuracy,
            "at": at.isoformat()}  # fmt: skip
