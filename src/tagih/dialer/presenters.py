"""How events of the dialer read to people."""

from django.utils.translation import gettext as _

from tagih.dialer import events
from tagih.journal.presenters import presents


@presents(events.CampaignStarted)
def campaign_started(event: events.CampaignStarted) -> str:
    return _("Campaign %(campaign)s started.") % {"campaign": event.campaign}


@presents(events.CampaignStopped)
def campaign_stopped(event: events.CampaignStopped) -> str:
    if event.is_emergency:
        return _("Campaign %(campaign)s stopped with everything else.") % {"campaign": event.campaign}
    return _("Campaign %(campaign)s stopped.") % {"campaign": event.campaign}


@presents(events.CampaignPaced)
def campaign_paced(event: events.CampaignPaced) -> str:
    changes = ", ".join(f"{field} = {value}" for field, value in sorted(event.changes.items()))
    return _("Campaign %(campaign)s: %(changes)s.") % {"campaign": event.campaign, "changes": changes}


@presents(events.RecordingHeard)
def recording_heard(event: events.RecordingHeard) -> str:
    return _("A recording of the call was heard.")
