"""The canonical columns of every feed: one table that reading, checking, the lake and the documentation share."""

from dataclasses import dataclass
from enum import StrEnum

from tagih.portfolio.enums import ContractStatus, Feed

KEY_LENGTH = 40  # contract_no, customer_no, payment_ref and codes
TEXT_LENGTH = 200


class Kind(StrEnum):
    """What a column holds, and the type by which an engine keeps it."""

    TEXT = "VARCHAR"
    AMOUNT = "DECIMAL(18,2)"
    RATE = "DECIMAL(9,6)"
    SCORE = "DECIMAL(12,4)"
    DEGREES = "DECIMAL(10,7)"
    NUMBER = "INTEGER"
    DATE = "DATE"
    INSTANT = "TIMESTAMP"
    FLAG = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column.

    `allowed` lists its codes, `low` and `high` bound numbers, `past` means not after the business date, `personal`
    values are masked wherever a person may see them, a `tolerant` column is kept unusable instead of rejecting its row.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    allowed: tuple[str, ...] = ()
    default: str = ""
    low: int | None = None
    high: int | None = None
    past: bool = False
    personal: bool = False
    tolerant: bool = False
    length: int = TEXT_LENGTH


@dataclass(frozen=True, slots=True)
class FeedColumns:
    """The columns of one feed and those that name a row in it."""

    feed: Feed
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    flags: tuple[str, ...] = ()  # booleans that landing adds

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that a file carries, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def types(self) -> dict[str, str]:
        """Name and engine type of every column of the lake, those that landing adds last."""
        carried = {column.name: str(column.kind) for column in self.columns}
        return carried | dict.fromkeys(self.flags, str(Kind.FLAG))

    def column(self, name: str) -> Column:
        """This will return the column called `name`; a KeyError for any other."""
        return next((column for column in self.columns if column.name == name), None) or _missing(name)


def _missing(name: str) -> Column:
    raise KeyError(name)


def _key(name: str) -> Column:
    return Column(name, required=True, length=KEY_LENGTH)


def _amount(name: str, *, required: bool = False, default: str = "", low: int | None = 0) -> Column:
    return Column(name, Kind.AMOUNT, required=required, default=default, low=low)


_CUSTOMERS = FeedColumns(
    Feed.CUSTOMERS,
    ("customer_no",),
    (
        _key("customer_no"),
        Column("full_name", required=True, personal=True),
        Column("identity_type", length=20),
        Column("identity_no", personal=True, tolerant=True, length=KEY_LENGTH),
        Column("birth_date", Kind.DATE, past=True, personal=True),
        Column("gender", length=10),
        Column("language", length=10),
        Column("occupation", length=120),
        Column("vulnerable", Kind.FLAG),
        Column("deceased_on", Kind.DATE, past=True),
    ),
    flags=("identity_is_usable",),
)
_CONTACT_POINTS = FeedColumns(
    Feed.CONTACT_POINTS,
    ("customer_no", "kind", "value", "owner_role"),
    (
        _key("customer_no"),
        Column("kind", required=True, allowed=("PHONE", "WHATSAPP", "EMAIL", "ADDRESS")),
        Column("value", required=True, personal=True, tolerant=True, length=500),
        Column(
            "owner_role",
            required=True,
            allowed=("CONSUMER", "SPOUSE", "CO_BORROWER", "GUARANTOR", "EMERGENCY_CONTACT", "OFFICE"),
        ),
        Column("owner_name", personal=True),
        Column("label", allowed=("MOBILE", "HOME", "OFFICE", "BILLING", "DOMICILE", "IDENTITY_CARD")),
        Column("region_code", length=20),
        Column("postal_code", length=10),
        Column("latitude", Kind.DEGREES, low=-90, high=90, personal=True),
        Column("longitude", Kind.DEGREES, low=-180, high=180, personal=True),
        Column("source", length=60),
        Column("obtained_on", Kind.DATE, past=True),
    ),
    flags=("is_usable",),
)
_CONTRACTS = FeedColumns(
    Feed.CONTRACTS,
    ("contract_no",),
    (
        _key("contract_no"),
        _key("customer_no"),
        _key("product"),
        _key("branch"),
        Column("currency", default="IDR", length=3),
        Column("disbursed_on", Kind.DATE),
        _amount("principal"),
        Column("tenor", Kind.NUMBER, low=0, high=32_767),
        _amount("instalment_amount"),
        Column("due_day", Kind.NUMBER, low=1, high=31),
        _amount("outstanding_principal", low=None),
        Column("status", required=True, allowed=tuple(ContractStatus.values)),
        Column("collateral_type", length=40),
        Column("collateral_no", length=40),
        Column("fiducia_no", length=60),
        Column("fiducia_on", Kind.DATE),
        Column("score", Kind.SCORE),
        Column("penalty_daily_rate", Kind.RATE, low=0, high=1),
    ),
)
_INSTALMENTS = FeedColumns(
    Feed.INSTALMENTS,
    ("contract_no", "number"),
    (
        _key("contract_no"),
        Column("number", Kind.NUMBER, required=True, low=0, high=32_767),
        Column("due_date", Kind.DATE, required=True),
        _amount("principal", required=True),
        _amount("interest", required=True),
        _amount("fee", default="0"),
        _amount("penalty", default="0"),
    ),
)
_PAYMENTS = FeedColumns(
    Feed.PAYMENTS,
    ("payment_ref",),
    (
        Column("payment_ref", required=True, length=80),
        _key("contract_no"),
        Column("paid_on", Kind.DATE, required=True, past=True),
        Column("amount", Kind.AMOUNT, required=True, low=0),
        Column("channel", length=40),
        Column("reversal_of", length=80),
        Column("recorded_at", Kind.INSTANT),
    ),
)
_CLOCK_ACTIONS = FeedColumns(
    Feed.CLOCK_ACTIONS,
    ("contract_no", "start_date", "end_date", "reason"),
    (
        _key("contract_no"),
        Column("start_date", Kind.DATE, required=True),
        Column("end_date", Kind.DATE, required=True),
        Column("reason", required=True, length=80),
    ),
)
_BALANCES = FeedColumns(
    Feed.BALANCES,
    ("contract_no",),
    (
        _key("contract_no"),
        Column("business_date", Kind.DATE, required=True),
        Column("days_past_due", Kind.NUMBER, required=True, low=0),
        Column("oldest_unpaid_due_date", Kind.DATE),
        _amount("overdue_principal", default="0"),
        _amount("overdue_interest", default="0"),
        _amount("overdue_fee", default="0"),
        _amount("overdue_penalty", default="0"),
        _amount("outstanding_principal", required=True, low=None),
        Column("instalments_overdue", Kind.NUMBER, low=0, high=32_767),
        Column("last_payment_on", Kind.DATE, past=True),
        _amount("last_payment_amount", low=None),
    ),
)

FEEDS: dict[str, FeedColumns] = {
    str(feed.feed): feed
    for feed in (
        _CUSTOMERS,
        _CONTACT_POINTS,
        _CONTRACTS,
        _INSTALMENTS,
        _PAYMENTS,
        _CLOCK_ACTIONS,
        _BALANCES,
    )
}
