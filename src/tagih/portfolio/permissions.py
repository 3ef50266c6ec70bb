from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do with the portfolio."""

    SEE_CONTRACTS = "portfolio.see_contracts"
    LOAD_FEEDS = "portfolio.load_feeds"
    APPROVE_FEEDS = "portfolio.approve_feeds"
    SEE_ROUNDS = "portfolio.see_rounds"
    REOPEN_DAYS = "portfolio.reopen_days"
    EDIT_SCHEMES = "portfolio.edit_schemes"
    UNMASK_IDENTITY = "portfolio.unmask_identity"


SENTENCES = {
    Permission.SEE_CONTRACTS: _("see contracts and instalments"),
    Permission.LOAD_FEEDS: _("load files of the core system"),
    Permission.APPROVE_FEEDS: _("approve a suspicious file"),
    Permission.SEE_ROUNDS: _("see the daily rounds, their steps and the jobs"),
    Permission.REOPEN_DAYS: _("open closed books of a day again, with a reason"),
    Permission.EDIT_SCHEMES: _("edit schemes: buckets, penalty, allocation"),
    Permission.UNMASK_IDENTITY: _("unmask an identity number (logged)"),
}
