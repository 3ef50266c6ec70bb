"""Where the local day begins."""

from zoneinfo import ZoneInfo

from tagih.contacts.rules.zones import of_region


def zone_of_region(code: str) -> ZoneInfo | None:
    """This will give the time zone of a Kemendagri code such as `18.71`; None where there is none."""
    zone = of_region(code)
    return ZoneInfo(zone) if zone else None
