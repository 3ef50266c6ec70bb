"""Lays a case of `gate try` down as rows and asks the live gate: what differs then is a fact the gate cannot learn."""

import datetime as dt
import hashlib
import itertools
from typing import Any

from tagih.contacts import operations
from tagih.contacts.models import (
    AssignmentLetter,
    Attempt,
    Consent,
    ContactPoint,
    DefaultProof,
    GateDecision,
    LetterRecord,
    PersonFlag,
    Restraint,
    Wish,
)
from tagih.contacts.rules.casefile import read
from tagih.contacts.rules.zones import SHORT
from tagih.kernel.clock import WIB, local
from tagih.kernel.ids import uuid7
from tagih.portfolio.models import Contract
from tagih.staff.models import Certificate
from tests.factories.contacts import make_agent, make_debtor

KINDS = {"EMAIL": "EMAIL", "LETTER": "ADDRESS", "VISIT": "ADDRESS"}
PROOFS = {
    "ACKNOWLEDGED_VOLUNTARY": "VOLUNTARY_SURRENDER", "DEBTOR_REFUSED": "OBJECTED", "OBJECTED": "OBJECTED",
    "COURT": "COURT_DECISION", "LAPS": "LAPS_DECISION",
}  # fmt: skip
LONG_AGO = dt.date(2000, 1, 1)
BEFORE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def ask_live(text: dict[str, Any]) -> operations.Outcome:
    """This will make the rows that this case tells of and ask the live gate about them."""
    case = read(text)
    now, debtor = case.at, make_debtor(contracts=len(case.contracts), region_code=case.person.region_code or "")
    numbers = _lay_contracts(debtor, case, local(now, WIB).date())
    point = _point(debtor, case.channel, case.point)
    _lay_history(debtor, point, case)
    _lay_person(debtor, case.person)
    agent = _agent(case.agent, debtor) if case.agent else None
    for letter in case.letters or ():
        LetterRecord.objects.create(
            customer=debtor, contract_no=numbers[0], kind=letter.kind, source=f"test:{next(_numbers)}",
            issued_at=BEFORE, delivered_on=letter.delivered_on, content=case.letter_fields,
        )  # fmt: skip
    if case.default_proof:
        DefaultProof.objects.create(
            customer=debtor, contract_no=numbers[0], kind=PROOFS[case.default_proof], proven_on=LONG_AGO,
            evidence="x", recorded_at=BEFORE,
        )  # fmt: skip
    return operations.open_attempt(
        customer=debtor, contact_point=point, channel=case.channel, purpose=case.purpose, agent=agent, now=now,
        by=agent, place=case.place, contract_nos=numbers[:1],
    )  # fmt: skip


def _lay_contracts(debtor, case, today: dt.date) -> list[str]:
    rows = list(Contract.objects.filter(customer=debtor).order_by("id"))
    for row, told in zip(rows, case.contracts, strict=True):
        row.status = told.status or "ACTIVE"
        row.arithmetic = "NONE" if told.dpd is None else "BALANCE"
        row.oldest_unmet_due_on = today - dt.timedelta(days=told.dpd) if told.dpd and told.dpd > 0 else None
        row.fiducia_no = case.fiducia_no or ""
        row.save()
        promise = ("PROMISE_NOT_DUE", told.promise_due_on, BEFORE) if told.promise_due_on else None
        claim = ("CLAIM_PAID", None, told.claim_paid_at) if told.claim_paid_at else None
        for kind, due_on, starts_at in filter(None, (promise, claim)):
            Restraint.objects.create(
                customer=debtor, contract_no=row.contract_no, kind=kind, due_on=due_on, starts_at=starts_at,
                source=f"{kind}:{row.pk}",
            )  # fmt: skip
    return [row.contract_no for row in rows]


def _hash(value: str | None) -> bytes:
    return hashlib.sha256((value or "").encode()).digest()


def _point(debtor, channel: str, told) -> ContactPoint:
    zone = next((short for short, name in SHORT.items() if told.zones == (name,)), "")
    return ContactPoint.objects.create(
        customer=debtor, kind=KINDS.get(channel, "PHONE"), value_cipher=b"", value_hash=_hash(told.value), masked="-",
        owner_role=told.owner_role or "CONSUMER", label=told.label or "", region_code=told.region_code or "",
        zone=zone, state=told.state or "VERIFIED",
    )  # fmt: skip


def _lay_history(debtor, point: ContactPoint, case) -> None:
    for past in case.history:
        decision = GateDecision.objects.create(
            customer=debtor, channel=past.channel or "CALL", purpose="COLLECT", asked_at=past.at, asked_by="test",
            verdict="ALLOW", packs="test",
        )  # fmt: skip
        here = past.value is not None and past.value == case.point.value
        Attempt.objects.create(
            id=uuid7(past.at), decision=decision, customer=debtor, contact_point=point if here else None,
            value_hash=_hash(past.value) if past.value else None, channel=past.channel or "CALL", purpose="COLLECT",
            state="DONE", opened_at=past.at, result_class=past.result_class or "", is_abandoned=past.abandoned,
        )  # fmt: skip


def _lay_person(debtor, told) -> None:
    for flag in told.flags:
        PersonFlag.objects.create(customer=debtor, flag=flag, reason="x", source="test", starts_at=BEFORE)
    for consent in told.consents:
        Consent.objects.create(
            customer=debtor, scope=consent.scope, granted_on=consent.granted_on, revoked_on=consent.revoked_on,
            evidence="x",
        )  # fmt: skip
    wish = told.wishes
    Wish.objects.create(
        customer=debtor, not_before=wish.not_before, not_after=wish.not_after, evidence="x", starts_at=BEFORE,
        days=None if wish.days is None else list(wish.days), refused_channels=list(wish.refused_channels),
    )  # fmt: skip


def _agent(told, debtor):
    agent = make_agent(certificates=())
    for number, held in enumerate(told.certificates or ()):
        Certificate.objects.create(
            person=agent, kind=held.kind, number=f"{agent.pk}-{number}", issuer="LSP", valid_from=LONG_AGO,
            valid_until=held.valid_until,
        )  # fmt: skip
    if told.assignment_valid_until:
        AssignmentLetter.objects.create(
            agent=agent, customer=debtor, number=f"ST-{next(_numbers)}", valid_from=LONG_AGO,
            valid_until=told.assignment_valid_until, issued_at=BEFORE,
        )  # fmt: skip
    return agent
