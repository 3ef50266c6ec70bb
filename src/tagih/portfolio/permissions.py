from enum import StrEnum


class Permission(StrEnum):
    """What a person may do with the portfolio. The value is the name, `sentence` says it to a human."""

    SEE_CONTRACTS = "portfolio.see_contracts"
    LOAD_FEEDS = "portfolio.load_feeds"
    APPROVE_FEEDS = "portfolio.approve_feeds"
    EDIT_SCHEMES = "portfolio.edit_schemes"
    UNMASK_IDENTITY = "portfolio.unmask_identity"
