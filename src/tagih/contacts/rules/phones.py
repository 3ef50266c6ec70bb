"""Telephone numbers as lenders send them: repaired where that needs no guess, refused with a reason where it would."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberType as Type
from phonenumbers import timezone

SCIENTIFIC = re.compile(r"^[+']?\d([.,]\d+)?[eE]\+?\d+$")
STRAY = re.compile(r"[\s\u00a0\u200b\u200e\u202a-\u202c\-–—()'`.’\"]+")
SEVERAL = re.compile(r"\d{6,}\s*[/;,|&]\s*\+?\d{6,}")
MOBILE = re.compile(r"(?P<head>0|\+?62)(?P<rest>8[1-35-9]\d{7,10})")  # the plan's own pattern, for speed in bulk
COUNTRY = {"ID": "62", "PH": "63", "IN": "91", "MY": "60", "GB": "44", "US": "1"}


@dataclass(frozen=True, slots=True)
class Phone:
    """`value` is E.164 where usable, else the text as it came. `repairs` says what was changed, in order."""

    value: str
    usable: bool
    reason: str = ""
    repairs: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    is_mobile: bool = False


def normalise(text: str, country: str = "ID") -> Phone:
    """This will read one telephone number. It never guesses a digit: a value that lost digits is unusable."""
    raw = (text or "").strip()
    plain = MOBILE.fullmatch(raw) if country == "ID" else None
    if plain:
        repairs = () if plain["head"] in ("0", "+62") else ("COUNTRY_CODE_WITHOUT_PLUS",)
        return Phone(f"+62{plain['rest']}", True, "", repairs, (), is_mobile=True)
    if not raw:
        return Phone(raw, False, "EMPTY")
    if SCIENTIFIC.match(raw):
        return Phone(raw, False, "DIGITS_LOST_IN_SPREADSHEET")
    whole = re.fullmatch(r"(\+?\d+)[.,]0", raw)
    digits = STRAY.sub("", whole.group(1) if whole else raw)
    repairs = ["DECIMAL_POINT"] if whole else ["PUNCTUATION"] if digits != raw else []
    if not re.fullmatch(r"\+?\d+", digits):
        return Phone(raw, False, "SEVERAL_NUMBERS" if SEVERAL.search(raw) else "NOT_A_NUMBER")
    digits, changed = _prefixed(digits, COUNTRY.get(country, ""))
    repairs += changed
    return _parsed(raw, digits, country, tuple(repairs))


def _prefixed(digits: str, code: str) -> tuple[str, list[str]]:
    """62812, 0062812, +620812 and 812 all mean +62812."""
    if digits.startswith("00"):
        return _prefixed("+" + digits[2:], code)[0], ["INTERNATIONAL_PREFIX"]
    if code and digits.startswith(f"+{code}0"):
        return f"+{code}" + digits[len(code) + 2 :], ["ZERO_AFTER_COUNTRY_CODE"]
    if code == "62" and digits.startswith("620"):
        return "+62" + digits[3:], ["ZERO_AFTER_COUNTRY_CODE"]
    if code == "62" and digits.startswith("62") and len(digits) >= 10:
        return "+" + digits, ["COUNTRY_CODE_WITHOUT_PLUS"]
    if code == "62" and digits.startswith("8") and 9 <= len(digits) <= 12:
        return "0" + digits, ["LEADING_ZERO"]
    return digits, []


def _parsed(raw: str, digits: str, country: str, repairs: tuple[str, ...]) -> Phone:
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return Phone(raw, False, "NOT_A_NUMBER", repairs)
    length = phonenumbers.is_possible_number_with_reason(number)
    if length == phonenumbers.ValidationResult.TOO_SHORT:
        return Phone(raw, False, "TOO_SHORT", repairs)
    if length == phonenumbers.ValidationResult.TOO_LONG:
        return Phone(raw, False, "TOO_LONG", repairs)
    if not phonenumbers.is_valid_number(number):
        return Phone(raw, False, "NOT_IN_NUMBERING_PLAN", repairs)
    kind = phonenumbers.number_type(number)
    fixed = kind == Type.FIXED_LINE or (kind == Type.FIXED_LINE_OR_MOBILE and number.country_code == 1)
    zones = tuple(z for z in timezone.time_zones_for_number(number) if z != "Etc/Unknown") if fixed else ()
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, True, "", repairs, zones, kind == Type.MOBILE)


def masked(value: str) -> str:
    """This will show enough of a number to recognise it and too little to dial it: `+62 812-•••-•890`."""
    return value[:6] + "•" * max(len(value) - 9, 3) + value[-3:] if len(value) >= 10 else "•" * len(value)
