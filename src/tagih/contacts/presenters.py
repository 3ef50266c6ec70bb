"""How events of this package read to people."""

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
    return _("Consent withdrawn: %(scope)s.") % {"scope": enums.ConsentScope(event.scope).label}


@presents(events.PointsPublished)
def points_published(event: events.PointsPublished) -> str:
    return _("Contact points of %(date)s arrived: %(added)d new, %(changed)d changed, %(unusable)d unusable.") % {
        "date": event.business_date,
        "added": event.added,
        "changed": event.changed,
        "unusable": event.unusable,
    }
