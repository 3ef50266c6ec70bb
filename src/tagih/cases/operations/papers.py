"""Notes and documents of a case."""

import datetime as dt
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import CareSource
from tagih.cases.models import Case, Document, Note
from tagih.cases.operations.holds import watch
from tagih.kernel import database, papers
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person

LONGEST_NOTE = 4000


class NoteEmpty(Refusal):
    """A note says something, in at most 4,000 letters."""

    def __init__(self) -> None:
        super().__init__("NOTE_EMPTY", _("Write a note of 1 to 4,000 letters."), field="text")


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

    :raises PaperRefused:
    """
    paper = papers.keep(file, folder="cases")
    known = Document.objects.filter(case=case, sha256=paper.sha256, removed_at__isnull=True).first()
    if known is not None:
        return known
    with database.transaction():
        database.lock("cases.document", case.pk, paper.sha256)
        document, _made = Document.objects.get_or_create(
            case=case, sha256=paper.sha256, removed_at__isnull=True,
            defaults={
                "title": (title.strip() or file_name)[:120], "kind": kind, "file_name": file_name[:200],
                "content_type": paper.content_type, "size": paper.size, "stored_as": paper.stored_as,
                "attached_at": now, "attached_by": by,
            },
        )  # fmt: skip
    return document


def remove_document(*, document: Document, by: Person, now: dt.datetime) -> None:
    """This will take a document off a case; the file itself goes by the retention rule."""
    Document.objects.filter(pk=document.pk, removed_at__isnull=True).update(removed_at=now)
