"""Statements of account: CSV with named columns, MT940, camt.053."""

import csv
import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal

import mt940
from lxml import etree

from tagih.kernel import money

COLUMNS = ("date", "amount", "reference", "description")
LONGEST = 100_000


class NotAStatement(ValueError):
    """The file is of none of the three forms; `where` says what stopped the reader."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(where)


@dataclass(frozen=True, slots=True)
class Line:
    """One booking: money that came is positive."""

    booked_on: dt.date
    amount: Decimal
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """A whole statement."""

    form: str
    account: str
    currency: str
    opens_with: Decimal | None
    closes_with: Decimal | None
    lines: tuple[Line, ...]


def read(content: bytes) -> Read:
    """This will read a statement, whichever of the three forms it has.

    :raises NotAStatement:
    """
    head = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:200]
    if head.startswith(b"<"):
        found = _camt053(content)
    elif b":20:" in content[:2000] and b":60" in content[:4000]:
        found = _mt940(content)
    else:
        found = _csv(content)
    if not found.lines:
        raise NotAStatement("no bookings")
    if found.currency != "IDR":
        raise NotAStatement(f"currency {found.currency}")
    return found


def _csv(content: bytes) -> Read:
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise NotAStatement("encoding") from None
    if not rows or not {"date", "amount"} <= set(rows[0]) or len(rows) > LONGEST:
        raise NotAStatement("columns: date, amount, reference, description")
    lines = []
    for number, row in enumerate(rows, start=2):
        try:
            booked_on = _day(row["date"] or "")
            amount = money.parse(row["amount"] or "")
        except (ValueError, TypeError):
            raise NotAStatement(f"line {number}") from None
        lines.append(Line(booked_on, amount, (row.get("reference") or "").strip()[:120],
                          (row.get("description") or "").strip()[:400]))  # fmt: skip
    return Read("CSV", "", "IDR", None, None, tuple(lines))


def _mt940(content: bytes) -> Read:
    try:
        parsed = mt940.parse(content.decode("utf-8", errors="replace"))
        data = parsed.data
        lines = []
        for row in parsed:
            told = row.data
            words = " ".join(str(told.get(name) or "") for name in ("transaction_details", "extra_details"))
            reference = str(told.get("customer_reference") or told.get("bank_reference") or "")
            lines.append(
                Line(told["date"], money.amount(Decimal(str(told["amount"].amount))), reference[:120],
                     " ".join(words.split())[:400])
            )  # fmt: skip
        opening, closing = data.get("final_opening_balance"), data.get("final_closing_balance")
        currency = opening.amount.currency if opening else "IDR"
    except (ValueError, KeyError, TypeError, RuntimeError, AttributeError) as problem:
        raise NotAStatement(f"MT940: {type(problem).__name__}") from None
    days = [dt.date(line.booked_on.year, line.booked_on.month, line.booked_on.day) for line in lines]
    lines = [Line(day, line.amount, line.reference, line.text) for day, line in zip(days, lines, strict=True)]
    return Read("MT940", str(data.get("account_identification") or "")[:60], currency, _balance(opening),
                _balance(closing), tuple(lines))  # fmt: skip


def _balance(told: object) -> Decimal | None:
    return money.amount(Decimal(str(told.amount.amount))) if told is not None else None


def _camt053(content: bytes) -> Read:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise NotAStatement("XML") from None
    statement = root.find(".//{*}Stmt")
    if statement is None:
        raise NotAStatement("camt.053: no statement")
    balances = {balance.findtext(".//{*}CdOrPrtry/{*}Cd"): _signed(balance) for balance in statement.findall("{*}Bal")}
    lines = []
    for number, entry in enumerate(statement.findall("{*}Ntry"), start=1):
        try:
            day = entry.findtext("{*}BookgDt/{*}Dt") or (entry.findtext("{*}BookgDt/{*}DtTm") or "")[:10]
            booked_on = dt.date.fromisoformat(day)
        except ValueError:
            raise NotAStatement(f"camt.053: entry {number}") from None
        reference = entry.findtext(".//{*}EndToEndId") or entry.findtext("{*}AcctSvcrRef") or ""
        words = [*(node.text or "" for node in entry.findall(".//{*}Ustrd")), entry.findtext("{*}AddtlNtryInf") or ""]
        lines.append(Line(booked_on, _signed(entry), reference[:120], " ".join(" ".join(words).split())[:400]))
    account = statement.findtext("{*}Acct/{*}Id/{*}IBAN") or statement.findtext("{*}Acct/{*}Id/{*}Othr/{*}Id") or ""
    currency = next((node.get("Ccy", "IDR") for node in statement.iterfind("{*}Ntry/{*}Amt")), "IDR")
    return Read("CAMT053", account[:60], currency, balances.get("OPBD"), balances.get("CLBD"), tuple(lines))


def _signed(node: etree._Element) -> Decimal:
    try:
        amount = money.amount(node.findtext("{*}Amt") or "")
    except money.NotMoney:
        raise NotAStatement("camt.053: amount") from None
    return -amount if node.findtext("{*}CdtDbtInd") == "DBIT" else amount


def _day(text: str) -> dt.date:
    text = text.strip()
    if "/" in text:
        day, month, year = text.split("/")
        return dt.date(int(year), int(month), int(day))
    return dt.date.fromisoformat(text)
