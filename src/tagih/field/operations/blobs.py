"""Pictures, piece by piece: the server says how far it got, the phone goes on from there, the hash decides."""

import datetime as dt
import hashlib
import io
import uuid
import warnings

import imagehash
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from tagih.field.models import Blob, Device
from tagih.kernel import database, papers
from tagih.kernel.errors import Refusal

LARGEST = 2 * 2**20
FOLDER = "field"


class BlobTooLarge(Refusal):
    """The phone shrinks pictures before it keeps them; this one was not."""

    def __init__(self, size: int) -> None:
        super().__init__("BLOB_TOO_LARGE", _("The picture is larger than 2 MB."), field="size", value=size)


class BlobDiffers(Refusal):
    """The id is known with other content, or the content has another hash than was promised."""

    def __init__(self) -> None:
        super().__init__("BLOB_DIFFERS", _("The picture is not the one that was promised."), field="sha256")


class BlobNoPicture(Refusal):
    """What came is no picture."""

    def __init__(self) -> None:
        super().__init__("BLOB_NO_PICTURE", _("What was sent is no picture."), field="content")


class OffsetDiffers(Refusal):
    """The piece does not begin where the last one ended; `value` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__("OFFSET_DIFFERS", _("Go on where the last piece ended."), field="offset", value=received)


def begin_blob(
    *, device: Device, identity: uuid.UUID, kind: str, size: int, sha256: str, now: dt.datetime
) -> Blob:  # fmt: skip
    """This will note that a picture is to come, or return how far it got.

    :raises BlobTooLarge:
    :raises BlobDiffers: the id is known with another size or hash, or is another phone's
    """
    if not 0 < size <= LARGEST:
        raise BlobTooLarge(size)
    told = {"device": device, "kind": kind, "size": size, "sha256": sha256, "begun_at": now}
    blob, _is_new = Blob.objects.get_or_create(id=identity, defaults=told)
    if (blob.device_id, blob.size, blob.sha256) != (device.pk, size, sha256):
        raise BlobDiffers
    return blob


def add_piece(*, blob: Blob, offset: int, piece: bytes, now: dt.datetime) -> Blob:
    """This will put a piece after those that came. The last one makes the picture whole if its hash is right.

    A picture with a wrong hash is forgotten, so that it comes again from the start.

    :raises OffsetDiffers:
    :raises BlobDiffers:
    :raises BlobNoPicture:
    """
    with database.transaction():
        held = Blob.objects.select_for_update().get(pk=blob.pk)
        if held.completed_at is not None:
            return held
        if offset != held.received or offset + len(piece) > held.size:
            raise OffsetDiffers(held.received)
        draft = f"{FOLDER}/drafts/{held.pk}.{held.received + len(piece)}"
        begun = _read(f"{FOLDER}/drafts/{held.pk}.{held.received}") if held.received else b""
        content = begun + piece
        held.received = len(content)
        problem = None
        if held.received < held.size:
            if default_storage.exists(draft):
                default_storage.delete(draft)
            default_storage.save(draft, ContentFile(content))
        else:
            problem = _complete(held, content, now)
        held.save()
        if offset:
            database.after_commit(lambda: default_storage.delete(f"{FOLDER}/drafts/{held.pk}.{offset}"))
    if problem is not None:
        raise problem
    return held


def _complete(blob: Blob, content: bytes, now: dt.datetime) -> Refusal | None:
    """Keeps the picture under its hash; a wrong one begins anew."""
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        blob.received = 0
        return BlobDiffers()
    content_type = papers.content_type_of(content)
    if content_type is None or not content_type.startswith("image/"):
        blob.received = 0
        return BlobNoPicture()
    try:
        likeness = likeness_of(content)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        blob.received = 0
        return BlobNoPicture()
    name = f"{FOLDER}/{blob.sha256[:2]}/{blob.sha256}"
    blob.stored_as = name if default_storage.exists(name) else default_storage.save(name, ContentFile(content))
    blob.content_type, blob.likeness, blob.completed_at = content_type, likeness, now
    return None


def likeness_of(content: bytes) -> str:
    """This will return a perceptual hash, 16 hexadecimal signs: alike for a picture shrunk, cut or saved again."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content)) as picture:
            return str(imagehash.phash(picture))


def _read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()
