"""What a reply says, by rules: words that people write, in Indonesian as it is written on telephones.

It suggests and never decides: only a stop binds at once, and what may be distress calls a person.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from tagih.kernel import money

STOP = re.compile(
    r"^\W*(?:stop|berhenti|unsub(?:scribe)?|unreg|hentikan|jangan (?:sms|wa|hubungi|kirim)(?: saya)?(?: lagi)?)\b"
)
WRONG = re.compile(
    r"salah (?:nomor|nomer|no|sambung|orang|kirim)|bukan (?:saya|nomor|nomer|no)\b.*|tidak kenal|ga(?:k)? kenal"
    r"|nggak kenal"
    r"|bukan (?:orangnya|yang bersangkutan)|wrong (?:number|person)|don'?t know (?:him|her|this)"
)
PAID = re.compile(
    r"\b(?:sudah|sdh|udah|udh|dah|tlh|telah)\s+(?:saya\s+|sy\s+|di)?(?:bayar|byr|transfer|tf|lunas|setor)\w*"
    r"|\b(?:already|have|has)\s+paid\b|\bi paid\b"
)
NOT_PAID = re.compile(r"\b(?:belum|blm|blom|tidak|not|haven'?t)\b[^.!?]{0,20}\b(?:bayar|byr|transfer|tf|lunas|paid)")
WILL = re.compile(
    r"\b(?:akan|bakal|mau|janji|nanti|besok|bsk|lusa|insya\s?allah|insyaallah|will|promise|tgl|tanggal)\b"
)
PAY = re.compile(r"\b(?:bayar|byr|transfer|tf|setor|lunasi|pay)\w*")
RELIEF = re.compile(
    r"keringanan|minta (?:waktu|tempo|keringanan)|restruktur\w*|cicil|(?:tidak|gak?) (?:sanggup|mampu)"
    r"|belum (?:ada uang|gajian|bisa)|more time|can'?t afford"
)
DISPUTE = re.compile(r"tidak (?:sesuai|benar|merasa)|keberatan|komplain|keluhan|lapor ojk|complain|dispute|not correct")
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januari january", "feb februari february", "mar maret march", "apr april", "mei may", "jun juni june",
         "jul juli july", "agu agt agustus aug august", "sep sept september", "okt oktober oct october",
         "nov november nopember", "des desember dec december"), start=1,
    )
    for name in names.split()
}  # fmt: skip
DAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "sabtu": 5, "minggu": 6, "ahad": 6}
NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?\b")
NAMED = re.compile(r"\b(\d{1,2})\s+([a-z]{3,9})\b(?:\s+(\d{4}))?")
DAY_ONLY = re.compile(r"\b(?:tgl|tanggal)\.?\s*(\d{1,2})\b")
AMOUNT = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)\s*(rb|ribu|k|jt|juta)?\b")
FURTHEST = dt.timedelta(days=92)
SMALLEST = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a reply seems to say, the gravest first, with the date and amount it names."""

    intent: str
    due_on: dt.date | None = None
    amount: Decimal | None = None


def understood(text: str, *, today: dt.date) -> Understood:
    """This will read one reply."""
    said = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    if STOP.search(said):
        return Understood("STOP")
    if WRONG.search(said):
        return Understood("WRONG_NUMBER")
    if PAID.search(said) and not NOT_PAID.search(said):
        return Understood("CLAIMS_PAID")
    due_on = date_in(said, today=today)
    if due_on is not None and (WILL.search(said) or PAY.search(said)):
        return Understood("PROMISE", due_on, amount_in(said))
    if RELIEF.search(said):
        return Understood("RELIEF")
    if DISPUTE.search(said):
        return Understood("DISPUTE")
    return Understood("OTHER")


def date_in(said: str, *, today: dt.date) -> dt.date | None:
    """This will find the day that a text names, from today on and within three months; None where it names none."""
    if re.search(r"\bhari ini\b|\bmalam ini\b|\btoday\b", said):
        return today
    if re.search(r"\blusa\b", said):
        return today + dt.timedelta(days=2)
    if re.search(r"\bbesok\b|\bbsk\b|\btomorrow\b", said):
        return today + dt.timedelta(days=1)
    for match in NUMERIC.finditer(said):
        found = _date(int(match[1]), int(match[2]), match[3], today)
        if found:
            return found
    for match in NAMED.finditer(said):
        if match[2] in MONTHS:
            return _date(int(match[1]), MONTHS[match[2]], match[3], today)
    alone = DAY_ONLY.search(said)
    if alone:
        return _next_day_of_month(int(alone[1]), today)
    for name, number in DAYS.items():
        if re.search(rf"\b(?:hari )?{name}\b", said) and not re.search(rf"\b\d+ {name}\b", said):
            return today + dt.timedelta(days=(number - today.weekday()) % 7 or 7)
    return None


def amount_in(said: str) -> Decimal | None:
    """This will find the amount that a text names; None where it names none or more than one."""
    bare = NUMERIC.sub(" ", NAMED.sub(" ", DAY_ONLY.sub(" ", said)))
    found = {value for match in AMOUNT.finditer(bare) if (value := _amount(match[1], match[2] or "")) >= SMALLEST}
    return found.pop() if len(found) == 1 else None


def _amount(digits: str, unit: str) -> Decimal:
    times = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}.get(unit, 1)
    if times == 1 or re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        digits = re.sub(r"[.,](?=\d{3})", "", digits)
    try:
        return money.rounded(Decimal(digits.replace(",", ".")) * times, to=Decimal(1))
    except (ArithmeticError, money.NotMoney):
        return money.ZERO


def _date(day: int, month: int, year: str | None, today: dt.date) -> dt.date | None:
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year, today.year + 1]
    for one in years:
        try:
            found = dt.date(one, month, day)
        except ValueError:
            return None
        if today <= found <= today + FURTHEST:
            return found
    return None


def _next_day_of_month(day: int, today: dt.date) -> dt.date | None:
    for ahead in range(40):
        found = today + dt.timedelta(days=ahead)
        if found.day == day:
            return found
    return None
