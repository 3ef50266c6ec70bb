from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do in this package."""

    SEE_WALLBOARD = "dialer.see_wallboard"
    RUN_CAMPAIGNS = "dialer.run_campaigns"
    SUPERVISE_CALLS = "dialer.supervise_calls"
    HEAR_RECORDINGS = "dialer.hear_recordings"


SENTENCES: dict[Permission, str | Promise] = {
    Permission.SEE_WALLBOARD: _("see the wallboard of calls"),
    Permission.RUN_CAMPAIGNS: _("start, pace and stop campaigns, and stop everything"),
    Permission.SUPERVISE_CALLS: _("listen to calls of the own teams, whisper to the agent, join"),
    Permission.HEAR_RECORDINGS: _("hear recordings of calls"),
}
