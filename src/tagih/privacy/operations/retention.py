"""Retention: what its time is over goes, in batches, by rules that somebody switched on; the others only report."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.contacts import operations as contacts
from tagih.dialer.operations.upkeep import destroy_recordings
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.messaging.operations.upkeep import forget_messages, forget_replies
from tagih.payments import operations as payments
from tagih.portfolio import operations as portfolio
from tagih.privacy import events
from tagih.privacy.enums import ProposalStatus
from tagih.privacy.models import DataRequest, RetentionProposal, RetentionRun, RetentionSwitch
from tagih.privacy.operations import response
from tagih.privacy.operations.proposals import decided, explained
from tagih.privacy.queries.law import retention_rule, retention_rules
from tagih.privacy.rules import retention as rules
from tagih.privacy.rules.proposals import lets_more_go
from tagih.quality.operations.taking import let_go_of_sounds
from tagih.staff.models import Person

BATCH = 5000
LONGEST_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class LetGo:
    """What a rule did, or (`is_dry`) would have done: rows older than the cutoff."""

    rule: str
    cutoff: dt.date
    is_dry: bool
    rows: int


class RetentionReasonMissing(Refusal):
    """A rule is switched with a reason, and after a time that can be."""

    def __init__(self, field: str) -> None:
        messages = {"reason": _("Say why the rule is changed."), "months": _("Months are between 1 and 1,200.")}
        super().__init__("RETENTION_REFUSED", messages[field], field=field)


def switch_rule(*, rule: str, is_on: bool, months: int, reason: str, by: Person, now: dt.datetime) -> bool:
    """This will change a retention rule and tell whether it holds now.

    What keeps data as long or longer holds at once. What lets go of more waits for a second person: what goes does not
    come back. A change that waited before is overtaken.

    :raises RetentionReasonMissing: without a reason, or months that cannot be
    """
    if not reason.strip():
        raise RetentionReasonMissing("reason")
    if not 1 <= months <= LONGEST_MONTHS:
        raise RetentionReasonMissing("months")
    known = retention_rule(rule)
    told = reason.strip()[:200]
    with database.transaction():
        database.lock("privacy.retention_rule", known.id)
        RetentionProposal.objects.filter(rule=known.id, status=ProposalStatus.WAITING).update(
            status=ProposalStatus.OVERTAKEN, decided_at=now
        )
        now_set = RetentionSwitch.objects.filter(rule=known.id).first()
        before = {"was_on": bool(now_set and now_set.is_on), "was_months": now_set.months if now_set else known.months}
        if lets_more_go(**before, is_on=is_on, months=months):
            RetentionProposal.objects.create(
                rule=known.id, is_on=is_on, months=months, reason=told, proposed_at=now, proposed_by=by
            )
            journal.publish(events.RetentionProposed(rule=known.id, months=months, reason=told), by=by, now=now)
            return False
        _set(known.id, is_on=is_on, months=months, reason=told, set_by=by, approved_by=None, by=by, now=now)
    return True


def approve_switch(*, proposal: RetentionProposal, by: Person, now: dt.datetime) -> RetentionSwitch:
    """This will switch a retention rule as proposed, by a second person; it works from the next night on.

    :raises NothingProposed: somebody was quicker, or another change overtook it
    :raises DecidedByTheSamePerson:
    """
    with database.transaction():
        held = decided(_locked(proposal), ProposalStatus.APPROVED, by=by, now=now)
        return _set(
            held.rule, is_on=held.is_on, months=held.months, reason=held.reason, set_by=held.proposed_by,
            approved_by=by, by=by, now=now,
        )  # fmt: skip


def decline_switch(*, proposal: RetentionProposal, answer: str, by: Person, now: dt.datetime) -> None:
    """This will decline the change of a retention rule, with a word why.

    :raises ReasoningMissing: the answer is no sentence
    :raises NothingProposed: somebody was quicker, or another change overtook it
    :raises DecidedByTheSamePerson:
    """
    told = explained(answer, field="answer")
    with database.transaction():
        held = decided(_locked(proposal), ProposalStatus.DECLINED, by=by, now=now, answer=told)
        journal.publish(events.RetentionDeclined(rule=held.rule, reason=told), by=by, now=now)


def retain(*, now: dt.datetime, by: Person | None = None, dry: bool = False, batch: int = BATCH) -> list[LetGo]:
    """This will let go of what its time is over, rule by rule, and return what each did.

    Each batch commits by itself; killed and run again it goes on. Rules that nobody switched on, and all with `dry`,
    only count. People with an open case, a live contract, a dispute or a request in work are left as they are.
    """
    done = []
    today = clock.today_in(clock.WIB, now=now)
    switches = {switch.rule: switch for switch in RetentionSwitch.objects.all()}
    for rule in retention_rules():
        switch = switches.get(rule.id)
        cutoff = rules.cutoff(today, switch.months if switch else rule.months)
        is_dry = dry or switch is None or not switch.is_on
        rows = _counted(rule.id, cutoff) if is_dry else _let_go(rule.id, cutoff, batch=batch, now=now)
        RetentionRun.objects.create(rule=rule.id, cutoff=cutoff, is_dry=is_dry, rows=rows, started_at=now, ended_at=now)
        if rows and not is_dry:
            with database.transaction():
                gone = events.DataLetGo(rule=rule.id, cutoff=cutoff.isoformat(), rows=rows)
                journal.publish(gone, by=by, now=now)
        done.append(LetGo(rule.id, cutoff, is_dry, rows))
    return done


def _set(
    rule: str, *, is_on: bool, months: int, reason: str, set_by: Person, approved_by: Person | None, by: Person,
    now: dt.datetime,
) -> RetentionSwitch:  # fmt: skip
    changes = {"is_on": is_on, "months": months, "reason": reason[:200], "set_at": now, "set_by": set_by,
               "approved_by": approved_by}  # fmt: skip
    switch, _made = RetentionSwitch.objects.update_or_create(rule=rule, defaults=changes)
    switched = events.RetentionSwitched(rule=rule, is_on=is_on, months=months, reason=switch.reason)
    journal.publish(switched, by=by, now=now)
    return switch


def _locked(proposal: RetentionProposal) -> RetentionProposal:
    database.lock("privacy.retention_rule", proposal.rule)
    return RetentionProposal.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=proposal.pk)


def _let_go(rule: str, cutoff: dt.date, *, batch: int, now: dt.datetime) -> int:
    rows = 0
    while True:
        with database.transaction():
            database.lock("privacy.retention", rule)
            ids = [row["id"] for row in database.fetch("tagih.privacy", _statement(rule), _facts(cutoff, batch))]
            if ids:
                DEEDS[rule](ids, now)
        rows += len(ids)
        if len(ids) < batch:
            return rows


def _counted(rule: str, cutoff: dt.date) -> int:
    return database.count("tagih.privacy", _statement(rule), _facts(cutoff, None))


def _statement(rule: str) -> str:
    return f"due_{rule.replace('-', '_')}"


def _facts(cutoff: dt.date, limit: int | None) -> dict[str, Any]:
    return {"cutoff": cutoff, "before": clock.start_of_day(cutoff, clock.WIB), "limit": limit}


DEEDS: dict[str, Callable[[list[Any], dt.datetime], Any]] = {
    "gate-facts": lambda ids, now: contacts.forget_facts(ids=ids),
    "activities": lambda ids, now: cases.erase_activity_notes(ids=ids),
    "notes": lambda ids, now: cases.erase_notes(ids=ids),
    "documents": lambda ids, now: cases.destroy_documents(ids=ids, now=now),
    "contact-points": lambda ids, now: contacts.erase_points(customers=ids, now=now),
    "customers": lambda ids, now: portfolio.anonymise_customers(customers=ids),
    "payment-notices": lambda ids, now: payments.forget_bodies(ids=ids),
    "messages": lambda ids, now: forget_messages(ids=ids),
    "replies": lambda ids, now: forget_replies(ids=ids),
    "recordings": lambda ids, now: (let_go_of_sounds(tapes=ids, now=now), destroy_recordings(ids=ids)),
    "access-log": lambda ids, now: journal.forget_accesses(ids=ids),
    "exports": lambda ids, now: response.drop_exports(DataRequest.objects.filter(pk__in=ids)),
}
