"""Files that people bring: judged by their first bytes, kept under the digest of their content."""

import hashlib
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.kernel.errors import Refusal

LARGEST = 10 * 2**20
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


class PaperRefused(Refusal):
    """The file is of no kind that is kept here, or too large, or empty."""

    def __init__(self, code: str, message: Any, remedy: Any, *, field: str = "file") -> None:
        super().__init__(code, message, field=field, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file: its type by content, its size in bytes, the digest of its content, where it is stored."""

    content_type: str
    size: int
    sha256: str
    stored_as: str


def content_type_of(content: bytes) -> str | None:
    """This will return the type of a PDF, PNG or JPEG file, or None for anything else. Names and declared types lie."""
    return next((kind for signature, kind in SIGNATURES.items() if content.startswith(signature)), None)


def keep(file: BinaryIO, *, folder: str, field: str = "file") -> Paper:
    """This will store a PDF, PNG or JPEG of up to 10 MB; the same content kept twice is one file.

    :raises PaperRefused: it is empty, too large or of another kind; `field` names it in the refusal
    """
    content = file.read(LARGEST + 1)
    if not content:
        raise PaperRefused("DOCUMENT_EMPTY", _("The file is empty."), _("Choose another file."), field=field)
    if len(content) > LARGEST:
        raise PaperRefused(
            "DOCUMENT_TOO_LARGE", format_lazy(_("The file is larger than {size} MB."), size=LARGEST // 2**20),
            _("Take the photo at a lower resolution."), field=field,
        )  # fmt: skip
    content_type = content_type_of(content)
    if content_type is None:
        raise PaperRefused(
            "DOCUMENT_KIND", _("Only PDF, PNG and JPEG files are kept."),
            _("Choose another file, or take a photo."), field=field,
        )  # fmt: skip
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}"
    stored_as = name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))
    return Paper(content_type, len(content), digest, stored_as)
