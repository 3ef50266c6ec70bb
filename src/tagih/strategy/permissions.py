from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do in this package."""

    SEE_STRATEGY = "strategy.see_strategy"
    EDIT_STRATEGY = "strategy.edit_strategy"
    APPROVE_STRATEGY = "strategy.approve_strategy"
    RELEASE_STRATEGY = "strategy.release_strategy"


SENTENCES = {
    Permission.SEE_STRATEGY: _("see strategies, why people were chosen, scores and experiments"),
    Permission.EDIT_STRATEGY: _("write strategies and plan experiments, replay and submit them, train scores"),
    Permission.APPROVE_STRATEGY: _("approve strategies and scores that somebody else submitted"),
    Permission.RELEASE_STRATEGY: _("release approved strategies to a share or to everybody, and roll them back"),
}
