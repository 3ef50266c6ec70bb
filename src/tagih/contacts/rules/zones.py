"""Whose local time counts: the address of the debtor, never a mobile prefix, never the agent's clock.

A zone that is not known is a set: the gate then asks every zone of the pack, so that only the hours lawful in all of
them remain (08:00-18:00 WIB in Indonesia). Two addresses in different zones are both asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tagih.contacts.rules.facts import Case
from tagih.contacts.rules.packs import Pack

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
ZONES_OF_INDONESIA = (WIB, WITA, WIT)
SHORT = {"WIB": WIB, "WITA": WITA, "WIT": WIT}
PROVINCES: Mapping[str, str] = {
    **dict.fromkeys(("11", "12", "13", "14", "15", "16", "17", "18", "19", "21"), WIB),
    **dict.fromkeys(("31", "32", "33", "34", "35", "36", "61", "62"), WIB),
    **dict.fromkeys(("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"), WITA),
    **dict.fromkeys(("81", "82", "91", "92", "93", "94", "95", "96", "97"), WIT),
}


@dataclass(frozen=True, slots=True)
class Local:
    """The zones to ask, and whether they are known or the fallback for an unknown address."""

    zones: tuple[ZoneInfo, ...]
    known: bool

    def times(self, at: datetime) -> list[datetime]:
        return [at.astimezone(zone) for zone in self.zones]


def of_region(code: str | None) -> str | None:
    """This will give the zone of a Kemendagri code such as `18.71`, by its province; None where there is none."""
    return PROVINCES.get((code or "").strip()[:2])


def resolve(case: Case, pack: Pack) -> Local:
    """This will give the zones in which the hour must be lawful: address first, then landline area, then all."""
    home = tuple(pack.section("zones").get("all", ())) or ZONES_OF_INDONESIA
    stated = {zone for zone in (of_region(case.person.region_code), of_region(case.point.region_code)) if zone}
    named = stated or set(case.point.zones)
    if len(home) == 1:  # a country with one zone: an address elsewhere is asked too
        return Local(_infos({*named, *home}), known=True)
    if named:
        return Local(_infos(named), known=True)
    return Local(_infos(_by_offset(case.at, home) if pack.section("zones").get("offset_hint") else home), known=False)


def _by_offset(at: datetime, home: tuple[str, ...]) -> tuple[str, ...]:
    same = tuple(zone for zone in home if at.astimezone(ZoneInfo(zone)).utcoffset() == at.utcoffset())
    return same or home


def _infos(names) -> tuple[ZoneInfo, ...]:
    return tuple(ZoneInfo(name) for name in sorted(names))
