"""The lender's own rules: a draft, what it would have changed, submission, approval by a second person."""

import datetime as dt

from django.db.models import Max, Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events, packs
from tagih.contacts.models import PackReplay, PackVersion
from tagih.contacts.queries.rulebook import REPLAY_HOLDS, digest_of, replay_holds
from tagih.contacts.rules.packs import Pack, PackFault
from tagih.contacts.rules.rulebook import may_become
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.clock import WIB, local
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Product
from tagih.staff.models import Person

filled = lazy(lambda message, about: str(message).replace("%(about)s", about), str)
FAULTS = {
    "UNREADABLE": (_("The text cannot be read: %(about)s."), _("Compare it with the example in the documentation.")),
    "NAME": (_("The pack needs an id in capital letters, such as HOUSE_DEFAULT."), _("Write id = \"HOUSE_DEFAULT\".")),
    "SECTION": (_("Tagih knows no section %(about)s."), _("Take it out, or correct its name.")),
    "NO_START": (_("The day from which the rules hold is missing."), _("Write effective_from = 2027-01-01.")),
    "BACKWARDS": (_("The rules would end before they begin."), _("Correct effective_from and effective_to.")),
    "RULE": (_("Tagih knows no rule %(about)s."), _("Correct its name.")),
    "NO_SOURCE": (_("A rule has no source: %(about)s."), _("Give every rule a source and a basis of HOUSE or LAW.")),
    "GROUND": (_("It extends %(about)s, which does not exist."), _("Name a pack that ships with Tagih.")),
    "SHAPE": (_("A limit has a form that the gate cannot work with: %(about)s."), _("Compare it with a shipped pack.")),
}  # fmt: skip


class PackUnusable(Refusal):
    """A text that would make no lawful pack."""

    def __init__(self, fault: PackFault) -> None:
        message, remedy = FAULTS.get(fault.code, FAULTS["UNREADABLE"])
        about = fault.about or str(fault)
        super().__init__(f"PACK_{fault.code}", filled(message, about), field="text", value=about, remedy=remedy)


class PackIsLaw(Refusal):
    """What the law says is not the lender's to write."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "PACK_IS_LAW",
            _("This name belongs to a pack of the law, which comes with Tagih."),
            field="text",
            value=name,
            remedy=_("Give your pack a name of its own; the strictest rule wins."),
        )


class PackFixed(Refusal):
    """A version that was submitted stays as it was read."""

    def __init__(self) -> None:
        super().__init__(
            "PACK_FIXED", _("This version can no longer be changed."), remedy=_("Write a new version instead.")
        )


class ReplayRequired(Refusal):
    """Nobody submits rules without having seen what they would change."""

    def __init__(self) -> None:
        super().__init__(
            "REPLAY_REQUIRED",
            _("First let the last 90 days be asked again with exactly this text."),
            remedy=_("Start the replay and wait until it has finished."),
        )


class ReplayOutdated(Refusal):
    """What the rules would have changed in days long gone says little about the last ones."""

    def __init__(self) -> None:
        super().__init__(
            "REPLAY_OUTDATED",
            filled(_("The last replay of this text is older than %(about)s days."), str(REPLAY_HOLDS.days)),
            remedy=_("Start the replay again and wait until it has finished."),
        )


class SecondPersonRequired(Refusal):
    """Who wrote or submitted rules does not approve them."""

    def __init__(self) -> None:
        super().__init__(
            "SECOND_PERSON_REQUIRED",
            _("You wrote or submitted this version; somebody else must decide."),
            remedy=_("Ask a colleague who may approve contact rules."),
        )


class StartsInThePast(Refusal):
    """Rules never change what was allowed yesterday."""

    def __init__(self) -> None:
        super().__init__(
            "STARTS_IN_THE_PAST",
            _("The rules would begin on a day that is over."),
            field="text",
            remedy=_("Reject it and write a version that begins today or later."),
        )


class PackOverlaps(Refusal):
    """Two versions of one pack for the same product never hold on one day."""

    def __init__(self, other: PackVersion) -> None:
        super().__init__(
            "PACK_OVERLAPS",
            filled(_("%(about)s holds on some of the same days."), str(other)),
            field="text",
            value=str(other),
            remedy=_("Choose days on which it does not hold."),
        )


class ReasonOfRejection(Refusal):
    """A rejected writer wants to know why."""

    def __init__(self) -> None:
        super().__init__("REASON_REQUIRED", _("Say why."), field="note")


def draft_pack(*, text: str, by: Person, now: dt.datetime, product: Product | None = None) -> PackVersion:
    """This will keep a new draft of the lender's own rules; it holds for nobody until somebody else approves it.

    :raises PackUnusable: the text makes no pack: unknown rule, rule without source, dates missing or backwards
    :raises PackIsLaw: it has the name of a pack of the law
    """
    pack = _compiled(text)
    with transaction():
        database.lock("contacts.rulebook")
        last = PackVersion.objects.filter(name=pack.id).aggregate(n=Max("number"))["n"] or 0
        version = PackVersion.objects.create(
            name=pack.id, number=last + 1, product=product, text=text, title=pack.title[:200],
            effective_from=pack.effective_from, effective_to=pack.effective_to, status=enums.PackStatus.DRAFT,
            written_by=by, written_at=now,
        )  # fmt: skip
        journal.publish(events.PackDrafted(pack_version_id=version.pk, pack=str(version)), by=by, now=now)
    return version


def rewrite_pack(*, version: PackVersion, text: str, by: Person, now: dt.datetime) -> PackVersion:
    """This will replace the text of a draft, or turn a rejected version into a draft again.

    :raises PackFixed: it was submitted or approved
    :raises PackUnusable: as for a new draft
    """
    pack = _compiled(text)
    with transaction():
        held = PackVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if held.status not in (enums.PackStatus.DRAFT, enums.PackStatus.REJECTED) or pack.id != held.name:
            raise PackFixed
        held.text, held.title, held.status = text, pack.title[:200], enums.PackStatus.DRAFT
        held.effective_from, held.effective_to = pack.effective_from, pack.effective_to
        held.written_by, held.written_at, held.note = by, now, ""
        held.submitted_by = held.submitted_at = held.decided_by = held.decided_at = None
        held.save()
    return held


def submit_pack(*, version: PackVersion, by: Person, now: dt.datetime) -> PackVersion:
    """This will put a draft before a second person, once it is known what it would have changed.

    :raises PackFixed: it is no draft
    :raises ReplayRequired: the last 90 days were not asked again with exactly this text
    :raises ReplayOutdated: they were, longer ago than a replay holds
    """
    with transaction():
        held = PackVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        if not may_become(held.status, enums.PackStatus.SUBMITTED):
            raise PackFixed
        done = PackReplay.objects.filter(version=held, digest=digest_of(held.text), finished_at__isnull=False)
        newest = done.order_by("-until").first()
        if newest is None:
            raise ReplayRequired
        if not replay_holds(newest, now=now):
            raise ReplayOutdated
        held.status, held.submitted_by, held.submitted_at = enums.PackStatus.SUBMITTED, by, now
        held.save(update_fields=["status", "submitted_by", "submitted_at"])
        journal.publish(events.PackSubmitted(pack_version_id=held.pk, pack=str(held)), by=by, now=now)
    return held


def approve_pack(*, version: PackVersion, by: Person, now: dt.datetime) -> PackVersion:
    """This will put a submitted version in force from its first day; the open-ended version before it ends then.

    Every process asks it from its next question on.

    :raises SecondPersonRequired: who wrote or submitted it wants to approve it
    :raises StartsInThePast: its first day is over
    :raises PackOverlaps: another version holds on some of its days
    :raises PackFixed: it was not submitted
    """
    with transaction():
        database.lock("contacts.rulebook")  # stamps come in the order in which they are seen
        held = _submitted(version, by)
        if held.effective_from < local(now, WIB).date():
            raise StartsInThePast
        _compiled(held.text)
        _make_room(held)
        held.status, held.decided_by, held.decided_at = enums.PackStatus.APPROVED, by, now
        told = events.PackApproved(
            pack_version_id=held.pk, pack=str(held), effective_from=held.effective_from.isoformat()
        )
        held.stamp = journal.publish(told, by=by, now=now)
        held.save(update_fields=["status", "decided_by", "decided_at", "stamp"])
    return held


def reject_pack(*, version: PackVersion, note: str, by: Person, now: dt.datetime) -> PackVersion:
    """This will send a submitted version back to its writer with the reason.

    :raises SecondPersonRequired: who wrote or submitted it wants to decide
    :raises ReasonOfRejection: without a reason
    """
    if not note.strip():
        raise ReasonOfRejection
    with transaction():
        held = _submitted(version, by)
        held.status, held.decided_by, held.decided_at = enums.PackStatus.REJECTED, by, now
        held.note = note.strip()[:400]
        held.save(update_fields=["status", "decided_by", "decided_at", "note"])
        rejected = events.PackRejected(pack_version_id=held.pk, pack=str(held), reason=held.note)
        journal.publish(rejected, by=by, now=now)
    return held


def _compiled(text: str) -> Pack:
    try:
        pack = packs.compiled(text)
    except PackFault as fault:
        raise PackUnusable(fault) from None
    if pack.id in packs.names() and not pack.id.startswith("HOUSE"):
        raise PackIsLaw(pack.id)
    return pack


def _submitted(version: PackVersion, by: Person) -> PackVersion:
    held = PackVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if held.status != enums.PackStatus.SUBMITTED:
        raise PackFixed
    if by.pk in (held.written_by_id, held.submitted_by_id):
        raise SecondPersonRequired
    return held


def _make_room(held: PackVersion) -> None:
    """Ends the open-ended version before it; refuses any other that shares a day. A version for one product and one
    for all stand beside each other: the stricter counts.
    """
    others = PackVersion.objects.filter(name=held.name, product=held.product_id, status=enums.PackStatus.APPROVED)
    before = others.filter(effective_to__isnull=True, effective_from__lt=held.effective_from)
    before.update(effective_to=held.effective_from)
    shares = Q(effective_to__isnull=True) | Q(effective_to__gt=held.effective_from)
    clashing = others.filter(shares)
    if held.effective_to is not None:
        clashing = clashing.filter(effective_from__lt=held.effective_to)
    clash = clashing.order_by("effective_from").first()
    if clash is not None:
        raise PackOverlaps(clash)
