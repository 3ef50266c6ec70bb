"""Restrictions that people asked for, were granted, and that still hold."""

from django.db.models import CharField, Exists, OuterRef, Prefetch, QuerySet, Value
from django.db.models.functions import Cast, Concat

from tagih.contacts.enums import Flag
from tagih.contacts.models import PersonFlag
from tagih.privacy.enums import ProposalStatus, RequestKind, RequestStatus
from tagih.privacy.models import DataRequest, Lifting


def restrictions() -> QuerySet[DataRequest]:
    """This will return the requests whose restriction is in force, each with `waiting`: its proposed end, if any."""
    flags = PersonFlag.objects.filter(
        customer=OuterRef("customer"), flag=Flag.RESTRICTED, ends_at__isnull=True,
        source=Concat(Value("request:"), Cast(OuterRef("pk"), CharField())),
    )  # fmt: skip
    done = DataRequest.objects.filter(Exists(flags), kind=RequestKind.RESTRICTION, status=RequestStatus.DONE)
    waiting = Lifting.objects.filter(status=ProposalStatus.WAITING).select_related("proposed_by")
    return done.select_related("customer", "decided_by").prefetch_related(
        Prefetch("liftings", queryset=waiting, to_attr="waiting")
    )


def is_in_force(request: DataRequest) -> bool:
    """This will tell whether a request's restriction holds. One query."""
    return restrictions().filter(pk=request.pk).exists()
