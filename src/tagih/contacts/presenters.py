"""How events of this package read to people."""

import datetime as dt

from django.utils.translation import gettext as _

from tagih.contacts import enums, events
from tagih.journal.presenters import presents


@presents(events.PointRetired)
def point_retired(event: events.PointRetired) -> str:
    return _("Contact point is %(state)s (%(reason)s), at %(points)d places.") % {
        "state": enums.PointState(event.state).label,
        "reason": event.reason,
        "points": event.points,
    }


@presents(events.PointAdded)
def point_added(event: events.PointAdded) -> str:
    return _("A contact point was added: %(kind)s.") % {"kind": enums.PointKind(event.kind).label}


@presents(events.PointVerified)
def point_verified(event: events.PointVerified) -> str:
    return _("A contact point was proven to be the customer's (%(evidence)s).") % {"evidence": event.evidence}


@presents(events.CodeIssued)
def code_issued(event: events.CodeIssued) -> str:
    return _("A one-time code was sent to prove a number.")


@presents(events.TraceStepRecorded)
def trace_step_recorded(event: events.TraceStepRecorded) -> str:
    return _("Search for the customer: %(kind)s. Found: %(finding)s.") % {
        "kind": enums.TraceKind(event.kind).label,
        "finding": enums.Finding(event.finding).label,
    }


@presents(events.RepairsRolled)
def repairs_rolled(event: events.RepairsRolled) -> str:
    return _("Repair queue of %(date)s: %(opened)d new, %(repaired)d repaired, %(dropped)d no longer needed.") % {
        "date": event.business_date,
        "opened": event.opened,
        "repaired": event.repaired,
        "dropped": event.dropped,
    }


@presents(events.UpdateRequested)
def update_requested(event: events.UpdateRequested) -> str:
    return _("A change of contact data was asked for: %(kind)s.") % {"kind": enums.PointKind(event.kind).label}


@presents(events.UpdateDecided)
def update_decided(event: events.UpdateDecided) -> str:
    return _("The change of contact data was decided: %(state)s.") % {"state": enums.RequestState(event.state).label}


@presents(events.PersonFlagged)
def person_flagged(event: events.PersonFlagged) -> str:
    return _("Contact is limited: %(flag)s (%(reason)s).") % {
        "flag": enums.Flag(event.flag).label,
        "reason": event.reason,
    }


@presents(events.FlagCleared)
def flag_cleared(event: events.FlagCleared) -> str:
    return _("No longer limits contact: %(flag)s.") % {"flag": enums.Flag(event.flag).label}


@presents(events.ConsentGranted)
def consent_granted(event: events.ConsentGranted) -> str:
    return _("Consent given: %(scope)s.") % {"scope": enums.ConsentScope(event.scope).label}


@presents(events.ConsentRevoked)
def consent_revoked(event: events.ConsentRevoked) -> str:
    told = _("Consent withdrawn: %(scope)s.") % {"scope": enums.ConsentScope(event.scope).label}
    return f"{told} {event.reason}".rstrip()


@presents(events.PointsPublished)
def points_published(event: events.PointsPublished) -> str:
    return _("Contact points of %(date)s arrived: %(added)d new, %(changed)d changed, %(unusable)d unusable.") % {
        "date": event.business_date,
        "added": event.added,
        "changed": event.changed,
        "unusable": event.unusable,
    }


@presents(events.OutcomesRecorded)
def outcomes_recorded(event: events.OutcomesRecorded) -> str:
    return _(
        "%(source)s told of %(rows)d contacts: %(written)d new, %(verified)d points verified, %(retired)d retired."
    ) % {
        "source": event.source,
        "rows": event.rows,
        "written": event.written,
        "verified": event.verified,
        "retired": event.retired,
    }


@presents(events.SharedNumberResolved)
def shared_number_resolved(event: events.SharedNumberResolved) -> str:
    return _("Shared number: %(decision)s (%(reason)s), at %(points)d places.") % {
        "decision": enums.SharedState(event.decision).label,
        "reason": event.reason,
        "points": event.points,
    }


@presents(events.SharedNumberReopened)
def shared_number_reopened(event: events.SharedNumberReopened) -> str:
    said = {"reason": event.reason, "points": event.points}
    return _("Decision about a shared number taken back (%(reason)s), at %(points)d places.") % said


@presents(events.WishRecorded)
def wish_recorded(event: events.WishRecorded) -> str:
    return _("The customer asked for hours, days or channels (%(evidence)s).") % {"evidence": event.evidence}


@presents(events.WishEnded)
def wish_ended(event: events.WishEnded) -> str:
    return _("What the customer asked for is over.")


@presents(events.LetterDelivered)
def letter_delivered(event: events.LetterDelivered) -> str:
    return _("%(kind)s for %(contract)s delivered on %(day)s (%(evidence)s).") % {
        "kind": enums.LetterKind(event.kind).label,
        "contract": event.contract_no,
        "day": f"{dt.date.fromisoformat(event.delivered_on):%d/%m/%Y}",
        "evidence": event.evidence,
    }


@presents(events.LetterWithdrawn)
def letter_withdrawn(event: events.LetterWithdrawn) -> str:
    return _("%(kind)s for %(contract)s taken back: %(reason)s") % {
        "kind": enums.LetterKind(event.kind).label,
        "contract": event.contract_no,
        "reason": event.reason,
    }


@presents(events.DefaultProven)
def default_proven(event: events.DefaultProven) -> str:
    return _("Default on %(contract)s: %(kind)s (%(evidence)s).") % {
        "contract": event.contract_no,
        "kind": enums.ProofKind(event.kind).label,
        "evidence": event.evidence,
    }


@presents(events.AgentAssigned)
def agent_assigned(event: events.AgentAssigned) -> str:
    return _("Letter of assignment %(number)s, valid until %(until)s.") % {
        "number": event.number,
        "until": event.valid_until,
    }


@presents(events.PackDrafted)
def pack_drafted(event: events.PackDrafted) -> str:
    return _("Contact rules %(pack)s were drafted.") % {"pack": event.pack}


@presents(events.ReplayStarted)
def replay_started(event: events.ReplayStarted) -> str:
    return _("The last 90 days are asked again with contact rules %(pack)s.") % {"pack": event.pack}


@presents(events.PackSubmitted)
def pack_submitted(event: events.PackSubmitted) -> str:
    return _("Contact rules %(pack)s were submitted for approval.") % {"pack": event.pack}


@presents(events.PackApproved)
def pack_approved(event: events.PackApproved) -> str:
    return _("Contact rules %(pack)s were approved; they hold from %(day)s.") % {
        "pack": event.pack,
        "day": event.effective_from,
    }


@presents(events.PackRejected)
def pack_rejected(event: events.PackRejected) -> str:
    return _("Contact rules %(pack)s were sent back: %(reason)s") % {"pack": event.pack, "reason": event.reason}


@presents(events.WorkCalledBack)
def work_called_back(event: events.WorkCalledBack) -> str:
    return _("%(n)s contacts that had not started were called back (%(rules)s).") % {
        "n": event.attempts,
        "rules": event.rules,
    }
