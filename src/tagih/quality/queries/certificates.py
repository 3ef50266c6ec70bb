"""How certificates stand."""

import datetime as dt

from tagih.quality.rules import certificates as rules
from tagih.staff.models import Certificate


def certificate_state(certificate: Certificate, *, on: dt.date) -> str:
    """This will return how a certificate stands on a local day."""
    return rules.state(
        valid_from=certificate.valid_from, valid_until=certificate.valid_until,
        is_suspended=certificate.suspended_at is not None, on=on,
    )  # fmt: skip


def renewable_from(certificate: Certificate) -> dt.date:
    """This will return the first day on which a certificate may be renewed."""
    return rules.renewable_from(certificate.valid_until)
