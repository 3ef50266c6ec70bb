"""The end of a restriction: proposed with a reason by one person, decided by another."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.contacts import operations as contacts
from tagih.contacts.enums import Flag
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.privacy import events
from tagih.privacy.enums import ProposalStatus
from tagih.privacy.models import DataRequest, Lifting
from tagih.privacy.operations.proposals import decided, explained
from tagih.privacy.queries.restrictions import is_in_force
from tagih.staff.models import Person


class NoRestriction(Refusal):
    """There is no restriction in force to end."""

    def __init__(self) -> None:
        super().__init__("NO_RESTRICTION", _("This restriction is not in force."))


class LiftingWaits(Refusal):
    """One proposal at a time."""

    def __init__(self) -> None:
        super().__init__(
            "LIFTING_WAITS", _("The end of this restriction is proposed already."),
            remedy=_("Somebody else decides it."),
        )  # fmt: skip


def propose_lifting(*, request: DataRequest, reason: str, by: Person, now: dt.datetime) -> Lifting:
    """This will propose to end a restriction; contact stays stopped until somebody else agrees.

    :raises ReasoningMissing: the reason is no sentence
    :raises NoRestriction: it is not in force
    :raises LiftingWaits: it is proposed already
    """
    told = explained(reason)
    with database.transaction():
        held = DataRequest.objects.select_for_update(of=("self",)).select_related("customer").get(pk=request.pk)
        if not is_in_force(held):
            raise NoRestriction
        if held.liftings.filter(status=ProposalStatus.WAITING).exists():
            raise LiftingWaits
        made = Lifting.objects.create(request=held, reason=told, proposed_at=now, proposed_by=by)
        journal.publish(events.LiftingProposed(**_about(held), reason=told), by=by, now=now)
    return made


def lift_restriction(*, lifting: Lifting, by: Person, now: dt.datetime) -> None:
    """This will end a restriction as proposed, by a second person; the gate knows at once.

    :raises NothingProposed: somebody was quicker
    :raises DecidedByTheSamePerson:
    :raises NoRestriction: it is not in force any more
    """
    with database.transaction():
        held = _locked(lifting)
        decided(held, ProposalStatus.APPROVED, by=by, now=now)
        if not contacts.clear_flag(
            customer=held.request.customer, flag=Flag.RESTRICTED, source=held.request.source, reason=held.reason,
            by=by, now=now,
        ):  # fmt: skip
            raise NoRestriction
        journal.publish(events.RestrictionEnded(**_about(held.request), reason=held.reason), by=by, now=now)


def keep_restriction(*, lifting: Lifting, answer: str, by: Person, now: dt.datetime) -> None:
    """This will decline the proposed end of a restriction, with a word why.

    :raises ReasoningMissing: the answer is no sentence
    :raises NothingProposed: somebody was quicker
    :raises DecidedByTheSamePerson:
    """
    told = explained(answer, field="answer")
    with database.transaction():
        held = decided(_locked(lifting), ProposalStatus.DECLINED, by=by, now=now, answer=told)
        journal.publish(events.LiftingDeclined(**_about(held.request), reason=told), by=by, now=now)


def _about(request: DataRequest) -> dict:
    return {"request_id": request.pk, "customer_no": request.customer.customer_no, "kind": request.kind}


def _locked(lifting: Lifting) -> Lifting:
    return Lifting.objects.select_for_update(of=("self",)).select_related("request__customer").get(pk=lifting.pk)
