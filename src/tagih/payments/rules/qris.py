"""QRIS, the Indonesian profile of EMVCo's merchant-presented QR: read, checked, and made dynamic for one amount.

Lengths count bytes of UTF-8. The checksum is CRC-16/CCITT-FALSE over everything up to and with `6304`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

POLYNOMIAL = 0x1021
START = 0xFFFF
STATIC, DYNAMIC = "11", "12"
FORMAT, INITIATION, CURRENCY, AMOUNT, COUNTRY, NAME, CITY, ADDITIONAL, CHECKSUM = (
    "00", "01", "53", "54", "58", "59", "60", "62", "63",
)  # fmt: skip
NATIONAL = "51"
RUPIAH = "360"
LONGEST_AMOUNT = 13
LONGEST_NAME = 25
LONGEST_CITY = 15
LONGEST_REFERENCE = 25
REFERENCE_IN_ADDITIONAL = "05"


class NotQris(ValueError):
    """The text is no QRIS that can be used; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Field:
    """One tag with its value."""

    tag: str
    value: str


def checksum(text: str) -> str:
    """This will return the four hexadecimal digits of the checksum of a text."""
    register = START
    for byte in text.encode():
        register ^= byte << 8
        for _ in range(8):
            register = ((register << 1) ^ POLYNOMIAL if register & 0x8000 else register << 1) & 0xFFFF
    return f"{register:04X}"


def fields(text: str) -> list[Field]:
    """This will read tags, lengths and values in order.

    :raises NotQris: TRUNCATED, LENGTH or ENCODING
    """
    raw, found, place = text.encode(), [], 0
    while place < len(raw):
        head = raw[place : place + 4]
        if len(head) < 4:
            raise NotQris("TRUNCATED")
        if not head.isdigit():
            raise NotQris("LENGTH")
        length = int(head[2:])
        value = raw[place + 4 : place + 4 + length]
        if len(value) < length:
            raise NotQris("TRUNCATED")
        try:
            found.append(Field(head[:2].decode(), value.decode()))
        except UnicodeDecodeError:
            raise NotQris("ENCODING") from None
        place += 4 + length
    return found


def written(parts: Sequence[Field]) -> str:
    """This will write tags, byte lengths and values.

    :raises NotQris: TOO_LONG, a value has more than 99 bytes
    """
    texts = []
    for part in parts:
        length = len(part.value.encode())
        if length > 99:
            raise NotQris("TOO_LONG")
        texts.append(f"{part.tag}{length:02}{part.value}")
    return "".join(texts)


def checked(text: str) -> list[Field]:
    """This will read a QRIS and prove it whole: checksum, format, rupiah, Indonesia, a merchant of the national QR.

    :raises NotQris:
    """
    found = fields(text)
    if not found or found[0] != Field(FORMAT, "01"):
        raise NotQris("FORMAT")
    if found[-1].tag != CHECKSUM or len(found[-1].value) != 4:
        raise NotQris("CHECKSUM_MISSING")
    if checksum(text[:-4]) != found[-1].value.upper():
        raise NotQris("CHECKSUM")
    tags = [field.tag for field in found]
    if len(set(tags)) != len(tags):
        raise NotQris("TAG_TWICE")
    known = {field.tag: field.value for field in found}
    if known.get(INITIATION) not in (STATIC, DYNAMIC):
        raise NotQris("INITIATION")
    if known.get(CURRENCY) != RUPIAH or known.get(COUNTRY) != "ID":
        raise NotQris("NOT_INDONESIAN")
    if not known.get(NAME) or not any("26" <= tag <= NATIONAL for tag in tags):
        raise NotQris("MERCHANT_MISSING")
    return found


def is_static(text: str) -> bool:
    """This will tell whether a QRIS is the merchant's own, for any amount.

    :raises NotQris:
    """
    return Field(INITIATION, STATIC) in checked(text)


def dynamic(static: str, *, amount: Decimal, reference: str = "") -> str:
    """This will make a QRIS for one amount from the merchant's static one; a reference goes into field 62-05.

    :raises NotQris: the static text is not usable, or AMOUNT or REFERENCE does not fit
    """
    parts = checked(static)
    if Field(INITIATION, STATIC) not in parts:
        raise NotQris("NOT_STATIC")
    told = _amount(amount)
    made: list[Field] = []
    for part in parts[:-1]:
        if part.tag == INITIATION:
            made.append(Field(INITIATION, DYNAMIC))
            continue
        if part.tag == COUNTRY:
            made.append(Field(AMOUNT, told))
        made.append(Field(ADDITIONAL, _with_reference(part.value, reference)) if part.tag == ADDITIONAL else part)
    if reference and not any(part.tag == ADDITIONAL for part in made):
        made.append(Field(ADDITIONAL, _with_reference("", reference)))
    text = written(made) + "6304"
    return text + checksum(text)


def _amount(amount: Decimal) -> str:
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise NotQris("AMOUNT")
    told = f"{amount:f}"
    told = told.rstrip("0").rstrip(".") if "." in told else told
    if len(told) > LONGEST_AMOUNT:
        raise NotQris("AMOUNT")
    return told


def _with_reference(additional: str, reference: str) -> str:
    if not reference:
        return additional
    if len(reference.encode()) > LONGEST_REFERENCE or not reference.isprintable():
        raise NotQris("REFERENCE")
    kept = [part for part in fields(additional) if part.tag != REFERENCE_IN_ADDITIONAL]
    return written(sorted([*kept, Field(REFERENCE_IN_ADDITIONAL, reference)], key=lambda part: part.tag))
