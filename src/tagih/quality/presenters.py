"""What happens in quality, in words."""

from django.utils.translation import gettext as _

from tagih.journal.presenters import presents
from tagih.quality import enums, events


@presents(events.SampleDrawn)
def drawn(event: events.SampleDrawn) -> str:
    words = {"reviews": event.reviews, "frame": event.frame, "seed": event.seed}
    return _("%(reviews)d of %(frame)d contacts were drawn for review (seed %(seed)s)") % words


@presents(events.ReviewsHandedOver)
def handed_over(event: events.ReviewsHandedOver) -> str:
    words = {"n": event.reviews, "left": event.left}
    return _("%(n)d open reviews went to others, %(left)d have no reviewer") % words


@presents(events.FormPublished)
def published(event: events.FormPublished) -> str:
    return _("Version %(number)d of scorecard %(code)s came into force") % {"number": event.number, "code": event.code}


@presents(events.ScoreSubmitted)
def submitted(event: events.ScoreSubmitted) -> str:
    return _("A contact was scored: %(points)s") % {"points": event.points or "–"}


@presents(events.ScoreReleased)
def released(event: events.ScoreReleased) -> str:
    return _("A score was released to the agent")


@presents(events.GraveFailureFound)
def grave(event: events.GraveFailureFound) -> str:
    return _("A score holds a grave failure (%(kinds)s)") % {"kinds": ", ".join(event.kinds)}


@presents(events.ScoreAcknowledged)
def acknowledged(event: events.ScoreAcknowledged) -> str:
    return _("The agent acknowledged a score")


@presents(events.ScoreDisputed)
def disputed(event: events.ScoreDisputed) -> str:
    return _("The agent disputes a score; another reviewer decides")


@presents(events.DisputeDecided)
def decided(event: events.DisputeDecided) -> str:
    if event.overturned:
        return _("A dispute was decided: %(n)d answers changed") % {"n": event.overturned}
    return _("A dispute was decided: the score stands")


@presents(events.RecordingKept)
def kept(event: events.RecordingKept) -> str:
    return _("A recording of %(n)d seconds was kept") % {"n": event.seconds}


@presents(events.RecordingMissing)
def missing(event: events.RecordingMissing) -> str:
    return _("A recording is missing")


@presents(events.RecordingDeleted)
def deleted(event: events.RecordingDeleted) -> str:
    return _("A recording was deleted, its time was over")


@presents(events.CalibrationOpened)
def opened(event: events.CalibrationOpened) -> str:
    words = {"n": event.contacts, "reviewers": event.reviewers}
    return _("A calibration began: %(n)d contacts, %(reviewers)d reviewers, blind") % words


@presents(events.CalibrationDiscussed)
def discussed(event: events.CalibrationDiscussed) -> str:
    return _("The blind scores of a calibration were laid open")


@presents(events.CalibrationClosed)
def closed(event: events.CalibrationClosed) -> str:
    return _("A calibration ended with a consensus")


@presents(events.CoachingOpened)
def coaching_opened(event: events.CoachingOpened) -> str:
    return _("A coaching was opened")


@presents(events.StepAgreed)
def step_agreed(event: events.StepAgreed) -> str:
    return _("Coach and agent agreed on a step")


@presents(events.CoachingClosed)
def coaching_closed(event: events.CoachingClosed) -> str:
    return _("A coaching was closed: %(outcome)s") % {"outcome": enums.CoachingOutcome(event.outcome).label}


@presents(events.IncidentReported)
def incident_reported(event: events.IncidentReported) -> str:
    return _("An incident was reported: %(kind)s") % {"kind": enums.IncidentKind(event.kind).label}


@presents(events.IncidentMoved)
def incident_moved(event: events.IncidentMoved) -> str:
    if event.status == "REPLIED":
        return _("The person concerned answered")
    return _("An incident went on: %(status)s") % {"status": enums.IncidentStatus(event.status).label}


@presents(events.PraiseGiven)
def praised(event: events.PraiseGiven) -> str:
    return _("Somebody was praised")


@presents(events.HardCallMarked)
def hard_call(event: events.HardCallMarked) -> str:
    return _("A contact was hard: %(level)s") % {"level": enums.HardLevel(event.level).label}


@presents(events.CertificateEnding)
def certificate_ending(event: events.CertificateEnding) -> str:
    year, month, day = event.valid_until.split("-")
    return _("A certificate ends on %(day)s") % {"day": f"{day}/{month}/{year}"}
