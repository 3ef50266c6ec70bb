"""What the desk shows of one case, read with a constant number of queries, whatever the case holds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Q

from tagih.cases.enums import CaseStatus, ItemStatus
from tagih.cases.models import Case, Document, Hold, Promise, WorkItem
from tagih.contacts import queries as contacts
from tagih.contacts.enums import OwnerRole, PointKind, PointState
from tagih.contacts.models import PersonFlag
from tagih.contacts.queries import Choice, PointView
from tagih.kernel import clock, money, regions
from tagih.portfolio import queries as portfolio
from tagih.portfolio.models import Contract
from tagih.staff.models import Person
from tagih.web.desk import words

DIALLED = (PointKind.PHONE,)
ADDRESS_ORDER = ("BILLING", "DOMICILE", "IDENTITY_CARD", "OFFICE")
SHOWN_PROMISES = 4


@dataclass(frozen=True)
class Local:
    """The customer's clock. `known` is False when no address tells the zone."""

    zone: str
    name: str
    time: dt.datetime
    known: bool

    @property
    def text(self) -> str:
        return f"{self.time:%H.%M}"


@dataclass(frozen=True)
class Owed:
    """One contract as the desk shows it; amounts in rupiah as of the business date."""

    source: Contract
    pk: int
    contract_no: str
    product: str
    is_sharia: bool
    bucket: str
    dpd: int
    overdue_principal: Decimal
    overdue_interest: Decimal
    overdue_fee: Decimal
    late_charge: Decimal
    instalments_overdue: int
    instalment_amount: Decimal | None
    oldest_unmet_due_on: dt.date | None
    next_due_on: dt.date | None
    outstanding_principal: Decimal | None
    last_payment_on: dt.date | None
    last_payment_amount: Decimal | None
    collateral: str

    @property
    def overdue(self) -> Decimal:
        return money.total([self.overdue_principal, self.overdue_interest, self.overdue_fee])

    @property
    def late_charge_name(self) -> str:
        return words.late_charge(is_sharia=self.is_sharia)

    @property
    def interest_name(self) -> str:
        return words.interest(is_sharia=self.is_sharia)


@dataclass(frozen=True)
class Point:
    """One way to reach somebody, masked. `number` is the digit that dials it."""

    pk: int
    number: int | None
    icon: str
    masked: str
    owner: str
    label: str
    state_name: str
    tone: str
    reached_at: dt.datetime | None
    failures: int
    unusable_reason: str
    can_call: bool
    is_usable: bool
    is_best: bool
    can_verify: bool
    has_code: bool
    is_first_to_verify: bool
    hint: str = ""


@dataclass(frozen=True)
class Brief:
    """What an entry about a case is checked against."""

    case: Case
    business_date: dt.date
    contracts: Sequence[Owed]
    local: Local

    @property
    def overdue(self) -> Decimal:
        return money.total(contract.overdue for contract in self.contracts)


@dataclass(frozen=True)
class Sheet(Brief):
    """Everything about a case that does not depend on who looks."""

    points: Sequence[Point]
    promises: Sequence[Promise]
    holds: Sequence[Hold]
    documents: Sequence[Document]
    flags: Sequence[str]
    item: WorkItem | None
    asks: Sequence[str]

    @property
    def late_charge(self) -> Decimal:
        return money.total(contract.late_charge for contract in self.contracts)

    @property
    def dpd(self) -> int:
        return max((contract.dpd for contract in self.contracts), default=0)

    @property
    def furthest(self) -> Owed | None:
        return max(self.contracts, key=lambda contract: contract.dpd, default=None)

    @property
    def age(self) -> int | None:
        born = self.case.customer.birth_date
        if born is None:
            return None
        day = self.business_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @property
    def reasons(self) -> list[str]:
        entries = self.item.reasons if self.item else []
        return [words.reason(entry, today=self.business_date) for entry in entries]


def brief(case: Case, *, business_date: dt.date, now: dt.datetime) -> Brief:
    """This will read what an entry is checked against, in two queries."""
    return Brief(
        case=case, business_date=business_date, contracts=_contracts(case, business_date), local=local(case, now=now)
    )


def local(case: Case, *, now: dt.datetime) -> Local:
    """This will tell the time where the customer lives. One query."""
    return _local(contacts.points_of(case.customer), now)


def sheet(case: Case, *, business_date: dt.date, now: dt.datetime, item: WorkItem | None = None) -> Sheet:
    """This will read what the desk shows of a case, in nine queries, ten where codes can be sent.

    `item` is the open work item where it is in hand already, with who leased it.
    """
    customer = case.customer_id
    points, best = contacts.points_by_promise(case.customer, at=now)
    asks = contacts.asks_of(case.customer, points, now=now)
    may_send = contacts.may_send_codes()
    codes = contacts.codes_waiting([point.id for point in points], now=now) if may_send else {}
    promises = Promise.objects.filter(case_id=case.pk).order_by("-made_at", "-pk")[:SHOWN_PROMISES]
    item = item or (
        WorkItem.objects.filter(case_id=case.pk, status__in=[ItemStatus.READY, ItemStatus.LEASED])
        .select_related("leased_by")
        .first()
    )
    flags = PersonFlag.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), customer_id=customer)
    return Sheet(
        case=case,
        business_date=business_date,
        contracts=_contracts(case, business_date),
        points=_points(
            points,
            best,
            to_verify=_to_verify(points, asks) if may_send else set(),
            with_code=set(codes),
        ),
        promises=list(promises),
        holds=list(Hold.objects.filter(case_id=case.pk, lifted_at__isnull=True).order_by("starts_at")),
        documents=documents(case),
        flags=sorted({flag.get_flag_display() for flag in flags}),
        item=item,
        local=_local(points, now),
        asks=[words.ask(code) for code in asks],
    )


def leased_item(person: Person) -> WorkItem | None:
    """This will return the work item that a person holds now, with its case, customer and branch."""
    held = WorkItem.objects.filter(leased_by=person, status=ItemStatus.LEASED)
    item = held.select_related("case__customer", "case__branch").first()
    if item is not None:
        item.leased_by = person
    return item


def is_open(case: Case) -> bool:
    return case.status == CaseStatus.OPEN


def _contracts(case: Case, business_date: dt.date) -> list[Owed]:
    rows = (
        Contract.objects.filter(customer_id=case.customer_id, is_in_scope=True)
        .select_related("product")
        .order_by("oldest_unmet_due_on", "contract_no")
    )
    return [_owed(row, business_date) for row in rows]


def _owed(row: Contract, business_date: dt.date) -> Owed:
    since = row.oldest_unmet_due_on
    dpd = max((business_date - since).days + row.dpd_offset, 0) if since and since <= business_date else 0
    charge = portfolio.late_charge_on(row, business_date)
    return Owed(
        source=row,
        pk=row.pk,
        contract_no=row.contract_no,
        product=row.product.name,
        is_sharia=row.product.is_sharia,
        bucket=row.bucket,
        dpd=dpd,
        overdue_principal=row.overdue_principal,
        overdue_interest=row.overdue_interest,
        overdue_fee=row.overdue_fee,
        late_charge=charge,
        instalments_overdue=row.instalments_overdue,
        instalment_amount=row.instalment_amount,
        oldest_unmet_due_on=since,
        next_due_on=row.next_due_on,
        outstanding_principal=row.outstanding_principal,
        last_payment_on=row.last_payment_on,
        last_payment_amount=row.last_payment_amount,
        collateral=" ".join(part for part in (row.collateral_type.capitalize(), row.collateral_no) if part),
    )


def _to_verify(views: Sequence[PointView], asks: Sequence[str]) -> set[int]:
    """The customer's own usable telephones that are not proven, or were long ago."""
    own = [
        view
        for view in views
        if view.kind in (PointKind.PHONE, PointKind.WHATSAPP)
        and view.owner_role == OwnerRole.CONSUMER
        and view.is_usable
    ]
    return {view.id for view in own if view.state != PointState.VERIFIED or "OLD_VERIFICATION" in asks}


def _points(
    views: Sequence[PointView], best: Choice | None, *, to_verify: set[int], with_code: set[int]
) -> list[Point]:  # fmt: skip
    """Addresses come last; the digits 1 to 9 call the numbers in the order of their promise, the best of all first."""
    first = next((view.id for view in views if best and view.id == best.point_id and _can_call(view)), None)
    ordered = sorted(views, key=lambda view: (not view.is_usable, view.kind == PointKind.ADDRESS))
    callable_ids = [view.id for view in ordered if _can_call(view)]
    first_to_verify = next((view.id for view in ordered if view.id in to_verify), None)
    numbers = {identity: place for place, identity in enumerate(callable_ids[:9], start=1)}
    return [
        Point(
            pk=view.id,
            number=numbers.get(view.id),
            icon=words.POINT_ICONS.get(view.kind, "info"),
            masked=view.masked,
            owner=" ".join(filter(None, [view.owner_role_label, view.owner_name])),
            label=str(words.LABELS.get(view.label, view.label.replace("_", " ").lower())),
            state_name=view.state_label,
            tone=words.POINT_TONES.get(view.state, ""),
            reached_at=view.reached_at,
            failures=view.failures,
            unusable_reason=view.unusable_reason,
            can_call=_can_call(view),
            is_usable=view.is_usable,
            is_best=view.id == next(iter(callable_ids), None),
            can_verify=view.id in to_verify,
            has_code=view.id in with_code,
            is_first_to_verify=view.id == first_to_verify,
            hint=words.why_first(best) if best and view.id == first else regions.name_of(view.region_code[:5]),
        )
        for view in ordered
    ]


def _can_call(view: PointView) -> bool:
    return view.kind in DIALLED and view.is_usable


def _local(views: Sequence[PointView], now: dt.datetime) -> Local:
    places = [view for view in views if view.kind == PointKind.ADDRESS and view.owner_role == OwnerRole.CONSUMER]
    places.sort(key=lambda view: ADDRESS_ORDER.index(view.label) if view.label in ADDRESS_ORDER else len(ADDRESS_ORDER))
    phones = [view for view in views if view.kind != PointKind.ADDRESS]
    zone = next((view.zone for view in [*places, *phones] if view.zone in clock.ZONES), "")
    info: ZoneInfo = clock.ZONES[zone or "WIB"]
    return Local(zone=zone or "WIB", name=info.key, time=clock.local(now, info), known=bool(zone))


def documents(case: Case) -> list[Document]:
    """This will list the newest documents of a case."""
    return list(Document.objects.filter(case_id=case.pk, removed_at__isnull=True).order_by("-attached_at", "-pk")[:20])
