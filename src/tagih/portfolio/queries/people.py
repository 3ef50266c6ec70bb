"""Who borrowed."""

IDENTITY = "portfolio.customer.identity"
"""Context under which identity numbers are encrypted and hashed."""
