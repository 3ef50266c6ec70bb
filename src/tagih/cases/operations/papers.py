"""Notes and documents of a case."""

import datetime as dt
import hashlib
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import CareSource
from tagih.cases.models import Case, Document, Note
from tagih.cases.operations.holds import watch
from tagih.cases.rules.papers import LARGEST, content_type_of
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person

LONGEST_NOTE = 4000


class NoteEmpty(Refusal):
    """A note says something, in at most 4,000 letters."""

    def __init__(self) -> None:
        super().__init__("NOTE_EMPTY", _("Write a note of 1 to 4,000 letters."), field="text")


class DocumentRefused(Refusal):
    """The file is of no kind that is kept here, or too large, or empty."""

    def __init__(self, code: str, message: object, remedy: object) -> None:
        super().__init__(code, message, field="file", remedy=remedy)


def write_note(*, case: Case, text: str, by: Person, now: dt.datetime) -> Note:
    """This will add a note to a case. Words of distress in it pause all contact and call a trained person.

    :raises NoteEmpty:
    """
    text = text.strip()
    if not 0 < len(text) <= LONGEST_NOTE:
        raise NoteEmpty
    with database.transaction():
        note = Note.objects.create(case=case, text=text, written_at=now, written_by=by)
        watch(case=case, text=text, source=CareSource.NOTE, source_ref=f"note:{note.pk}", by=by, now=now)
    return note


def attach_document(
    *, case: Case, file: BinaryIO, file_name: str, by: Person | None, now: dt.datetime, title: str = "",
    kind: str = "OTHER",
) -> Document:  # fmt: skip
    """This will attach a file to a case: PDF, PNG or JPEG, up to 10 MB, judged by content and not by name.

    The same content attached again is the same document.

    :raises DocumentRefused:
    """
    content = file.read(LARGEST + 1)
    if not content:
        raise DocumentRefused("DOCUMENT_EMPTY", _("The file is empty."), _("Choose another file."))
    if len(content) > LARGEST:
        size = LARGEST // 2**20
        raise DocumentRefused(
            "DOCUMENT_TOO_LARGE", format_lazy(_("The file is larger than {size} MB."), size=size),
            _("Take the photo at a lower resolution."),
        )  # fmt: skip
    content_type = content_type_of(content)
    if content_type is None:
        raise DocumentRefused(
            "DOCUMENT_KIND", _("Only PDF, PNG and JPEG files are kept."), _("Choose another file, or take a photo.")
        )
    digest = hashlib.sha256(content).hexdigest()
    known = Document.objects.filter(case=case, sha256=digest, removed_at__isnull=True).first()
    if known is not None:
        return known
    name = f"cases/{digest[:2]}/{digest}"
    stored_as = name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))
    with database.transaction():
        database.lock("cases.document", case.pk, digest)
        document, _made = Document.objects.get_or_create(
            case=case, sha256=digest, removed_at__isnull=True,
            defaults={
                "title": (title.strip() or file_name)[:120], "kind": kind, "file_name": file_name[:200],
                "content_type": content_type, "size": len(content), "stored_as": stored_as, "attached_at": now,
                "attached_by": by,
            },
        )  # fmt: skip
    return document


def remove_document(*, document: Document, by: Person, now: dt.datetime) -> None:
    """This will take a document off a case; the file itself goes by the retention rule."""
    Document.objects.filter(pk=document.pk, removed_at__isnull=True).update(removed_at=now)
