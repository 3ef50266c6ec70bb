"""What goes of visits when a person asks: where, what was seen, and the pictures. That somebody came stays."""

from collections.abc import Sequence

from django.core.files.storage import default_storage

from tagih.field.models import Blob, PinProposal, Visit, VisitBlob, WantedVisit
from tagih.kernel import database


def erase_visits(*, customers: Sequence[int]) -> int:
    """This will let go of places, words and pictures of visits to people, and return how many visits. Receipts stay
    with the ledger, and with them the signature under each."""
    visits = Visit.objects.filter(customer_id__in=customers)
    with database.transaction():
        blobs = list(Blob.objects.filter(of_visit__visit__in=visits))
        VisitBlob.objects.filter(visit__in=visits).delete()
        PinProposal.objects.filter(visit__in=visits).delete()
        Blob.objects.filter(pk__in=[blob.pk for blob in blobs]).update(stored_as="", likeness="")
        WantedVisit.objects.filter(customer_id__in=customers).update(reason="")
        done = visits.update(
            latitude=None, longitude=None, distance_m=None, outside_reason="", review_note="", signals=[], attest={}
        )
        names = {blob.stored_as for blob in blobs if blob.stored_as}
        kept = set(Blob.objects.filter(stored_as__in=names).values_list("stored_as", flat=True))
        database.after_commit(lambda: [default_storage.delete(name) for name in sorted(names - kept)])
    return done
