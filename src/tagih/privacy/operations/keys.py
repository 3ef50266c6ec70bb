"""Keys changed while the house works: encrypted values and search hashes made anew in batches, killed and gone on with.

What is encrypted names its key, so the work that is left is always known. Hashes do not: how far they are is kept in
the batch's own transaction. Old keys are accepted until the owner takes them out of the settings.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from tagih.contacts import operations as contacts
from tagih.dialer.operations import upkeep as dialer
from tagih.journal import operations as journal
from tagih.kernel import crypto, database
from tagih.messaging.operations import upkeep as messaging
from tagih.payments.operations import renewal as payments
from tagih.portfolio import operations as portfolio
from tagih.privacy import events
from tagih.privacy.models import KeyRotation
from tagih.staff.models import Person

BATCH = 2000
CIPHERS: dict[str, Callable[..., int]] = {
    **{f"contacts.{table}": partial(contacts.renew_ciphers, table=table) for table in contacts.SEALED},
    "portfolio.identities": portfolio.renew_identities,
    "payments.banks": payments.renew_secrets,
    "dialer.seats": dialer.renew_secrets,
    **{f"messaging.{table}": partial(messaging.renew_texts, table=table) for table in messaging.SEALED},
}
RECORDINGS = "dialer.recordings"
HASHES: dict[str, Callable[..., tuple[int, int]]] = {
    "contacts.points": contacts.renew_hashes,
    "contacts.requests": contacts.renew_request_hashes,
    "portfolio.identities": portfolio.renew_identity_hashes,
}


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many values were encrypted anew and how many hashed anew in this run, by table."""

    ciphers: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(self.ciphers.values()) + sum(self.hashes.values())


def rotate(
    *, by: Person | None, now: Callable[[], dt.datetime], batch: int = BATCH,
    on_batch: Callable[[str, int], None] | None = None,
) -> Rotated:  # fmt: skip
    """This will bring every encrypted value and, while an old search key is set, every search hash to the current keys.

    Each batch commits: killed anywhere and run again it goes on. `on_batch` hears the table and the rows of each.
    """
    told = on_batch or (lambda name, rows: None)
    ciphers = {name: _encrypted_anew(name, renew, batch, told) for name, renew in CIPHERS.items()}
    ciphers[RECORDINGS] = _recordings_anew(batch, told)
    hashes = {}
    if crypto.search_key_changes():
        hashes = {name: _hashed_anew(name, renew, batch, told, now) for name, renew in HASHES.items()}
    rotated = Rotated(ciphers, hashes)
    if rotated.rows:
        with database.transaction():
            done = events.KeysRotated(key=crypto.data_key().hex(), rows=rotated.rows)
            journal.publish(done, by=by, now=now())
    return rotated


def hashes_are_current() -> bool:
    """This will tell whether every search hash is made with the current key: no old key is set, or all is done."""
    key = crypto.search_key_changes()
    done = KeyRotation.objects.filter(key=key, finished_at__isnull=False).values_list("name", flat=True)
    return not key or set(done) >= set(HASHES)


def _encrypted_anew(name: str, renew: Callable[..., int], batch: int, told: Callable[[str, int], None]) -> int:
    rows = 0
    while done := renew(limit=batch):
        rows += done
        told(name, done)
    return rows


def _recordings_anew(batch: int, told: Callable[[str, int], None]) -> int:
    """Each file names its key in its first bytes: what was done before a kill is passed over after a look at them."""
    rows, last = 0, None
    while True:
        last, done = dialer.renew_recordings(after=last, limit=batch)
        rows += done
        if done:
            told(RECORDINGS, done)
        if last is None:
            return rows


def _hashed_anew(
    name: str, renew: Callable[..., tuple[int, int]], batch: int, told: Callable[[str, int], None],
    now: Callable[[], dt.datetime],
) -> int:  # fmt: skip
    key, rows = crypto.search_key_changes(), 0
    KeyRotation.objects.get_or_create(name=name, key=key, defaults={"started_at": now()})
    while True:
        with database.transaction():
            progress = KeyRotation.objects.select_for_update().get(name=name, key=key)
            if progress.finished_at is not None:
                return rows
            last, changed = renew(after=progress.last_id, limit=batch)
            progress.last_id, progress.rows = last or progress.last_id, progress.rows + changed
            progress.finished_at = None if last else now()
            progress.save(update_fields=["last_id", "rows", "finished_at"])
        rows += changed
        told(name, changed)
