"""Money: Decimal amounts with two places, and the only arithmetic on them. Pure: no Django, no float.

Rupiah is written `Rp1.250.000`, with sen only where there are any (`Rp1.250.000,50`), and in words on
receipts and letters.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
LARGEST = Decimal("9999999999999999.99")  # numeric(18,2)
SYMBOLS = {"IDR": "Rp", "USD": "US$", "PHP": "₱", "MYR": "RM", "SGD": "S$", "INR": "₹", "GBP": "£", "EUR": "€"}

_NOTATIONS = {
    "PLAIN": re.compile(r"[+-]?\d+(?:\.\d+)?"),
    "ID": re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"),
    "EN": re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"),
}


class NotMoney(ValueError):
    """A text or value is no amount, or not surely one."""


def amount(value: Decimal | int | str) -> Decimal:
    """This will return `value` as an amount with two places; more places, infinities and floats are refused.

    :raises NotMoney:
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise NotMoney(f"{type(value).__name__} is not money")
    try:
        number = Decimal(value)
        exact = number.quantize(CENT)
    except InvalidOperation:
        raise NotMoney(f"{value!r} is not an amount") from None
    if exact != number or abs(exact) > LARGEST:
        raise NotMoney(f"{value!r} does not fit two places and sixteen digits")
    return exact + ZERO  # -0.00 becomes 0.00


def rounded(value: Decimal, *, to: Decimal = CENT, mode: str = "HALF_UP") -> Decimal:
    """This will return `value` rounded to a multiple of `to`: HALF_UP, HALF_EVEN or DOWN."""
    modes = {"HALF_UP": ROUND_HALF_UP, "HALF_EVEN": ROUND_HALF_EVEN, "DOWN": ROUND_DOWN}
    return amount((value / to).quantize(Decimal(1), rounding=modes[mode]) * to)


def times(base: Decimal, factor: Decimal | int, *, to: Decimal = CENT, mode: str = "HALF_UP") -> Decimal:
    """This will return `base` x `factor`, rounded once. A float factor is a NotMoney."""
    if not isinstance(factor, Decimal | int):
        raise NotMoney(f"{type(factor).__name__} near money")
    return rounded(base * factor, to=to, mode=mode)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """This will return the sum, 0.00 of nothing."""
    return sum(amounts, ZERO)


def split(whole: Decimal, weights: Sequence[Decimal | int], *, to: Decimal = CENT) -> list[Decimal]:
    """This will split an amount by weights into multiples of `to` whose sum is exactly the amount.

    The largest remainders get the last units, earlier ones first; a weight of 0 gets nothing. What `to` cannot divide
    goes to the first part that has a weight.

    :raises NotMoney: without a positive weight
    """
    if not weights or any(weight < 0 for weight in weights) or not any(weights):
        raise NotMoney("weights are not negative, and one is positive")
    sign = -1 if whole < 0 else 1
    units, rest = divmod(abs(whole), to)
    sum_of_weights = sum(map(Decimal, weights), Decimal(0))
    exact = [units * Decimal(weight) / sum_of_weights for weight in weights]
    parts = [share.to_integral_value(rounding=ROUND_DOWN) for share in exact]
    by_remainder = sorted(
        (index for index, weight in enumerate(weights) if weight), key=lambda i: (parts[i] - exact[i], i)
    )
    missing = int(units - sum(parts))
    for turn in range(missing):
        parts[by_remainder[turn % len(by_remainder)]] += 1
    split_up = [sign * part * to for part in parts]
    first = next(index for index, weight in enumerate(weights) if weight)
    split_up[first] += sign * rest
    return [amount(part) for part in split_up]


def parse(text: str, *, notation: str = "AUTO") -> Decimal:
    """This will read an amount as people and machines write it: `1.250.000,50`, `1,250,000.50`, `Rp
    1.250.000,-`, `(500)`.

    AUTO reads both notations. With one kind of separator, seen once, three digits after it are thousands and one or two
    are the fraction: money has two places. Scientific notation is refused: digits are lost in it.

    :raises NotMoney:
    """
    bare = re.sub(r"[\s\u00a0]", "", text)
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare[1:-1] if negative else bare
    bare = re.sub(r"^([+-]?)(Rp\.?|IDR)", r"\1", bare, flags=re.IGNORECASE)
    bare = re.sub(r"(Rp|IDR)$", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r",-+$", "", bare)
    chosen = _notation_of(bare) if notation == "AUTO" else notation
    if not _NOTATIONS[chosen].fullmatch(bare):
        raise NotMoney(f"{text!r} is not an amount")
    plain = {
        "PLAIN": bare,
        "ID": bare.replace(".", "").replace(",", "."),
        "EN": bare.replace(",", ""),
    }[chosen]
    number = amount(plain)
    return -number if negative else number


def _notation_of(bare: str) -> str:
    dots, commas = bare.count("."), bare.count(",")
    if dots and commas:
        return "EN" if bare.rindex(".") > bare.rindex(",") else "ID"
    if dots + commas == 0:
        return "PLAIN"
    separator = "." if dots else ","
    grouped = dots + commas > 1 or len(bare) - bare.rindex(separator) - 1 == 3
    if separator == ".":
        return "ID" if grouped else "EN"
    return "EN" if grouped else "ID"


def rupiah(value: Decimal) -> str:
    """This will write an amount as `Rp1.250.000`, `-Rp500`, `Rp0,50`."""
    return written(value, currency="IDR")


def written(value: Decimal, *, currency: str) -> str:
    """This will write an amount in the Indonesian notation with the currency's sign, or its code if it has none."""
    exact = amount(value)
    whole, fraction = f"{abs(exact):.2f}".split(".")
    text = f"{int(whole):,}".replace(",", ".")
    if fraction != "00":
        text += f",{fraction}"
    return f"{'-' if exact < 0 else ''}{SYMBOLS.get(currency, currency + ' ')}{text}"


def short(value: Decimal) -> str:
    """This will write an amount for a narrow column: `Rp1,3 jt`, `Rp2,5 M`; below a million in full."""
    size = abs(value)
    for unit, name in ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "M"), (Decimal(10) ** 6, "jt")):
        if size >= unit:
            scaled = (value / unit).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
            number = f"{scaled:f}".removesuffix(".0").replace(".", ",")
            return f"{'-' if value < 0 else ''}Rp{number.lstrip('-')} {name}"
    return rupiah(rounded(value, to=Decimal(1)))


def in_words(value: Decimal, *, language: str = "id") -> str:
    """This will write rupiah in words: `satu juta dua ratus lima puluh ribu rupiah lima puluh sen`."""
    exact = amount(value)
    whole, fraction = f"{abs(exact):.2f}".split(".")
    from num2words import num2words  # noqa: PLC0415 (lazy: start-up time)

    words = f"{num2words(int(whole), lang=language)} rupiah"
    if fraction != "00":
        words += f" {num2words(int(fraction), lang=language)} sen"
    return f"minus {words}" if exact < 0 else words
