"""All we hold about one person, as that person may have it: their own data in clear, others' names left out."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tagih.cases.models import Activity, CareTask, Case, Document, Hold, Note, Promise
from tagih.contacts.enums import OwnerRole
from tagih.contacts.models import (
    AssignmentLetter,
    Attempt,
    Consent,
    ContactPoint,
    DefaultProof,
    Evidence,
    GateDecision,
    LetterRecord,
    PersonFlag,
    RepairItem,
    RepairStep,
    Restraint,
    UpdateRequest,
    Wish,
)
from tagih.contacts.queries.points import CIPHER
from tagih.journal.models import Access
from tagih.kernel import crypto
from tagih.payments.models import Payment
from tagih.portfolio.models import Contract, Customer, Instalment
from tagih.portfolio.queries import IDENTITY
from tagih.privacy.models import DataRequest
from tagih.privacy.queries.channels import channel_file
from tagih.privacy.queries.law import processing

OTHERS = "***"


def person_file(customer: Customer, *, now: dt.datetime) -> dict[str, Any]:
    """This will return everything held about a person, by section, as plain values.

    Values of other people (spouse, emergency contact) stay hidden: UU 27/2022 art. 33(b). Staff are named by role only.
    """
    mine = {"customer": customer}
    case = {"case__customer": customer}
    return {
        "made_at": now.isoformat(),
        "person": _person(customer),
        "contact_points": [_point(point) for point in ContactPoint.objects.filter(**mine).order_by("pk")],
        **_limits(mine),
        "contracts": _rows(
            Contract.objects.filter(**mine), "contract_no", "product__name", "branch__name", "status", "disbursed_on",
            "principal", "tenor", "instalment_amount", "outstanding_principal", "collateral_type", "collateral_no",
            "oldest_unmet_due_on", "overdue_principal", "overdue_interest", "overdue_fee", "overdue_penalty", "bucket",
        ),
        "instalments": _rows(
            Instalment.objects.filter(contract__customer=customer), "contract__contract_no", "number", "due_date",
            "principal", "interest", "fee", "penalty",
        ),
        "payments": _rows(
            Payment.objects.filter(contract__customer=customer), "payment_ref", "contract_no", "paid_on", "amount",
            "channel", "reversal_of",
        ),
        "cases": _rows(Case.objects.filter(**mine), "stage", "status", "close_reason", "opened_on", "closed_on"),
        "activities": _rows(
            Activity.objects.filter(**case), "started_at", "action__name_id", "result__name_id", "party__name_id",
            "place__name_id", "delay_reason__name_id", "notes",
        ),
        "promises": _rows(Promise.objects.filter(**case), "made_on", "total", "paid", "last_due_on", "status"),
        "holds": _rows(Hold.objects.filter(**case), "reason", "note", "starts_at", "ends_on", "lifted_at"),
        "care": _rows(CareTask.objects.filter(**mine), "reason", "status", "opened_at", "ended_at"),
        "notes": _rows(Note.objects.filter(**case), "written_at", "text"),
        "documents": _rows(Document.objects.filter(**case), "title", "file_name", "attached_at", "removed_at"),
        **_contacts(mine),
        **channel_file(customer, _rows),
        "seen_by": _rows(Access.objects.filter(customer_no=customer.customer_no), "at", "what", "reason"),
        "requests": _rows(DataRequest.objects.filter(**mine), "kind", "status", "asked_at", "decided_at", "reasoning"),
        "why_we_hold_them": [
            {"data": row.data, "purpose": row.purpose, "basis": row.basis, "law": row.law, "told_to": row.recipients}
            for row in processing()
        ],
    }  # fmt: skip


def _limits(mine: dict[str, Any]) -> dict[str, Any]:
    """What the person allowed and asked for, and what else limits contact."""
    return {
        "consents": _rows(Consent.objects.filter(**mine), "scope", "granted_on", "revoked_on", "evidence"),
        "wishes": _rows(
            Wish.objects.filter(**mine), "not_before", "not_after", "days", "refused_channels", "evidence", "starts_at",
            "ends_at",
        ),
        "flags": _rows(PersonFlag.objects.filter(**mine), "flag", "reason", "starts_at", "ends_at"),
        "restraints": _rows(
            Restraint.objects.filter(**mine), "contract_no", "kind", "due_on", "starts_at", "ends_at"
        ),
        "letters": _rows(
            LetterRecord.objects.filter(**mine), "contract_no", "kind", "content", "evidence", "issued_at",
            "delivered_on", "withdrawn_at",
        ),
        "default_proofs": _rows(
            DefaultProof.objects.filter(**mine), "contract_no", "kind", "proven_on", "evidence", "withdrawn_at"
        ),
        "assignment_letters": _rows(
            AssignmentLetter.objects.filter(**mine), "number", "valid_from", "valid_until", "withdrawn_at"
        ),
    }  # fmt: skip


def _contacts(mine: dict[str, Any]) -> dict[str, Any]:
    """How we tried to reach the person, what that taught, and the search where nothing did."""
    point = {f"contact_point__{name}": value for name, value in mine.items()}
    item = {f"item__{name}": value for name, value in mine.items()}
    return {
        "attempts": _rows(Attempt.objects.filter(**mine), "opened_at", "channel", "purpose", "state", "result_class"),
        "refused_contacts": _rows(
            GateDecision.objects.filter(**mine, verdict="DENY"), "asked_at", "channel", "purpose", "reasons"
        ),
        "evidence": _rows(
            Evidence.objects.filter(**point), "contact_point__kind", "contact_point__masked", "kind", "outcome", "at",
            "source",
        ),
        "searches": _rows(RepairItem.objects.filter(**mine), "state", "opened_at", "closed_at", "overdue_amount"),
        "search_steps": _rows(RepairStep.objects.filter(**item), "kind", "finding", "made_at"),
        "asked_changes": _rows(
            UpdateRequest.objects.filter(**mine), "kind", "masked", "owner_role", "label", "region_code", "state",
            "requested_at", "decided_at",
        ),
    }  # fmt: skip


def _person(customer: Customer) -> dict[str, Any]:
    number = crypto.decrypt(customer.identity_cipher, context=IDENTITY) if customer.identity_cipher else ""
    return {
        "customer_no": customer.customer_no, "full_name": customer.full_name, "identity_type": customer.identity_type,
        "identity_no": number, "birth_date": _plain(customer.birth_date), "gender": customer.gender,
        "language": customer.language, "occupation": customer.occupation, "vulnerable": customer.is_vulnerable,
        "deceased_on": _plain(customer.deceased_on),
    }  # fmt: skip


def _point(point: ContactPoint) -> dict[str, Any]:
    own = point.owner_role == OwnerRole.CONSUMER
    value = crypto.decrypt(point.value_cipher, context=CIPHER) if own else OTHERS
    return {
        "kind": point.kind, "value": value, "whose": point.owner_role, "label": point.label, "state": point.state,
        "region_code": point.region_code, "source": point.source, "obtained_on": _plain(point.obtained_on),
    }  # fmt: skip


def _rows(found: Any, *names: str) -> list[dict[str, Any]]:
    keys = [name.removesuffix("__name_id").removesuffix("__name").replace("__", "_") for name in names]
    return [_row(keys, row) for row in found.order_by("pk").values_list(*names)]


def _row(keys: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in zip(keys, values, strict=True)}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)
