"""The lake: what the core system said each day, immutable and columnar.

    LAKE/contracts/business_date=2026-11-20/v0001/part-0.parquet, manifest.json

A version is written beside its place and moved there whole, so a partition is complete or absent, never half.
A corrected file makes a new version and the old one stays; the latest is the highest number. Columnar work
goes through `connect()`: Ibis on DuckDB in this process, or on Spark (`TAGIH_LAKE_ENGINE=spark`).
"""

import contextlib
import datetime as dt
import errno
import fcntl
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.kernel import home
from tagih.kernel.errors import Refusal

if TYPE_CHECKING:
    import ibis

MANIFEST = "manifest.json"
VERSION = "_version"
_DRAFT = ".draft-"
_MARK = r"business_date=([^/]+/v[0-9]+)/[^/]+$"
_NO_SPACE = (
    "No space left on device",
    "File too large",
    "Disk quota exceeded",
    "failed to offload",
    "max_temp_directory_size",
)


class LakeFull(Refusal):
    """The disk had no room; nothing of the partition stayed."""

    def __init__(self, dataset: str, business_date: dt.date) -> None:
        super().__init__(
            "LAKE_FULL",
            format_lazy(
                _("The disk is full: {dataset} of {date} was not written, nothing half-written stays."),
                dataset=dataset, date=business_date.isoformat(),
            ),
            remedy=_("Make room and load the file again."),
        )  # fmt: skip


class PartitionAbsent(Refusal):
    """Nothing was landed for that date."""

    def __init__(self, dataset: str, business_date: dt.date) -> None:
        super().__init__(
            "PARTITION_ABSENT",
            format_lazy(_("The lake has no {dataset} of {date}."), dataset=dataset, date=business_date.isoformat()),
            field="date",
            value=business_date,
        )


class PartitionSealed(Refusal):
    """The books of that date are closed."""

    def __init__(self, dataset: str, business_date: dt.date) -> None:
        super().__init__(
            "PARTITION_SEALED",
            format_lazy(
                _("The books of {date} are closed: {dataset} takes no new version."),
                dataset=dataset, date=business_date.isoformat(),
            ),
            field="date", value=business_date, remedy=_("Reopen the day with a reason: tagih day reopen."),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Partition:
    """One complete version of one dataset on one business date."""

    dataset: str
    business_date: dt.date
    version: int
    folder: Path
    rows: int
    fingerprint: str
    created_at: dt.datetime
    sources: tuple[str, ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)
    sealed_at: dt.datetime | None = None

    @property
    def files(self) -> list[str]:
        """The Parquet files, in order, as an engine wants them."""
        return sorted(str(file) for file in self.folder.glob("*.parquet"))


@dataclass(slots=True)
class Draft:
    """A version being written: put `part-*.parquet` files into `folder`; `partition` is there once it is in place."""

    folder: Path
    notes: dict[str, Any] = field(default_factory=dict)
    partition: Partition | None = None

    def file(self, number: int = 0) -> str:
        """This will return the path of the next Parquet file to write."""
        return str(self.folder / f"part-{number}.parquet")


def root() -> Path:
    """This will return the folder of the lake, made if missing."""
    if "://" in settings.TAGIH_LAKE:
        raise ImproperlyConfigured("TAGIH_LAKE is a folder; mount the object store there")
    folder = Path(settings.TAGIH_LAKE)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def latest(dataset: str, business_date: dt.date) -> Partition | None:
    """This will return the highest complete version, or None."""
    return next(reversed(versions(dataset, business_date)), None)


def required(dataset: str, business_date: dt.date) -> Partition:
    """This will return the latest version.

    :raises PartitionAbsent:
    """
    found = latest(dataset, business_date)
    if found is None:
        raise PartitionAbsent(dataset, business_date)
    return found


def versions(dataset: str, business_date: dt.date) -> list[Partition]:
    """This will return every complete version, oldest first."""
    manifests = sorted(_place(dataset, business_date).glob(f"v[0-9]*/{MANIFEST}"))
    return [_read(manifest) for manifest in manifests]


def dates(dataset: str) -> list[dt.date]:
    """This will return the business dates that have a complete version, oldest first."""
    marks = {manifest.parents[1].name for manifest in (root() / dataset).glob(f"business_date=*/v[0-9]*/{MANIFEST}")}
    return sorted(dt.date.fromisoformat(mark.removeprefix("business_date=")) for mark in marks)


def previous_date(dataset: str, business_date: dt.date) -> dt.date | None:
    """This will return the last business date of the dataset before the given one, or None."""
    return next((date for date in reversed(dates(dataset)) if date < business_date), None)


@contextlib.contextmanager
def write(
    dataset: str, business_date: dt.date, *, now: dt.datetime, fingerprint: str = "", sources: Sequence[str] = (),
) -> Iterator[Draft]:  # fmt: skip
    """This will give a draft folder and, at the end of the block, move it into place as the next version.

    With a `fingerprint` equal to the latest version's, the new draft is dropped and `draft.partition` is the
    existing one: a step that was killed between the lake and the database may simply be repeated. `sources`
    names the files it was made from. After an error nothing stays.

    :raises LakeFull: the disk had no room
    :raises PartitionSealed: the books of the date are closed
    """
    home_of_dataset = root() / dataset
    folder = home_of_dataset / f"{_DRAFT}{uuid.uuid4().hex[:12]}"
    try:
        folder.mkdir(mode=0o700, parents=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            draft = Draft(folder)
            yield draft
            same = latest(dataset, business_date) if fingerprint else None
            if same is not None and same.fingerprint == fingerprint:
                draft.partition = same
            elif (newest := latest(dataset, business_date)) is not None and newest.sealed_at:
                raise PartitionSealed(dataset, business_date)
            else:
                draft.partition = _settle(draft, dataset, business_date, now, fingerprint, sources)
    except (OSError, duckdb.Error) as problem:
        if _is_full(problem):
            raise LakeFull(dataset, business_date) from problem
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def seal(business_date: dt.date, *, now: dt.datetime) -> int:
    """This will say in the manifest of each dataset's newest version of a date that the books are closed.

    From then on the date takes no other version, until it is reopened. Returns the number of sealed partitions, those
    sealed before included.
    """
    return sum(_say(partition, "sealed_at", now.isoformat(), keep=True) for partition in _newest_of(business_date))


def unseal(business_date: dt.date, *, reason: str, now: dt.datetime) -> int:
    """This will let a date take new versions again; the manifests remember when and why. Returns the partitions."""
    told = {"at": now.isoformat(), "reason": reason}
    sealed = [partition for partition in _newest_of(business_date) if partition.sealed_at]
    for partition in sealed:
        _say(partition, "reopened", told)
    return len(sealed)


def clean() -> int:
    """This will remove what killed writers and engines left and return how many drafts that were."""
    removed = 0
    for folder in root().glob(f"*/{_DRAFT}*"):
        with contextlib.suppress(BlockingIOError, FileNotFoundError), (folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    for folder in _spill().iterdir():
        with contextlib.suppress(ValueError):
            if not Path(f"/proc/{int(folder.name)}").exists():
                shutil.rmtree(folder, ignore_errors=True)
    return removed


def verify(partition: Partition) -> list[str]:
    """This will return the names of files that are missing or whose checksum differs from the manifest."""
    listed = json.loads((partition.folder / MANIFEST).read_text())["files"]
    return [
        name
        for name, facts in listed.items()
        if not (partition.folder / name).exists() or _checksum(partition.folder / name) != facts["sha256"]
    ]


def connect(*, memory: str = "", threads: int = 0) -> "ibis.BaseBackend":
    """This will return an Ibis connection for columnar work, to be closed with `disconnect()`; see `engine()`.

    Memory and threads default to `TAGIH_LAKE_MEMORY` (2GB) and `TAGIH_LAKE_THREADS` (the cores). What does not fit is
    spilled to the disk.
    """
    import ibis  # noqa: PLC0415 (lazy: start-up time)

    if settings.TAGIH_LAKE_ENGINE == "spark":
        from pyspark.sql import SparkSession  # noqa: PLC0415 (lazy: start-up time)

        session = SparkSession.builder.appName("tagih").config("spark.sql.session.timeZone", "UTC").getOrCreate()
        return ibis.pyspark.connect(session)
    if settings.TAGIH_LAKE_ENGINE != "duckdb":
        raise ImproperlyConfigured("TAGIH_LAKE_ENGINE is duckdb or spark")
    spill = _spill() / str(os.getpid())
    spill.mkdir(mode=0o700, exist_ok=True)
    return ibis.duckdb.connect(
        ":memory:",
        threads=threads or int(os.environ.get("TAGIH_LAKE_THREADS") or os.cpu_count() or 1),
        memory_limit=memory or os.environ.get("TAGIH_LAKE_MEMORY", "2GB"),
        temp_directory=str(spill),
        preserve_insertion_order=False,
        autoinstall_known_extensions=False,
    )


@contextlib.contextmanager
def engine(*, memory: str = "", threads: int = 0) -> Iterator["ibis.BaseBackend"]:
    """This will lend an Ibis connection for the length of a block."""
    connection = connect(memory=memory, threads=threads)
    try:
        yield connection
    finally:
        connection.disconnect()


def table(connection: "ibis.BaseBackend", partition: Partition) -> "ibis.Table":
    """This will return a partition as an Ibis table, without the folder's business date as a column."""
    if connection.name == "duckdb":
        return connection.read_parquet(partition.files, hive_partitioning=False)
    return connection.read_parquet(partition.files)


def together(connection: "ibis.BaseBackend", partitions: Sequence[Partition], columns: Sequence[str]) -> "ibis.Table":
    """This will return the columns of several partitions of a dataset in one look at their files, with `VERSION`.

    `VERSION` is the text `2026-11-20/v0001`: of two partitions the newer has the greater one.
    """
    import ibis  # noqa: PLC0415 (lazy: start-up time)

    if connection.name != "duckdb":
        return ibis.union(*[
            table(connection, partition).select(*columns).mutate(**{VERSION: ibis.literal(_mark(partition))})
            for partition in partitions
        ])  # fmt: skip
    files = [file for partition in partitions for file in partition.files]
    rows = connection.read_parquet(files, hive_partitioning=False, union_by_name=True, filename=True)
    return rows.select(*columns, **{VERSION: rows.filename.re_extract(_MARK, 1)})


def _mark(partition: Partition) -> str:
    return f"{partition.business_date.isoformat()}/{partition.folder.name}"


def _newest_of(business_date: dt.date) -> list[Partition]:
    datasets = sorted(folder.name for folder in root().iterdir() if folder.is_dir())
    return [found for dataset in datasets if (found := latest(dataset, business_date)) is not None]


def _say(partition: Partition, key: str, value: Any, *, keep: bool = False) -> bool:
    """A word more in a manifest: the whole file beside it, then one rename."""
    manifest = partition.folder / MANIFEST
    facts = json.loads(manifest.read_text())
    if keep and facts.get(key):
        return True
    if key == "reopened":
        facts["sealed_at"], value = None, [*facts.get("reopened", []), value]
    draft = partition.folder / f"{MANIFEST}.draft"
    with draft.open("w") as file:
        json.dump(facts | {key: value}, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(manifest)
    _fsync_folder(partition.folder)
    return True


def column(connection: "ibis.BaseBackend", partitions: Sequence[Partition], name: str) -> "ibis.Table":
    """This will return one column of several partitions together, in one look at their files; repeated values stay."""
    files = [file for partition in partitions if partition.rows for file in partition.files]
    if connection.name == "duckdb":
        return connection.read_parquet(files, hive_partitioning=False, union_by_name=True).select(name)
    return connection.read_parquet(files).select(name)


def _place(dataset: str, business_date: dt.date) -> Path:
    return root() / dataset / f"business_date={business_date.isoformat()}"


def _spill() -> Path:
    folder = home.path() / "spill"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _settle(
    draft: Draft, dataset: str, business_date: dt.date, now: dt.datetime, fingerprint: str, sources: Sequence[str]
) -> Partition:
    """Checksums, manifest, everything on the disk, then one rename."""
    from pyarrow import parquet  # noqa: PLC0415 (lazy: start-up time)

    files = {}
    for file in sorted(draft.folder.glob("*.parquet")):
        with file.open("rb") as handle:
            os.fsync(handle.fileno())
        rows = parquet.ParquetFile(file).metadata.num_rows
        files[file.name] = {"rows": rows, "bytes": file.stat().st_size, "sha256": _checksum(file)}
    (draft.folder / "lock").unlink()
    place = _place(dataset, business_date)
    place.mkdir(mode=0o700, exist_ok=True)
    version = max((int(folder.name[1:]) for folder in place.glob("v[0-9]*")), default=0) + 1
    while True:
        facts = {
            "dataset": dataset, "business_date": business_date.isoformat(), "version": version,
            "rows": sum(entry["rows"] for entry in files.values()), "fingerprint": fingerprint,
            "created_at": now.isoformat(), "sources": list(sources), "notes": draft.notes, "files": files,
        }  # fmt: skip
        with (draft.folder / MANIFEST).open("w") as manifest:
            json.dump(facts, manifest, indent=1, ensure_ascii=False, default=str)
            manifest.flush()
            os.fsync(manifest.fileno())
        _fsync_folder(draft.folder)
        try:
            draft.folder.rename(place / f"v{version:04d}")
            break
        except OSError as taken:  # somebody else was quicker
            if taken.errno not in {errno.EEXIST, errno.ENOTEMPTY}:
                raise
            version += 1
    _fsync_folder(place)
    return _read(place / f"v{version:04d}" / MANIFEST)


def _read(manifest: Path) -> Partition:
    facts = json.loads(manifest.read_text())
    return Partition(
        dataset=facts["dataset"],
        business_date=dt.date.fromisoformat(facts["business_date"]),
        version=facts["version"],
        folder=manifest.parent,
        rows=facts["rows"],
        fingerprint=facts["fingerprint"],
        created_at=dt.datetime.fromisoformat(facts["created_at"]),
        sources=tuple(facts["sources"]),
        notes=facts["notes"],
        sealed_at=dt.datetime.fromisoformat(facts["sealed_at"]) if facts.get("sealed_at") else None,
    )


def _checksum(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_full(problem: Exception) -> bool:
    if isinstance(problem, OSError) and problem.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return True
    return any(words in str(problem) for words in _NO_SPACE)
