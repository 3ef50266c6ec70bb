"""Random portfolios: many contracts with every kind of trouble, as facts of one and as tables of all."""

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal

import ibis
import pyarrow as pa

from tagih.portfolio.columnar.sources import Sources
from tagih.portfolio.rules.allocation import Due
from tagih.portfolio.rules.clock import Pause
from tagih.portfolio.rules.delinquency import Balance, Facts
from tagih.portfolio.rules.payments import Money

AMOUNT = pa.decimal128(18, 2)
START = dt.date(2026, 1, 31)
ON = dt.date(2026, 11, 21)


def portfolio(chance: random.Random, contracts: int) -> dict[str, Facts]:
    """This will draw contracts: on schedule, by balance or neither; early, late, over- and unpaid, paused, reversed."""
    return {f"K{number:04d}": _facts(chance, number) for number in range(contracts)}


def _facts(chance: random.Random, number: int) -> Facts:
    kind = chance.choice(["SCHEDULE"] * 6 + ["BALANCE"] * 3 + ["NONE"])
    dues = _schedule(chance) if kind == "SCHEDULE" else ()
    return Facts(
        status=chance.choice(["ACTIVE"] * 9 + ["WRITTEN_OFF", "CLOSED", "SOLD"]),
        dues=dues,
        balance=_balance(chance) if kind == "BALANCE" or chance.random() < 0.1 else None,
        money=_money(chance, number, dues),
        pauses=tuple(_pause(chance) for _ in range(chance.choice([0, 0, 0, 1, 2, 4]))),
        due_day=chance.choice([None, 1, 5, 28, 29, 30, 31]),
        penalty_daily_rate=chance.choice([None, None, Decimal("0.002"), Decimal("0.005"), Decimal("0.000333")]),
    )


def _schedule(chance: random.Random) -> tuple[Due, ...]:
    first = START + dt.timedelta(days=chance.randrange(300))
    step = chance.choice([7, 30, 30, 31])
    return tuple(
        Due(
            number, first + dt.timedelta(days=step * number),
            *(_amount(chance, largest) for largest in (900_000, 200_000, 10_000, 20_000)),
        )
        for number in range(1, chance.randrange(1, 8))
    )  # fmt: skip


def _amount(chance: random.Random, largest: int) -> Decimal:
    return chance.choice([Decimal(0), Decimal(-5), *[Decimal(chance.randrange(largest * 100)) / 100] * 8])


def _money(chance: random.Random, number: int, dues: tuple[Due, ...]) -> tuple[Money, ...]:
    told = []
    for index in range(chance.choice([0, 0, 1, 2, 3, 6])):
        paid_on = ON - dt.timedelta(days=chance.randrange(-3, 300))
        amount = Decimal(chance.randrange(1, 150_000_000)) / 100
        if dues and chance.random() < 0.5:
            due = chance.choice(dues)
            paid_on = due.due_date
            amount = max(Decimal(1), due.principal + due.interest + due.fee + due.penalty)
        fed_on = chance.choice([None, paid_on, ON])
        told.append(Money(f"P{number:04d}-{index}", paid_on, amount, fed_on=fed_on))
    for entry in list(told):
        for _ in range(chance.choice([0, 0, 0, 0, 1, 2, 3])):
            undone = chance.choice([entry, told[-1]])
            if undone.ref not in {other.reversal_of for other in told}:
                ref = f"R{number:04d}-{len(told)}"
                told.append(Money(ref, ON, undone.amount, reversal_of=undone.ref))
    chance.shuffle(told)
    return tuple(told)


def _pause(chance: random.Random) -> Pause:
    start = ON - dt.timedelta(days=chance.randrange(-20, 250))
    return Pause(start, start + dt.timedelta(days=chance.randrange(0, 90)))


def _balance(chance: random.Random) -> Balance:
    date = ON - dt.timedelta(days=chance.choice([0, 0, 0, 1, 3]))
    days = chance.choice([0, 0, 1, 10, 31, 400])
    oldest = date - dt.timedelta(days=days + chance.choice([0, 0, 2])) if days and chance.random() < 0.5 else None
    unknown = chance.random() < 0.2
    parts = [None if unknown else _amount(chance, largest) for largest in (900_000, 200_000, 10_000, 20_000)]
    return Balance(date, days, oldest, *parts, instalments_overdue=chance.choice([None, 0, 1, 3]))


def tables(portfolio: Mapping[str, Facts]) -> Sources:
    """This will lay a portfolio out as the feeds would."""
    items = portfolio.items()
    contracts = [
        (no, f"C{no}", f"PRODUCT{index % 3}", "BRANCH", facts.status, facts.due_day, facts.penalty_daily_rate)
        for index, (no, facts) in enumerate(items)
    ]
    schedules = [
        (no, due.number, due.due_date, due.principal, due.interest, due.fee, due.penalty)
        for no, facts in items for due in facts.dues
    ]  # fmt: skip
    payments = [
        (entry.ref, no, entry.paid_on, entry.amount, entry.reversal_of or None, entry.fed_on)
        for no, facts in items for entry in facts.money
    ]  # fmt: skip
    balances = [
        (
            no, told.business_date, told.days_past_due, told.oldest_unpaid_due_date, told.overdue_principal,
            told.overdue_interest, told.overdue_fee, told.overdue_penalty, told.instalments_overdue,
        )
        for no, facts in items if (told := facts.balance)
    ]  # fmt: skip
    pauses = [(no, pause.start_date, pause.end_date) for no, facts in items for pause in facts.pauses]
    return Sources(
        contracts=_table(contracts, contract_no=pa.string(), customer_no=pa.string(), product=pa.string(),
                         branch=pa.string(), status=pa.string(), due_day=pa.int32(),
                         penalty_daily_rate=pa.decimal128(9, 6)),
        schedules=_table(schedules, contract_no=pa.string(), number=pa.int32(), due_date=pa.date32(),
                         principal=AMOUNT, interest=AMOUNT, fee=AMOUNT, penalty=AMOUNT),
        payments=_table(payments, payment_ref=pa.string(), contract_no=pa.string(), paid_on=pa.date32(), amount=AMOUNT,
                        reversal_of=pa.string(), fed_on=pa.date32()),
        balances=_table(balances, contract_no=pa.string(), business_date=pa.date32(), days_past_due=pa.int32(),
                        oldest_unpaid_due_date=pa.date32(), overdue_principal=AMOUNT, overdue_interest=AMOUNT,
                        overdue_fee=AMOUNT, overdue_penalty=AMOUNT, instalments_overdue=pa.int32()),
        pauses=_table(pauses, contract_no=pa.string(), start_date=pa.date32(), end_date=pa.date32()),
    )  # fmt: skip


def _table(rows: list[tuple], **types: pa.DataType) -> ibis.Table:
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in types]
    arrays = [pa.array(list(column), type=kind) for column, kind in zip(columns, types.values(), strict=True)]
    return ibis.memtable(pa.table(dict(zip(types, arrays, strict=True))))
