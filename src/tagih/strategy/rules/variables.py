"""The catalogue of variables: everything that a condition may ask about a person on a business date.

A variable is of the person, over all of that person's contracts; where one contract must speak for all it is the one
furthest behind. Numbers are double precision on every engine, never beyond `LARGEST` and, where not zero,
never nearer to it than `SMALLEST` (days, counts, rupiah, scores of four decimals), so that arithmetic in a condition
can neither overflow nor vanish, which PostgreSQL refuses and others round. What a variable means in words stands in
`queries.catalogue`.
"""

from dataclasses import dataclass
from enum import StrEnum

LARGEST, SMALLEST = 1e15, 1e-6


class Kind(StrEnum):
    """What a value is. A count is a whole number."""

    NUMBER = "NUMBER"
    COUNT = "COUNT"
    TEXT = "TEXT"
    FLAG = "FLAG"


class Unit(StrEnum):
    """In what it is counted."""

    NONE = "NONE"
    DAYS = "DAYS"
    MONTHS = "MONTHS"
    RUPIAH = "RUPIAH"
    POINTS = "POINTS"
    TIMES = "TIMES"
    PIECES = "PIECES"


class Source(StrEnum):
    """Where it comes from: the core system's portfolio in the lake, or what we do about it in PostgreSQL."""

    PORTFOLIO = "PORTFOLIO"
    PROMISES = "PROMISES"
    PAYMENTS = "PAYMENTS"
    CONTACTS = "CONTACTS"
    REACH = "REACH"
    CARE = "CARE"
    HISTORY = "HISTORY"


@dataclass(frozen=True, slots=True)
class Variable:
    """One entry. `values` lists all texts there are, where they are few; `is_nullable` says that it may be unknown."""

    name: str
    kind: Kind
    unit: Unit
    source: Source
    example: str
    low: float = 0.0
    high: float = LARGEST
    values: tuple[str, ...] = ()
    is_nullable: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.COUNT)


CHANNELS = {
    "CALL": "calls", "BOT": "bot_calls", "SMS": "sms", "WHATSAPP": "whatsapps", "EMAIL": "emails",
    "LETTER": "letters", "VISIT": "visits",
}  # fmt: skip
"""Each channel and the stem of its counts: `calls_7d`."""
WINDOWS = (1, 7, 30)
ROLLS = ("NEW", "FORWARD", "STAY", "BACK", "CURED", "CLOSED")
_DAYS = 36_500.0
_MANY = 1e6

_PORTFOLIO = (
    Variable("dpd", Kind.COUNT, Unit.DAYS, Source.PORTFOLIO, "dpd > 30", high=_DAYS),
    Variable("delinquent_days", Kind.COUNT, Unit.DAYS, Source.PORTFOLIO, "delinquent_days >= 7", high=_DAYS),
    Variable("days_to_due", Kind.COUNT, Unit.DAYS, Source.PORTFOLIO, "days_to_due BETWEEN 0 AND 7", high=_DAYS,
             is_nullable=True),
    Variable("bucket", Kind.TEXT, Unit.NONE, Source.PORTFOLIO, "bucket IN ('C1', 'C2')", is_nullable=True),
    Variable("bucket_rank", Kind.COUNT, Unit.NONE, Source.PORTFOLIO, "bucket_rank >= 3", high=1000.0),
    Variable("roll", Kind.TEXT, Unit.NONE, Source.PORTFOLIO, "roll = 'FORWARD'", values=ROLLS, is_nullable=True),
    Variable("collectability", Kind.TEXT, Unit.NONE, Source.PORTFOLIO, "collectability = '2'", is_nullable=True),
    Variable("overdue_amount", Kind.NUMBER, Unit.RUPIAH, Source.PORTFOLIO, "overdue_amount >= 2000000"),
    Variable("penalty_amount", Kind.NUMBER, Unit.RUPIAH, Source.PORTFOLIO, "penalty_amount > overdue_amount / 10"),
    Variable("outstanding", Kind.NUMBER, Unit.RUPIAH, Source.PORTFOLIO, "outstanding > 50000000"),
    Variable("instalment_amount", Kind.NUMBER, Unit.RUPIAH, Source.PORTFOLIO,
             "overdue_amount < 3 * instalment_amount", is_nullable=True),
    Variable("instalments_overdue", Kind.COUNT, Unit.PIECES, Source.PORTFOLIO, "instalments_overdue >= 2", high=_MANY),
    Variable("contracts", Kind.COUNT, Unit.PIECES, Source.PORTFOLIO, "contracts > 1", low=1.0, high=_MANY),
    Variable("late_contracts", Kind.COUNT, Unit.PIECES, Source.PORTFOLIO, "late_contracts > 1", high=_MANY),
    Variable("product", Kind.TEXT, Unit.NONE, Source.PORTFOLIO, "product = 'MOTOR'"),
    Variable("branch", Kind.TEXT, Unit.NONE, Source.PORTFOLIO, "branch IN ('CAB1', 'CAB2')"),
    Variable("months_on_book", Kind.COUNT, Unit.MONTHS, Source.PORTFOLIO, "months_on_book < 4", high=_DAYS,
             is_nullable=True),
    Variable("score", Kind.NUMBER, Unit.POINTS, Source.PORTFOLIO, "score < 40", low=-LARGEST, is_nullable=True),
    Variable("is_written_off", Kind.FLAG, Unit.NONE, Source.PORTFOLIO, "NOT is_written_off"),
    Variable("has_fiducia", Kind.FLAG, Unit.NONE, Source.PORTFOLIO, "has_fiducia"),
)  # fmt: skip
_WORK = (
    Variable("broken_promises_90d", Kind.COUNT, Unit.TIMES, Source.PROMISES, "broken_promises_90d >= 2", high=_MANY),
    Variable("kept_promises_90d", Kind.COUNT, Unit.TIMES, Source.PROMISES, "kept_promises_90d > 0", high=_MANY),
    Variable("days_since_broken", Kind.COUNT, Unit.DAYS, Source.PROMISES, "days_since_broken <= 3", high=_DAYS,
             is_nullable=True),
    Variable("has_promise", Kind.FLAG, Unit.NONE, Source.PROMISES, "NOT has_promise"),
    Variable("days_to_promise", Kind.COUNT, Unit.DAYS, Source.PROMISES, "days_to_promise BETWEEN 0 AND 1",
             low=-_DAYS, high=_DAYS, is_nullable=True),
    Variable("payments_90d", Kind.COUNT, Unit.TIMES, Source.PAYMENTS, "payments_90d = 0", high=_MANY),
    Variable("days_since_payment", Kind.COUNT, Unit.DAYS, Source.PAYMENTS, "days_since_payment > 60", high=_DAYS,
             is_nullable=True),
    Variable("attempts_7d", Kind.COUNT, Unit.TIMES, Source.CONTACTS, "attempts_7d < 5", high=_MANY),
    Variable("days_since_attempt", Kind.COUNT, Unit.DAYS, Source.CONTACTS, "days_since_attempt >= 2", high=_DAYS,
             is_nullable=True),
    Variable("right_party_30d", Kind.COUNT, Unit.TIMES, Source.CONTACTS, "right_party_30d = 0", high=_MANY),
    Variable("days_since_right_party", Kind.COUNT, Unit.DAYS, Source.CONTACTS, "days_since_right_party <= 7",
             high=_DAYS, is_nullable=True),
    Variable("last_result", Kind.TEXT, Unit.NONE, Source.CONTACTS, "last_result = 'REFUSES'", is_nullable=True),
    Variable("days_since_result", Kind.COUNT, Unit.DAYS, Source.CONTACTS, "days_since_result <= 2", high=_DAYS,
             is_nullable=True),
    *(
        Variable(f"{stem}_{days}d", Kind.COUNT, Unit.TIMES, Source.CONTACTS, f"{stem}_{days}d < 2", high=_MANY)
        for stem in CHANNELS.values() for days in WINDOWS
    ),
    Variable("phones", Kind.COUNT, Unit.PIECES, Source.REACH, "phones > 0", high=_MANY),
    Variable("whatsapp_numbers", Kind.COUNT, Unit.PIECES, Source.REACH, "whatsapp_numbers > 0", high=_MANY),
    Variable("email_addresses", Kind.COUNT, Unit.PIECES, Source.REACH, "email_addresses > 0", high=_MANY),
    Variable("addresses", Kind.COUNT, Unit.PIECES, Source.REACH, "addresses > 0", high=_MANY),
    Variable("is_held", Kind.FLAG, Unit.NONE, Source.CARE, "NOT is_held"),
    Variable("is_flagged", Kind.FLAG, Unit.NONE, Source.CARE, "NOT is_flagged"),
    Variable("is_vulnerable", Kind.FLAG, Unit.NONE, Source.CARE, "is_vulnerable"),
    Variable("is_deceased", Kind.FLAG, Unit.NONE, Source.CARE, "NOT is_deceased"),
)  # fmt: skip

CATALOGUE: dict[str, Variable] = {variable.name: variable for variable in (*_PORTFOLIO, *_WORK)}
