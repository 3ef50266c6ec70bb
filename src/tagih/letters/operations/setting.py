"""The paper of letters: set after the number was given, outside the transaction that gave it, again if need be."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import override

from tagih.contacts.models import ContactPoint
from tagih.contacts.queries.points import CIPHER
from tagih.kernel import crypto, database, money
from tagih.letters.adapters import paper
from tagih.letters.adapters.paper import Sheet
from tagih.letters.enums import LetterStatus
from tagih.letters.models import Letter, Letterhead, PrintRun
from tagih.letters.queries import letterheads_of
from tagih.staff.models import Person, Unit

AMOUNTS = frozenset({"principal", "interest", "fee", "total", "outstanding", "waived", "cost"})
DAYS = frozenset(
    {"due_date", "pay_by", "former_on", "paid_on", "valid_from", "valid_until", "handed_on", "received_on"}
)
MONTHS = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
CHUNK = 200


def set_letters(*, now: dt.datetime, limit: int = 2000, shard: tuple[int, int] = (0, 1)) -> int:
    """This will set the paper of letters that have a number and no paper yet, and return how many those were.

    `shard` (k, n): only every nth, so that several processes share the work. Killed, it goes on with what is left.
    """
    done = 0
    while done < limit:
        waiting = Letter.objects.filter(status=LetterStatus.NUMBERED).order_by("pk")
        if shard[1] > 1:
            waiting = waiting.extra(where=["letters_letter.id %% %s = %s"], params=[shard[1], shard[0]])
        letters = list(waiting.select_related("branch", "customer", "agent")[: min(CHUNK, limit - done)])
        if not letters:
            break
        _set(letters)
        done += len(letters)
    return done


def set_letter(*, letter: Letter, now: dt.datetime, signature: bytes | None = None, signed_how: str = "") -> bytes:
    """This will set the paper of one letter at once and return it, such as an agreement with its signature."""
    held = Letter.objects.select_related("branch", "customer", "agent").get(pk=letter.pk)
    return _set([held], signature=signature, signed_how=signed_how)[0]


def make_print_run(
    *, letters: Sequence[Letter], by: Person | None, now: dt.datetime, carrier: Person | None = None, route: str = ""
) -> PrintRun:  # fmt: skip
    """This will join letters of one branch into one file for the printer, in the order given, and mark them printed."""
    papers = [read(letter.stored_as) for letter in letters]
    content = paper.joined(papers)
    stored_as = _stored(content, "print")
    with database.transaction():
        run = PrintRun.objects.create(
            branch=letters[0].branch, carrier=carrier, route=route, letters_count=len(letters), stored_as=stored_as,
            size=len(content), made_at=now, made_by=by,
        )  # fmt: skip
        ids = [letter.pk for letter in letters]
        Letter.objects.filter(pk__in=ids).update(print_run=run)
        Letter.objects.filter(pk__in=ids, status=LetterStatus.READY).update(status=LetterStatus.PRINTED)
    return run


def print_all(*, branch: Unit, by: Person | None, now: dt.datetime) -> list[PrintRun]:
    """This will make the print files of a branch: one for each carrier and route, of all letters that are ready."""
    ready = Letter.objects.filter(branch=branch, status=LetterStatus.READY, print_run__isnull=True)
    groups: dict[tuple[int | None, str], list[Letter]] = {}
    for letter in ready.select_related("branch", "carrier").order_by("carrier_id", "route", "pk"):
        groups.setdefault((letter.carrier_id, letter.route), []).append(letter)
    return [
        make_print_run(letters=group, carrier=group[0].carrier, route=route, by=by, now=now)
        for (_carrier, route), group in groups.items()
    ]


def _set(letters: Sequence[Letter], *, signature: bytes | None = None, signed_how: str = "") -> list[bytes]:
    heads = letterheads_of({letter.branch for letter in letters})
    addresses = _addresses({letter.customer_id for letter in letters if letter.customer_id})
    papers = []
    for letter in letters:
        told = sheet_of(
            letter, heads[letter.branch_id], addresses.get(letter.customer_id, ()), signature=signature,
            signed_how=signed_how,
        )  # fmt: skip
        content = paper.paper(told)
        letter.sha256, letter.size = hashlib.sha256(content).hexdigest(), len(content)
        letter.stored_as = _stored(content, "letters")
        if letter.status == LetterStatus.NUMBERED:
            letter.status = LetterStatus.READY
        papers.append(content)
    Letter.objects.bulk_update(letters, ["sha256", "size", "stored_as", "status"])
    return papers


def sheet_of(
    letter: Letter, head: Letterhead, address: Iterable[str] = (), *, signature: bytes | None = None,
    signed_how: str = "",
) -> Sheet:  # fmt: skip
    """This will return a letter written out in its language."""
    language = letter.language if letter.language in MONTHS else "id"
    name = letter.customer.full_name if letter.customer else ""
    is_agreement = letter.kind in ("AGREEMENT", "BAST")
    total = letter.content.get("total")
    with override(language):
        return Sheet(
            kind=letter.kind, language=language, number=letter.number,
            place_and_day=f"{letter.branch.name}, {long_day(letter.issued_on.isoformat(), language)}",
            to=() if letter.kind == "ASSIGNMENT" or not name else (name, *address),
            content={key: _written(key, value, language) for key, value in letter.content.items()},
            head={
                "name": head.name, "address": head.address, "phone": head.phone, "email": head.email,
                "licence": head.licence, "complaints": head.complaints, "signatory": head.signatory,
                "signatory_title": head.signatory_title,
            },
            check_address=f"{head.public_address.rstrip('/')}/periksa/{letter.check_code}/",
            timestamp=int(letter.issued_at.timestamp()),
            in_words=money.in_words(Decimal(total), language=language) if total else "",
            signed_name=name if is_agreement else "", signed_how=signed_how, signature=signature,
        )  # fmt: skip


def long_day(text: str, language: str) -> str:
    """This will write an ISO day as `21 November 2026`."""
    day = dt.date.fromisoformat(text)
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def _written(name: str, value: Any, language: str) -> Any:
    if name in AMOUNTS and value not in (None, ""):
        return money.rupiah(Decimal(str(value)))
    if name in DAYS and value:
        return long_day(str(value), language)
    if name == "lines":
        return [
            [str(row["number"]), long_day(row["due_on"], language),
             *(money.rupiah(Decimal(row[part])) for part in ("principal", "interest", "carried", "amount"))]
            for row in value
        ]  # fmt: skip
    return value


def _addresses(customers: set[int]) -> dict[int, tuple[str, ...]]:
    """The billing address of people, otherwise another address of their own."""
    order = {"BILLING": 0, "DOMICILE": 1, "IDENTITY_CARD": 2}
    rows = ContactPoint.objects.filter(customer__in=customers, kind="ADDRESS", owner_role="CONSUMER")
    found: dict[int, tuple[str, ...]] = {}
    for point in sorted(rows, key=lambda point: (order.get(point.label, 9), point.pk)):
        if point.customer_id not in found:
            found[point.customer_id] = (crypto.decrypt(bytes(point.value_cipher), context=CIPHER),)
    return found


def read(stored_as: str) -> bytes:
    """This will return a kept file."""
    with default_storage.open(stored_as) as file:
        return file.read()


def _stored(content: bytes, folder: str) -> str:
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))
