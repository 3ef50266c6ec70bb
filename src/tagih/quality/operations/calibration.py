"""Calibration: reviewers score the same contacts blind, lay them open, agree."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from tagih.contacts.models import Attempt
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.quality import events, queries
from tagih.quality.enums import CalibrationStatus, EvaluationKind, EvaluationStatus
from tagih.quality.models import Calibration, CalibrationContact, Evaluation, ScorecardVersion
from tagih.quality.operations.scores import begin
from tagih.quality.rules import scorecards
from tagih.staff.models import Person, Unit


class CalibrationRefused(Refusal):
    """A calibration cannot go on as asked."""


def open_calibration(
    *, name: str, unit: Unit, form: ScorecardVersion, attempts: Sequence[Attempt], reviewers: Sequence[Person],
    due_on: dt.date, by: Person, now: dt.datetime,
) -> Calibration:  # fmt: skip
    """This will ask several reviewers to score the same contacts, none of them seeing the others' scores.

    :raises CalibrationRefused: fewer than two reviewers, no contact, or a contact of one of them
    """
    if len(set(reviewers)) < 2:
        raise CalibrationRefused("REVIEWERS", _("At least two reviewers compare."), field="reviewers")
    if not attempts:
        raise CalibrationRefused("CONTACTS", _("Choose at least one contact."), field="contacts")
    if {attempt.agent_id for attempt in attempts} & {person.pk for person in reviewers}:
        raise CalibrationRefused("OWN_CONTACT", _("Nobody scores their own contact."), field="contacts")
    with database.transaction():
        made = Calibration.objects.create(
            name=name.strip(), unit=unit, form=form, due_on=due_on, opened_at=now, opened_by=by
        )
        made.reviewers.set(reviewers)
        for attempt in attempts:
            place = CalibrationContact.objects.create(calibration=made, attempt=attempt)
            for person in reviewers:
                score = begin(
                    attempt, review=None, agent_id=attempt.agent_id, kind=EvaluationKind.CALIBRATION, by=person,
                    now=now, form=form,
                )  # fmt: skip
                place.evaluations.add(score)
        event = events.CalibrationOpened(
            calibration_id=made.pk, contacts=len(attempts), reviewers=len(set(reviewers))
        )  # fmt: skip
        journal.publish(event, by=by, now=now)
    return made


def lay_open(*, calibration: Calibration, by: Person, now: dt.datetime) -> Calibration:
    """This will end the blind phase: everybody sees every score. Drafts are let go of, they say nothing.

    :raises CalibrationRefused: it is not in its blind phase, or no contact has two scores
    """
    with database.transaction():
        held = Calibration.objects.select_for_update().get(pk=calibration.pk)
        if held.status != CalibrationStatus.OPEN:
            raise CalibrationRefused("LAID_OPEN", _("The scores lie open already."))
        scored = Evaluation.objects.filter(calibration_contacts__calibration=held).exclude(
            status=EvaluationStatus.DRAFT
        )
        counts: dict[object, int] = {}
        for attempt in scored.values_list("attempt_id", flat=True):
            counts[attempt] = counts.get(attempt, 0) + 1
        if not any(count > 1 for count in counts.values()):
            raise CalibrationRefused("TOO_EARLY", _("No contact has two scores yet."), remedy=_("Wait for the others."))
        held.status, held.discussed_at = CalibrationStatus.DISCUSSED, now
        held.save(update_fields=["status", "discussed_at"])
        journal.publish(events.CalibrationDiscussed(calibration_id=held.pk), by=by, now=now)
    return held


def close_calibration(
    *, calibration: Calibration, consensus: Mapping[int, Mapping[str, str]], outcome: str, by: Person, now: dt.datetime
) -> Calibration:
    """This will keep the answers agreed on by contact, and what was agreed in words.

    :raises CalibrationRefused: it is not being discussed, or there are no words
    """
    if not outcome.strip():
        raise CalibrationRefused("OUTCOME", _("Write down what was agreed."), field="outcome")
    with database.transaction():
        held = Calibration.objects.select_for_update(of=("self",)).select_related("form").get(pk=calibration.pk)
        if held.status != CalibrationStatus.DISCUSSED:
            raise CalibrationRefused("NOT_DISCUSSED", _("Lay the scores open first."))
        items = queries.form_of(held.form).items
        for place in CalibrationContact.objects.filter(calibration=held):
            place.consensus = {
                name: answer for name, answer in consensus.get(place.pk, {}).items()
                if name in items and answer in scorecards.allowed(items[name])
            }  # fmt: skip
            place.save(update_fields=["consensus"])
        held.status, held.outcome, held.closed_at = CalibrationStatus.CLOSED, outcome.strip(), now
        held.save(update_fields=["status", "outcome", "closed_at"])
        journal.publish(events.CalibrationClosed(calibration_id=held.pk), by=by, now=now)
    return held
