"""The data folder `TAGIH_HOME`: where everything lives that is not code."""

import hashlib
import os
import secrets
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def path() -> Path:
    """This will return the data folder, made if missing and readable by its owner only.

    Root's may be walked through, so that the embedded server, which never runs as root, can live inside.
    """
    folder = Path(os.environ.get("TAGIH_HOME") or Path.home() / ".tagih").resolve()
    folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    return folder


def key(name: str) -> str:
    """This will return the secret called `name`, made once and kept in `TAGIH_HOME/keys`.

    Two processes that start at once agree: the file is linked into place whole, the later one reads it.
    """
    file = path() / "keys" / name
    if not file.exists():
        file.parent.mkdir(mode=0o700, exist_ok=True)
        draft = file.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def generations(name: str) -> list[tuple[int, str]]:
    """This will return the secrets `name`, `name.2`, `name.3`, ... with their numbers, the newest first."""
    found = {1: path() / "keys" / name}
    for file in (path() / "keys").glob(f"{name}.*"):
        number = file.name.removeprefix(f"{name}.")
        if number.isdecimal():
            found[int(number)] = file
    return [(number, found[number].read_text().strip()) for number in sorted(found, reverse=True)]


def next_generation(name: str) -> int:
    """This will make the next secret of a name, which is the current one from now on, and return its number."""
    key(name)
    number = generations(name)[0][0] + 1
    key(f"{name}.{number}")
    return number


def browser_libraries() -> list[tuple[str, str]]:
    """This will return the folders of browser libraries that set-up fetched, as (prefix, folder)."""
    modules = PROJECT / "node_modules"
    folders = [
        ("vendor/htmx", modules / "htmx.org" / "dist"),
        ("vendor/jakarta", modules / "@fontsource-variable" / "plus-jakarta-sans" / "files"),
        ("vendor/idb", modules / "idb" / "build"),
        ("vendor/signature", modules / "signature_pad" / "dist"),
        ("vendor/leaflet", modules / "leaflet" / "dist"),
        ("vendor/sip", modules / "sip.js" / "lib"),
        ("vendor/wavesurfer", modules / "wavesurfer.js" / "dist"),
    ]
    return [(prefix, str(folder)) for prefix, folder in folders if folder.is_dir()]


def area_lists() -> Path:
    """This will return the folder of the lists of regions that set-up fetched; it may be absent."""
    return PROJECT / "node_modules" / "idn-area-data" / "data"


def storages() -> dict:
    """This will return Django's STORAGES: documents in a local folder, or S3 when `TAGIH_S3_BUCKET` is set."""
    bucket = os.environ.get("TAGIH_S3_BUCKET")
    documents = (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {"bucket_name": bucket, "default_acl": "private"},
        }
        if bucket
        else {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(path() / "documents"), "file_permissions_mode": 0o600},
        }
    )
    return {
        "default": documents,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    }


def fingerprint(text: str) -> str:
    """This will return eight signs that stand for `text`, in names of locks, folders and test databases."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
