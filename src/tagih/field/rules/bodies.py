"""What a phone may say, and nothing else."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

APP_VERSION = 1
OLDEST_VERSION = 1
"""Two versions back are still understood; this is the first."""

Text = Annotated[str, Field(max_length=2000)]
Short = Annotated[str, Field(max_length=200)]
Code = Annotated[str, Field(max_length=24, pattern=r"^[A-Z0-9_]*$")]
Rupiah = Annotated[Decimal, Field(gt=0, le=Decimal(10) ** 12, max_digits=15, decimal_places=0)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Strict):
    """A fix of the phone."""

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    accuracy: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
    at: AwareDatetime


class Promised(Strict):
    amount: Rupiah
    due_on: dt.date


class NewContact(Strict):
    """A number or an address that somebody gave at the door."""

    kind: Annotated[str, Field(pattern=r"^(PHONE|WHATSAPP|EMAIL|ADDRESS)$")]
    value: Annotated[str, Field(min_length=3, max_length=300)]


class VisitBody(Strict):
    case: Annotated[int, Field(gt=0)]
    wanted: Annotated[int, Field(gt=0)] | None = None
    point: Annotated[int, Field(gt=0)] | None = None
    arrived_at: AwareDatetime
    left_at: AwareDatetime
    fix: Place | None = None
    outside_reason: Short = ""
    result: Code
    party: Code = ""
    place: Code = ""
    reason: Code = ""
    notes: Text = ""
    follow_up_at: AwareDatetime | None = None
    promise: Promised | None = None
    blobs: Annotated[list[UUID], Field(max_length=12)] = []
    letters: Annotated[list[Short], Field(max_length=10)] = []
    is_door: bool = False
    contact: NewContact | None = None
    attest: dict[str, Any] = {}


class ReceiptBody(Strict):
    case: Annotated[int, Field(gt=0)]
    contract_no: Annotated[str, Field(min_length=1, max_length=40)]
    number: Annotated[str, Field(min_length=3, max_length=60)]
    amount: Rupiah
    issued_at: AwareDatetime
    visit: UUID | None = None
    signature: UUID | None = None


class VoidBody(Strict):
    receipt: UUID
    reason: Annotated[str, Field(min_length=3, max_length=200)]
    at: AwareDatetime


class DepositBody(Strict):
    amount: Rupiah
    channel: Annotated[str, Field(pattern=r"^(CASHIER|BANK|AGENT)$")]
    reference: Annotated[str, Field(max_length=60)] = ""
    slip: UUID | None = None
    made_at: AwareDatetime


class TrackBody(Strict):
    points: Annotated[list[Place], Field(min_length=1, max_length=500)]


class PanicBody(Strict):
    at: AwareDatetime
    fix: Place | None = None


class ShiftBody(Strict):
    at: AwareDatetime
    is_begin: bool


BODIES: dict[str, type[Strict]] = {
    "VISIT": VisitBody, "RECEIPT": ReceiptBody, "VOID": VoidBody, "DEPOSIT": DepositBody, "TRACK": TrackBody,
    "PANIC": PanicBody, "SHIFT": ShiftBody,
}  # fmt: skip


class Envelope(Strict):
    """One operation: the text of its body is hashed as it stands."""

    id: UUID
    number: Annotated[int, Field(gt=0)]
    previous: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    kind: Annotated[str, Field(max_length=8)]
    body: Annotated[str, Field(max_length=200_000)]
    digest: Digest


class Parcel(Strict):
    """What a phone sends at once. `sent_at` by the phone's clock tells how far that is off."""

    app_version: Annotated[int, Field(gt=0)]
    sent_at: AwareDatetime
    operations: Annotated[list[Envelope], Field(min_length=1, max_length=50)]
