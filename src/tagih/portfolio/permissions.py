from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do with the portfolio."""

    SEE_CONTRACTS = "portfolio.see_contracts"
    LOAD_FEEDS = "portfolio.load_feeds"
    APPROVE_FEEDS = "portfolio.approve_feeds"
    EDIT_SCHEMES = "portfolio.edit_schemes"
    UNMASK_IDENTITY = "portfolio.unmask_identity"


SENTENCES = {
    Permission.SEE_CONTRACTS: _("see contracts and instalments"),
    Permission.LOAD_FEEDS: _("load files of the core system"),
    Permission.APPROVE_FEEDS: _("approve a suspicious file"),
    Permission.EDIT_SCHEMES: _("edit schemes: buckets, penalty, allocation"),
    Permission.UNMASK_IDENTITY: _("unmask an identity number (logged)"),
}
