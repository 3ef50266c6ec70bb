"""What was done about a case and what came of it. One entry closes the attempt, learns about the number, records the
promise, opens the hold, plans the next step and finishes the work in hand."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import CareSource, CodeKind
from tagih.cases.events import ActivityCorrected, ActivityRecorded
from tagih.cases.models import Activity, Case, Code
from tagih.cases.operations import entries, promises, telling
from tagih.cases.operations.handout import LeaseLost
from tagih.cases.operations.holds import open_hold, watch
from tagih.cases.operations.promises import PromiseDraft
from tagih.cases.operations.reference import CodeNotValid
from tagih.cases.queries.codes import codes_named
from tagih.cases.queries.day import HOUSE_ZONE
from tagih.contacts.models import Attempt, ContactPoint
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.kernel.ids import uuid7
from tagih.staff.models import Person

LONGEST_FOLLOW_UP = dt.timedelta(days=60)


class ActivityIncomplete(Refusal):
    """The result needs something that was not entered; `field` names it."""

    MESSAGES = {
        "promise": _("This result needs an amount and a date."),
        "proof": _("Note when, where and how much was paid."),
        "follow_up": _("Enter when to call back."),
        "reason": _("Choose the cause of the delay."),
        "note": _("Write down what was said."),
    }

    def __init__(self, need: str) -> None:
        field = {"proof": "notes", "note": "notes", "follow_up": "follow_up_at"}.get(need, need)
        super().__init__("ACTIVITY_INCOMPLETE", self.MESSAGES[need], field=field)


class ResultDoesNotFit(Refusal):
    """A house cannot be found empty on the telephone."""

    def __init__(self, result: Code) -> None:
        super().__init__(
            "RESULT_DOES_NOT_FIT", format_lazy(_("The result {code} does not fit this action."), code=result.code),
            field="result", value=result.code, remedy=_("Choose another result."),
        )  # fmt: skip


class FollowUpNotAhead(Refusal):
    """A call back lies ahead, within sixty days."""

    def __init__(self, at: dt.datetime) -> None:
        super().__init__(
            "FOLLOW_UP_NOT_AHEAD", _("The call back lies within the next 60 days."), field="follow_up_at", value=at,
            remedy=_("Choose another time."),
        )  # fmt: skip


class ActivityOfAnotherCase(Refusal):
    """This id was used for another case: a fault of the sender."""

    def __init__(self) -> None:
        super().__init__("ACTIVITY_OF_ANOTHER_CASE", _("This entry belongs to another case."))


@dataclass(frozen=True, slots=True)
class _Codes:
    action: Code
    result: Code
    party: Code | None
    place: Code | None
    reason: Code | None


def record_activity(
    *, case: Case, by: Person | None, now: dt.datetime, action: str, result: str, party: str = "", place: str = "",
    reason: str = "", contact_point: ContactPoint | None = None, attempt: Attempt | None = None, notes: str = "",
    follow_up_at: dt.datetime | None = None, promise: PromiseDraft | None = None,
    activity_id: uuid.UUID | None = None, started_at: dt.datetime | None = None, needs_lease: bool = False,
) -> Activity:  # fmt: skip
    """This will write down what was done and do what follows from it, in one transaction.

    Codes are given by code or short code (`PROMISE` or `JB`). It closes the attempt with the result's class, retires
    the contact point if the result says so, records the promise, opens the hold, sets the call back (reserved for
    `by`) and finishes the item that `by` has in hand for the case. Words of distress in the notes pause all contact.
    With an `activity_id` (UUIDv7 from the browser) sent twice it is recorded once. `needs_lease`: only who has the case
    in hand may enter something new.

    :raises CodeNotValid: a code is unknown or has ended
    :raises ResultDoesNotFit: the result does not belong to the action
    :raises ActivityIncomplete: the result needs a promise, proof, follow-up, cause or note
    :raises FollowUpNotAhead: the call back is in the past or too far
    :raises PromiseRefused: the promise passes a limit of the role
    :raises ActivityOfAnotherCase: the id was used for another case
    :raises LeaseLost: a lease is needed and `by` has none
    """
    activity_id = activity_id or uuid7(now)
    named = _named(action, result, party, place, reason)
    with database.transaction():
        case = entries.lock(case)
        hand = entries.at_hand(case, activity_id=activity_id, named=named, by=by, now=now)
        if hand.known_case is not None:
            if hand.known_case != case.pk:
                raise ActivityOfAnotherCase
            return Activity.objects.get(pk=activity_id)
        if needs_lease and hand.item is None:
            raise LeaseLost
        codes = _codes(named, hand.codes)
        _check(codes, notes=notes, follow_up_at=follow_up_at, promise=promise, now=now)
        point = contact_point or (attempt.contact_point if attempt else None)
        activity = entries.written(Activity(
            id=activity_id, case=case, attempt=attempt, action=codes.action, result=codes.result, party=codes.party,
            place=codes.place, delay_reason=codes.reason, contact_point=point, agent=by, team_id=hand.team,
            started_at=min(started_at or (attempt.opened_at if attempt else now), now), ended_at=now,
            notes=notes.strip(), follow_up_at=follow_up_at, business_date=hand.business_date,
            dpd=entries.days_late(case, hand.business_date), bucket=case.bucket, overdue_amount=case.overdue_amount,
        ))  # fmt: skip
        if attempt is not None:
            telling.tell_attempt(attempt, codes.result, by=by, now=now)
        if point is not None and codes.result.retires_contact_point:
            telling.tell_point(point, result=codes.result.code, reason=codes.result.name_en, by=by, now=now)
        if promise is not None and by is not None and codes.result.is_promise:
            promises.enter(case, promise, today=hand.business_date, team=hand.team, by=by, now=now, activity=activity)
        entries.close_work(case, codes.result, hand, follow_up_at=follow_up_at, by=by, now=now)
        _pause_and_tell(activity, notes, by=by, now=now)
    return activity


def _pause_and_tell(activity: Activity, notes: str, *, by: Person | None, now: dt.datetime) -> None:
    case, result = activity.case, activity.result
    if result.opens_hold:
        open_hold(
            case=case, reason=result.opens_hold, by=by, now=now, note=notes[:400],
            source=CareSource.ACTIVITY, source_ref=f"activity:{activity.pk}",
        )  # fmt: skip
    _watch(activity, notes, by=by, now=now)
    journal.publish(
        ActivityRecorded(
            case_id=case.pk, customer_no=case.customer.customer_no, activity_id=str(activity.pk),
            action=activity.action.code, result=result.code, agent_id=by.pk if by else None,
        ),
        by=by, now=now,
    )  # fmt: skip


def correct_activity(
    *, activity: Activity, by: Person, now: dt.datetime, result: str = "", party: str = "", place: str = "",
    reason: str = "", notes: str = "",
) -> Activity:  # fmt: skip
    """This will write a corrected entry that takes the place of another; the wrong one stays visible beside it.

    What is left blank is taken over. Promises, holds and numbers are put right by their own operations.

    :raises CodeNotValid:
    :raises ActivityCorrectedAlready: a correction exists; correct that one
    """
    with database.transaction():
        wrong = Activity.objects.select_for_update(of=("self",)).select_related(
            "case__customer", "action", "result", "party", "place", "delay_reason"
        ).get(pk=activity.pk)  # fmt: skip
        if Activity.objects.filter(corrects=wrong).exists():
            raise ActivityCorrectedAlready
        named = _named(
            wrong.action.code, result or wrong.result.code, party or _code(wrong.party), place or _code(wrong.place),
            reason or _code(wrong.delay_reason),
        )  # fmt: skip
        codes = _codes(named, codes_named(clock.today_in(HOUSE_ZONE, now=now), named.items()))
        if codes.result.actions and codes.action.code not in codes.result.actions:
            raise ResultDoesNotFit(codes.result)
        right = Activity.objects.create(
            id=uuid7(now), case=wrong.case, corrects=wrong, action=codes.action, result=codes.result,
            party=codes.party, place=codes.place, delay_reason=codes.reason, contact_point_id=wrong.contact_point_id,
            agent_id=wrong.agent_id, team_id=wrong.team_id, started_at=wrong.started_at, ended_at=wrong.ended_at,
            notes=notes or wrong.notes, follow_up_at=wrong.follow_up_at, business_date=wrong.business_date,
            dpd=wrong.dpd, bucket=wrong.bucket, overdue_amount=wrong.overdue_amount,
        )  # fmt: skip
        journal.publish(
            ActivityCorrected(
                case_id=wrong.case_id, customer_no=wrong.case.customer.customer_no, activity_id=str(right.pk),
                corrects=str(wrong.pk),
            ),
            by=by, now=now,
        )  # fmt: skip
        _watch(right, notes, by=by, now=now)
    return right


class ActivityCorrectedAlready(Refusal):
    """The entry was corrected before."""

    def __init__(self) -> None:
        super().__init__(
            "ACTIVITY_CORRECTED", _("This entry was already corrected."), remedy=_("Correct the newest entry.")
        )


def _named(action: str, result: str, party: str, place: str, reason: str) -> dict[CodeKind, str]:
    """The name that was given for each kind of code; blank is none."""
    return {
        CodeKind.ACTION: action, CodeKind.RESULT: result, CodeKind.PARTY: party, CodeKind.PLACE: place,
        CodeKind.DELAY: reason,
    }  # fmt: skip


def _codes(given: Mapping[CodeKind, str], found: Mapping[tuple[str, str], Code]) -> _Codes:
    pairs = {kind: (kind.value, name.strip().upper()) for kind, name in given.items()}
    for kind, pair in pairs.items():
        if pair not in found and (pair[1] or kind in (CodeKind.ACTION, CodeKind.RESULT)):
            raise CodeNotValid(kind, given[kind])
    return _Codes(
        action=found[pairs[CodeKind.ACTION]], result=found[pairs[CodeKind.RESULT]],
        party=found.get(pairs[CodeKind.PARTY]), place=found.get(pairs[CodeKind.PLACE]),
        reason=found.get(pairs[CodeKind.DELAY]),
    )  # fmt: skip


def _watch(activity: Activity, notes: str, *, by: Person | None, now: dt.datetime) -> None:
    ref = f"activity:{activity.pk}"
    watch(case=activity.case, text=notes, source=CareSource.ACTIVITY, source_ref=ref, by=by, now=now)


def _code(code: Code | None) -> str:
    return code.code if code else ""


def _check(
    codes: _Codes, *, notes: str, follow_up_at: dt.datetime | None, promise: PromiseDraft | None, now: dt.datetime
) -> None:
    if codes.result.actions and codes.action.code not in codes.result.actions:
        raise ResultDoesNotFit(codes.result)
    entered = {
        "promise": promise is not None,
        "proof": bool(notes.strip()),
        "note": bool(notes.strip()),
        "follow_up": follow_up_at is not None,
        "reason": codes.reason is not None,
    }
    for need in codes.result.needs:
        if not entered.get(need, True):
            raise ActivityIncomplete(need)
    if follow_up_at is not None and not now < follow_up_at <= now + LONGEST_FOLLOW_UP:
        raise FollowUpNotAhead(follow_up_at)
