"""A phone's day: who is to be visited, as much as that needs, gone at midnight."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import segno

from tagih.cases import operations as cases
from tagih.cases import queries as codes
from tagih.contacts.models import ContactPoint, LetterRecord
from tagih.field.enums import StopState
from tagih.field.models import Device, ReceiptBlock, Stop
from tagih.field.queries.cash import ledger_of
from tagih.field.queries.identity import card_of, code_of_card, code_of_receipt
from tagih.kernel import clock, crypto
from tagih.portfolio.models import Contract
from tagih.staff.models import Person

MOST = 60
TELEPHONES = ("PHONE", "WHATSAPP")
ADDRESS_LABELS = ("BILLING", "DOMICILE", "HOME")
CIPHER = "contacts.ContactPoint.value"


def package_of(
    device: Device, *, blocks: Sequence[ReceiptBlock], address: str, now: dt.datetime
) -> dict[str, Any]:  # fmt: skip
    """This will return the day of a collector for the phone: stops with people masked, codes, limits, numbers, card.

    At most sixty people. Addresses are in clear, for that is where the way leads; numbers are masked.
    """
    person = device.person
    today = clock.today_in(clock.WIB, now=now)
    ledger = ledger_of(person, now=now)
    limits = cases.limits_of(person, on=today)
    return {
        "person": {"id": person.pk, "name": person.full_name, "employee_no": person.employee_no},
        "device": str(device.pk),
        "day": today.isoformat(),
        "now": now.isoformat(),
        "expires_at": clock.end_of_day(today, clock.WIB).isoformat(),
        "stops": _stops(person, today),
        "codes": _codes(today),
        "limits": {
            "days": limits.max_days_ahead, "share": limits.min_share_percent, "legs": limits.max_legs,
        },
        "cash": {
            "in_hand": str(int(ledger.in_hand)), "limit": str(int(ledger.limit)), "must_stop": ledger.must_stop,
            "waiting": ledger.waiting,
        },
        "numbers": [number for block in blocks for number in _numbers(block, address)],
        "card": _card(person, today, address),
    }  # fmt: skip


def _stops(person: Person, today: dt.date) -> list[dict[str, Any]]:
    rows = list(
        Stop.objects.filter(collector=person, plan__day=today, state__in=(StopState.PLANNED, StopState.VISITED))
        .select_related("wanted__customer", "wanted__case", "wanted__contact_point")
        .order_by("position", "pk")[:MOST]
    )
    customers = [row.wanted.customer_id for row in rows]
    points: dict[int, list[ContactPoint]] = defaultdict(list)
    for point in ContactPoint.objects.filter(customer_id__in=customers, unusable_reason="").order_by("pk"):
        points[point.customer_id].append(point)
    contracts: dict[int, list[Contract]] = defaultdict(list)
    for contract in Contract.objects.filter(customer_id__in=customers, status="ACTIVE").order_by("contract_no"):
        contracts[contract.customer_id].append(contract)
    sources = [source for row in rows for source in row.wanted.letters]
    letters = {row.source: row for row in LetterRecord.objects.filter(source__in=sources)}
    return [
        _stop(row, points[row.wanted.customer_id], contracts[row.wanted.customer_id], letters, today) for row in rows
    ]


def _stop(
    row: Stop, points: list[ContactPoint], contracts: list[Contract], letters: dict[str, LetterRecord], today: dt.date
) -> dict[str, Any]:  # fmt: skip
    wanted = row.wanted
    door = wanted.contact_point or _door(points)
    return {
        "id": row.pk,
        "wanted": wanted.pk,
        "case": wanted.case_id,
        "code": wanted.case.code,
        "name": wanted.customer.full_name,
        "position": row.position,
        "arrives_at": row.arrives_at and row.arrives_at.isoformat(),
        "is_promised": wanted.promised_from is not None,
        "promised_from": wanted.promised_from and wanted.promised_from.isoformat(),
        "promised_until": wanted.promised_until and wanted.promised_until.isoformat(),
        "is_visited": row.state == StopState.VISITED,
        "purpose": wanted.purpose,
        "reason": wanted.reason,
        "bucket": wanted.case.bucket,
        "overdue": str(int(wanted.case.overdue_amount)),
        "days": max(0, (today - wanted.case.oldest_unmet_due_on).days) if wanted.case.oldest_unmet_due_on else 0,
        "point": door.pk if door else None,
        "address": crypto.decrypt(door.value_cipher, context=CIPHER) if door else "",
        "place": {"BILLING": "BILLING"}.get(door.label, "DOMICILE") if door else "DOMICILE",
        "lat": float(door.latitude) if door and door.latitude is not None else None,
        "lon": float(door.longitude) if door and door.longitude is not None else None,
        "phones": [{"id": p.pk, "masked": p.masked, "state": p.state} for p in points if p.kind in TELEPHONES],
        "contracts": [
            {"no": c.contract_no, "unit": c.collateral_no, "instalment": str(int(c.instalment_amount or 0)),
             "overdue": str(int(c.overdue_principal + c.overdue_interest + c.overdue_fee))}
            for c in contracts
        ],
        "letters": [
            {"source": source, "kind": letters[source].kind, "contract_no": letters[source].contract_no}
            for source in wanted.letters if source in letters
        ],
    }  # fmt: skip


def _door(points: list[ContactPoint]) -> ContactPoint | None:
    own = [p for p in points if p.kind == "ADDRESS" and p.owner_role == "CONSUMER" and p.label in ADDRESS_LABELS]
    return min(own, key=lambda p: (p.latitude is None, ADDRESS_LABELS.index(p.label), -p.pk), default=None)


def _codes(today: dt.date) -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = {"RESULT": [], "PARTY": [], "DELAY": []}
    for code in codes.codes_on(today):
        if code.kind not in told or (code.kind == "RESULT" and "VISIT" not in code.actions):
            continue
        told[code.kind].append({
            "code": code.code, "name": codes.name_of(code), "needs": code.needs, "promise": code.is_promise,
            "class": code.result_class,
        })  # fmt: skip
    return told


def _numbers(block: ReceiptBlock, address: str) -> list[dict[str, str]]:
    used = set(block.receipts.values_list("place", flat=True))
    told = []
    for place in range(block.first, block.last + 1):
        if place not in used:
            number = f"{block.prefix}-{place:06d}"
            told.append({"no": number, "qr": dots(f"{address}/lapangan/k/{code_of_receipt(number)}")})
    return told


def _card(person: Person, today: dt.date, address: str) -> dict[str, Any]:
    card = card_of(person, on=today)
    return {
        "is_valid": card.is_valid, "reason": card.reason, "certificate_no": card.certificate_no,
        "certificate_until": card.certificate_until and card.certificate_until.isoformat(),
        "assignment_no": card.assignment_no,
        "assignment_until": card.assignment_until and card.assignment_until.isoformat(),
        "address": f"{address}/lapangan/v/{code_of_card(person, on=today)}",
        "qr": dots(f"{address}/lapangan/v/{code_of_card(person, on=today)}"),
    }  # fmt: skip


def dots(text: str) -> str:
    """This will return a QR code as `size:hex`, its dots row by row: a phone draws it without a library."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    bits = "".join("1" if dot else "0" for row in rows for dot in row)
    bits += "0" * (-len(bits) % 4)
    return f"{len(rows)}:{int(bits, 2):0{len(bits) // 4}x}"
