"""Policy packs: the law, platform terms and house rules as data, one file per version, a source for every rule.

`ID_OJK_2023` is the text of the law with the house's caps. `HOUSE_DEFAULT` is what the live gate adds. Packs are named
with `+`: `ID_OJK_2023+HOUSE_DEFAULT`; the strictest wins.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from tagih.contacts.rules.casefile import CHANNELS, PURPOSES
from tagih.contacts.rules.decision import decide
from tagih.contacts.rules.facts import Case, Past, Point
from tagih.contacts.rules.packs import Pack, PackFault, build, overlaps
from tagih.kernel import home

FOLDER = Path(__file__).parent


class UnknownPack(LookupError):
    """No pack of that name."""


@cache
def known() -> tuple[Pack, ...]:
    """This will load every pack that ships with Tagih, and the lender's own from `TAGIH_HOME/packs`.

    :raises PackFault: for a rule without source, a fault in the text or versions that overlap
    """
    return read(FOLDER, home.path() / "packs")


def read(*folders: Path) -> tuple[Pack, ...]:
    """This will load all packs of folders. `extends` takes another file as ground; `_` in front is ground only.

    A later folder's file takes the place of an earlier one's of the same name.
    """
    texts = _texts(*folders)
    found = [build(_whole(texts, stem)) for stem in texts if not stem.startswith("_")]
    clashes = overlaps(found)
    if clashes:
        raise PackFault(f"{clashes[0][0]}: two versions are in force on {clashes[0][1]}")
    return tuple(found)


def _texts(*folders: Path) -> dict[str, dict[str, Any]]:
    texts = {}
    for file in (file for folder in folders for file in sorted(folder.glob("*.toml"))):
        try:
            texts[file.stem] = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise PackFault(f"{file.name}: {fault}") from None
    return texts


def compiled(text: str) -> Pack:
    """This will make a pack of a text that a lender wrote, which may extend one that ships, and try it once.

    :raises PackFault: for what cannot be read, a rule without source, a section that the rules cannot work with
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise PackFault(str(fault), "UNREADABLE", str(fault)) from None
    pack = build(_whole({**_texts(FOLDER), " ": told}, " "))
    if not isinstance(told.get("id"), str) or not re.fullmatch(r"[A-Z][A-Z0-9_]{1,39}", told["id"]):
        raise PackFault("id is missing or not capital letters, digits and underscores", "NAME", str(told.get("id", "")))
    _try(pack)
    return pack


def _try(pack: Pack) -> None:
    """Asks about one case of every channel and purpose: a limit of the wrong shape shows now, not at the gate."""
    at = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    history = tuple(Past(at - timedelta(hours=hours), "CALL", "+62", "RPC") for hours in (1, 30, 60))
    for channel in CHANNELS:
        for purpose in PURPOSES:
            case = Case("probe", at, channel, purpose, Point(owner_role="SPOUSE", value="+62"), history=history)
            try:
                decide(case, (pack,), library_calendars((pack,)))
            except (KeyError, TypeError, ValueError, AttributeError, LookupError) as fault:
                raise PackFault(f"{pack.id}: {fault!r}", "SHAPE", repr(fault)) from None


def _whole(texts: Mapping[str, dict], stem: str, seen: tuple[str, ...] = ()) -> dict[str, Any]:
    text = texts[stem]
    ground = text.get("extends")
    if ground is None:
        return text
    if ground not in texts or ground in (*seen, stem):
        raise PackFault(f"{stem}: extends {ground}, which is unknown or leads back", "GROUND", str(ground))
    return _laid_over(_whole(texts, ground, (*seen, stem)), {k: v for k, v in text.items() if k != "extends"})


def _laid_over(ground: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(ground)
    for key, value in above.items():
        known = whole.get(key)
        both = isinstance(value, dict) and isinstance(known, dict)
        whole[key] = _laid_over(known, value) if both else value
    return whole


def named(names: str, day: date) -> tuple[Pack, ...]:
    """This will give the packs called `A` or `A+B` in the versions for `day`.

    A name alone is asked even outside its dates, by its nearest version: that is how a pack is replayed before it
    takes effect. The spelling is free: `ID_OJK_2023:strict_law` is `ID_OJK_2023_STRICT_LAW`.

    :raises UnknownPack: when no pack has the name
    """
    return tuple(_version(name, day) for name in names.split("+"))


@cache
def _version(name: str, day: date) -> Pack:
    wanted = re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")
    versions = sorted((p for p in known() if p.id == wanted), key=lambda p: p.effective_from)
    if not versions:
        raise UnknownPack(name)
    in_force = [p for p in versions if p.in_force_on(day)]
    begun = [p for p in versions if p.effective_from <= day]
    return (in_force or begun[-1:] or versions)[0]


def names() -> list[str]:
    """This will list the names of all packs."""
    return sorted({pack.id for pack in known()})


@cache
def _year_of_rest(country: str, year: int) -> dict[date, str]:
    if country == "ID":
        joint = holidays.country_holidays("ID", years=year, categories=("government",))
        national = holidays.country_holidays("ID", years=year, categories=("public",))
        return {**dict.fromkeys(joint, "JOINT_LEAVE"), **dict.fromkeys(national, "NATIONAL")}
    return dict.fromkeys(holidays.country_holidays(country, years=year), "NATIONAL")


class DaysOfRest:
    """The days of rest of one country, any year, from the library: `get(day)` gives NATIONAL, JOINT_LEAVE or None."""

    def __init__(self, country: str) -> None:
        self.country = country

    def get(self, day: date) -> str | None:
        return _year_of_rest(self.country, day.year).get(day)


def library_calendars(packs: Iterable[Pack]) -> dict[str, DaysOfRest]:
    """This will give the days of rest that these packs honour, for a gate that has no database."""
    countries = {p.section("holidays").get("calendar") for p in packs} - {None}
    return {country: DaysOfRest(country) for country in countries}
