"""Swaps between people, open shifts to bid for, overtime agreed to."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person
from tagih.workforce import events, queries
from tagih.workforce.enums import CellOrigin, OfferKind, OfferStatus, PlanStatus, SwapStatus
from tagih.workforce.models import Bid, Cell, Offer, Plan, ShiftKind, Swap
from tagih.workforce.operations.plans import new_breaches, tell_cell, write_cell
from tagih.workforce.rules.plans import SWAP_OPEN

MOST_OVERTIME_WEEK_MIN = 18 * 60  # PP 35/2021 art. 26
CONSENT = _(
    "I agree to work %(shift)s on %(day)s beyond my contract, at most 4 hours of overtime a day and 18 a week, "
    "paid by the law (PP 35/2021)."
)


class SwapRefused(Refusal):
    """A swap that cannot be."""


class OfferRefused(Refusal):
    """An offer, or a bid for it, that cannot be."""


def offer_swap(
    *, plan: Plan, giver: Person, giver_day: dt.date, taker: Person, taker_day: dt.date | None, now: dt.datetime
) -> Swap:
    """This will ask a colleague to swap a day, or to take a shift over (no `taker_day`).

    :raises SwapRefused: the plan is not published, a day is over or has no shift, a rule would be broken, or the day is
        in another swap.
    """
    with database.transaction():
        plan = _published(plan)
        today = now.astimezone(queries.zone_of(plan.unit)).date()
        if giver.pk == taker.pk:
            raise SwapRefused("SAME_PERSON", _("Choose a colleague."), field="taker")
        if giver_day < today or (taker_day and taker_day < today):
            raise SwapRefused("OVER", _("This day is over."), field="giver_day", value=giver_day)
        _check(plan, giver.pk, giver_day, taker.pk, taker_day)
        busy = Swap.objects.filter(plan=plan, status__in=SWAP_OPEN, giver=giver, giver_day=giver_day)
        if busy.exists():
            raise SwapRefused("ASKED", _("This shift is in another swap already."), field="giver_day")
        swap = Swap.objects.create(
            plan=plan, giver=giver, giver_day=giver_day, taker=taker, taker_day=taker_day,
            status=SwapStatus.OFFERED, asked_at=now,
        )  # fmt: skip
        journal.tell([f"shifts:{taker.pk}", f"shifts:{giver.pk}"])
    return swap


def answer_swap(*, swap: Swap, is_agreed: bool, by: Person, now: dt.datetime) -> Swap:
    """This will let the colleague agree, so that a leader decides, or decline.

    :raises SwapRefused: it is not theirs to answer, or was answered.
    """
    with database.transaction():
        swap = _locked(swap)
        if swap.taker_id != by.pk:
            raise SwapRefused("NOT_YOURS", _("Your colleague answers this."))
        if swap.status != SwapStatus.OFFERED:
            raise SwapRefused("ANSWERED", _("This swap was answered already."), value=swap.status)
        swap.status, swap.agreed_at = (SwapStatus.AGREED, now) if is_agreed else (SwapStatus.REFUSED, None)
        swap.save(update_fields=["status", "agreed_at"])
        journal.tell([f"shifts:{swap.giver_id}", f"shifts:{swap.taker_id}", "roster"])
    return swap


def cancel_swap(*, swap: Swap, by: Person, now: dt.datetime) -> Swap:
    """This will withdraw a swap that nobody has decided.

    :raises SwapRefused: it is not one's own, or is decided.
    """
    del now
    with database.transaction():
        swap = _locked(swap)
        if swap.giver_id != by.pk:
            raise SwapRefused("NOT_YOURS", _("Your colleague asked for this."))
        if swap.status not in SWAP_OPEN:
            raise SwapRefused("ANSWERED", _("This swap was answered already."), value=swap.status)
        swap.status = SwapStatus.CANCELLED
        swap.save(update_fields=["status"])
        journal.tell([f"shifts:{swap.giver_id}", f"shifts:{swap.taker_id}", "roster"])
    return swap


def decide_swap(*, swap: Swap, is_approved: bool, by: Person, now: dt.datetime, reason: str = "") -> Swap:
    """This will exchange the shifts of a swap on which both agree, after asking the rules again; or refuse it.

    :raises SwapRefused: it is not agreed, it is one's own, a rule would now be broken, or a refusal has no reason.
    """
    with database.transaction():
        swap = _locked(swap)
        if swap.status != SwapStatus.AGREED:
            raise SwapRefused("NOT_AGREED", _("Both must agree first."), value=swap.status)
        if by.pk in (swap.giver_id, swap.taker_id):
            raise SwapRefused("OWN", _("Nobody decides their own swap."))
        if not is_approved and not reason.strip():
            raise SwapRefused("REASON", _("Say why."), field="reason")
        if is_approved:
            plan = _published(swap.plan)
            given, taken = _check(plan, swap.giver_id, swap.giver_day, swap.taker_id, swap.taker_day)
            _exchange(plan, swap, given, taken, by, now)
        swap.status = SwapStatus.APPROVED if is_approved else SwapStatus.REFUSED
        swap.decided_by, swap.decided_at, swap.reason = by, now, reason.strip()
        swap.save(update_fields=["status", "decided_by", "decided_at", "reason"])
        for person in (swap.giver, swap.taker):
            said = events.SwapDecided(
                person_id=person.pk, full_name=person.full_name, day=swap.giver_day.isoformat(), status=swap.status
            )
            journal.publish(said, by=by, now=now)
    return swap


def _check(
    plan: Plan, giver: int, giver_day: dt.date, taker: int, taker_day: dt.date | None
) -> tuple[ShiftKind, ShiftKind | None]:
    """The two shifts, when exchanging them breaks no rule."""
    given = _shift_on(plan, giver, giver_day)
    if given is None:
        raise SwapRefused("NO_SHIFT", _("You have no shift on this day."), field="giver_day", value=giver_day)
    taken = _shift_on(plan, taker, taker_day) if taker_day else None
    if taker_day and taken is None:
        raise SwapRefused("NO_SHIFT", _("Your colleague has no shift on that day."), field="taker_day", value=taker_day)
    problem = queries.problem_of(plan)
    if not {str(giver), str(taker)} <= {agent.id for agent in problem.agents}:
        raise SwapRefused("NOT_OF_UNIT", _("One of you is not planned here any more."))
    changes = _changes(plan, giver, giver_day, given, taker, taker_day, taken)
    if broken := new_breaches(problem, queries.assignment_of(plan, problem), changes):
        raise SwapRefused(
            "RULE_BROKEN", _("That breaks a rule: %(rules)s.") % {"rules": queries.in_words(broken, plan.first_day)},
            field="taker_day", remedy=_("Choose another day or colleague."),
        )  # fmt: skip
    return given, taken


def _changes(
    plan: Plan, giver: int, giver_day: dt.date, given: ShiftKind, taker: int, taker_day: dt.date | None,
    taken: ShiftKind | None,
) -> list[tuple[int, int, ShiftKind | None]]:  # fmt: skip
    day = (giver_day - plan.first_day).days
    if taker_day == giver_day:
        return [(giver, day, taken), (taker, day, given)]
    changes: list[tuple[int, int, ShiftKind | None]] = [(giver, day, None), (taker, day, given)]
    if taker_day:
        other = (taker_day - plan.first_day).days
        changes += [(taker, other, None), (giver, other, taken)]
    return changes


def _exchange(plan: Plan, swap: Swap, given: ShiftKind, taken: ShiftKind | None, by: Person, now: dt.datetime) -> None:
    people = {swap.giver_id: swap.giver, swap.taker_id: swap.taker}
    changes = _changes(plan, swap.giver_id, swap.giver_day, given, swap.taker_id, swap.taker_day, taken)
    for person, number, shift in changes:
        day = plan.first_day + dt.timedelta(days=number)
        write_cell(plan, person, day, shift, CellOrigin.SWAP)
        tell_cell(plan, people[person], day, shift, str(CellOrigin.SWAP.label), by=by, now=now)


def make_offer(
    *, plan: Plan, kind: OfferKind, day: dt.date, shift: ShiftKind, places: int, by: Person | None, now: dt.datetime
) -> Offer:
    """This will offer a shift of a day to whoever wants it: open, or as overtime.

    :raises OfferRefused: the plan is not published, or the day is over or outside.
    """
    with database.transaction():
        plan = _published(plan)
        if not plan.first_day <= day <= plan.last_day or day < now.astimezone(queries.zone_of(plan.unit)).date():
            raise OfferRefused("DAY", _("This day is over, or does not lie in the plan."), field="day", value=day)
        if places < 1:
            raise OfferRefused("PLACES", _("At least one place is offered."), field="places", value=places)
        offer = Offer.objects.create(
            plan=plan, kind=kind, day=day, shift=shift, places=places, status=OfferStatus.OPEN, made_by=by, made_at=now
        )
        journal.tell(["roster", "offers"])
    return offer


def close_offer(*, offer: Offer, by: Person | None, now: dt.datetime) -> None:
    """This will take an open offer back; who has won keeps the shift."""
    del by, now
    with database.transaction():
        Offer.objects.filter(pk=offer.pk, status=OfferStatus.OPEN).update(status=OfferStatus.CLOSED)
        journal.tell(["roster", "offers"])


def consent_to(offer: Offer) -> str:
    """This will return the words to which somebody agrees who takes an offer of overtime; nothing for an open shift."""
    if offer.kind != OfferKind.OVERTIME:
        return ""
    return str(CONSENT) % {"shift": offer.shift.name, "day": f"{offer.day:%d/%m/%Y}"}


def bid(*, offer: Offer, person: Person, has_consented: bool, now: dt.datetime) -> Bid:
    """This will give an offered shift to whoever asks first, if the rules allow; for overtime with the words agreed to.

    :raises OfferRefused: it is closed, the person works that day, a rule would be broken, or no consent is given.
    """
    with database.transaction():
        offer = Offer.objects.select_for_update(of=("self",)).select_related("plan__unit", "shift").get(pk=offer.pk)
        if offer.status != OfferStatus.OPEN:
            raise OfferRefused("CLOSED", _("This offer is closed."), value=offer.status)
        plan = _published(offer.plan)
        is_overtime = offer.kind == OfferKind.OVERTIME
        if is_overtime and not has_consented:
            raise OfferRefused("NO_CONSENT", _("Overtime needs your agreement."), field="consent")
        _check_bid(plan, offer, person, is_overtime=is_overtime)
        words = consent_to(offer)
        made = Bid.objects.create(offer=offer, person=person, made_at=now, consent=words, won_at=now)
        origin = CellOrigin.OVERTIME if is_overtime else CellOrigin.BID
        write_cell(plan, person.pk, offer.day, offer.shift, origin)
        tell_cell(plan, person, offer.day, offer.shift, str(origin.label), by=person, now=now)
        if is_overtime:
            said = events.OvertimeAgreed(
                person_id=person.pk, full_name=person.full_name, day=offer.day.isoformat(), bid_id=made.pk
            )
            journal.publish(said, by=person, now=now)
        if offer.bids.filter(won_at__isnull=False).count() >= offer.places:
            offer.status = OfferStatus.FILLED
            offer.save(update_fields=["status"])
    return made


def _check_bid(plan: Plan, offer: Offer, person: Person, *, is_overtime: bool) -> None:
    """Hours and days a week give way to overtime that is agreed; rest, days in a row and leave never do."""
    if _shift_on(plan, person.pk, offer.day):
        raise OfferRefused("AT_WORK", _("You work on this day already."), value=offer.day)
    problem = queries.problem_of(plan)
    roster = queries.assignment_of(plan, problem)
    if str(person.pk) not in roster:
        raise OfferRefused("NOT_OF_UNIT", _("This offer is for another team."))
    number = (offer.day - plan.first_day).days
    broken = new_breaches(problem, roster, [(person.pk, number, offer.shift)])
    if is_overtime:
        broken = [one for one in broken if one.rule not in ("HOURS_WEEK", "DAYS_WEEK")]
        week = offer.day - dt.timedelta(days=offer.day.weekday())
        agreed = Cell.objects.filter(
            person=person, origin=CellOrigin.OVERTIME, plan__status=PlanStatus.PUBLISHED,
            day__range=(week, week + dt.timedelta(days=6)),
        ).select_related("shift")  # fmt: skip
        minutes = sum(cell.shift.paid_min for cell in agreed if cell.shift) + offer.shift.paid_min
        if minutes > MOST_OVERTIME_WEEK_MIN:
            raise OfferRefused("OVERTIME_WEEK", _("That would be more than 18 hours of overtime in the week."))
    if broken:
        raise OfferRefused(
            "RULE_BROKEN", _("That breaks a rule: %(rules)s.") % {"rules": queries.in_words(broken, plan.first_day)}
        )


def _shift_on(plan: Plan, person: int, day: dt.date | None) -> ShiftKind | None:
    cell = Cell.objects.filter(plan=plan, person=person, day=day).select_related("shift").first()
    return cell.shift if cell else None


def _published(plan: Plan) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
    if plan.status != PlanStatus.PUBLISHED:
        raise SwapRefused("NOT_PUBLISHED", _("This plan is not published any more."), value=plan.status)
    return plan


def _locked(swap: Swap) -> Swap:
    rows = Swap.objects.select_for_update(of=("self",)).select_related("plan__unit", "giver", "taker")
    return rows.get(pk=swap.pk)
