"""A feed profile: how one lender's files say what the canonical columns mean. TOML, checked when it is read.

Packaged profiles are in `portfolio/profiles`, a lender's own in `TAGIH_HOME/profiles`; the lender's comes first.
"""

import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.kernel import home
from tagih.kernel.errors import Refusal
from tagih.portfolio.feeds.columns import FEEDS, FeedColumns

PACKAGED = Path(__file__).parents[1] / "profiles"
NOTATIONS = ("PLAIN", "ID", "EN")  # 1250000.50 / 1.250.000,50 / 1,250,000.50
_FORMAT_KEYS = {"delimiter", "encoding", "notation", "dates", "nulls", "offset", "sheet", "skip_lines", "scientific"}
_SOURCE_KEYS = {"from", "constant", "row_number", "business_date", "prefix", "map", "default", "when", "not_below"}
_RULES_VERSION = 1  # raise it when the same file would land differently


class ProfileUnknown(Refusal):
    """There is no profile of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "PROFILE_UNKNOWN",
            format_lazy(_("There is no feed profile {name}."), name=name),
            field="profile",
            value=name,
            remedy=format_lazy(_("Known profiles: {names}."), names=", ".join(names()) or "-"),
        )


class ProfileBroken(Refusal):
    """A profile says something that cannot be followed."""

    def __init__(self, name: str, where: str, problem: Any, remedy: Any = "") -> None:
        super().__init__(
            "PROFILE_BROKEN",
            format_lazy(_("Profile {name}, {where}: {problem}."), name=name, where=where, problem=problem),
            field="profile",
            value=name,
            remedy=remedy,
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text of a canonical column comes from: the first filled of some source columns, or something fixed."""

    columns: tuple[str, ...] = ()
    constant: str | None = None
    row_number: bool = False
    business_date: bool = False
    prefix: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    when: tuple[str, tuple[str, ...]] | None = None
    not_below: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the value is the text of one source column, or a constant, as it stands."""
        changed = self.prefix or self.mapping or self.when or self.row_number or self.not_below is not None
        return not changed and len(self.columns) <= 1

    @property
    def named(self) -> tuple[str, ...]:
        """Every source column it reads."""
        return self.columns + ((self.when[0],) if self.when else ())


@dataclass(frozen=True, slots=True)
class Profile:
    """How the files of one lender are written."""

    name: str = ""
    title: str = ""
    delimiter: str = ""
    encoding: str = ""
    notation: str = "PLAIN"
    dates: tuple[str, ...] = ("%Y-%m-%d",)
    nulls: tuple[str, ...] = ()
    offset: str = "+07:00"
    sheet: str = ""
    skip_lines: int = 0
    scientific: bool = False  # amounts such as 1.00E+05 are exact as written
    feeds: Mapping[str, Mapping[str, Source]] = field(default_factory=dict)
    digest: str = ""

    def sources(self, columns: FeedColumns) -> dict[str, Source]:
        """This will return the source of each canonical column of a feed; without a profile, its own name."""
        own = self.feeds.get(str(columns.feed))
        if own is None:
            return {name: Source((name,)) for name in columns.names}
        return dict(own)

    def fingerprint(self, sha256: str) -> str:
        """This will return what identifies a landing: the file's content, this profile and the rules of reading."""
        return hashlib.sha256(f"{sha256}/{self.digest}/{_RULES_VERSION}".encode()).hexdigest()


def names() -> list[str]:
    """This will return the names of all profiles, packaged and the lender's own."""
    return sorted({file.stem for folder in _folders() for file in folder.glob("*.toml")})


def load(name: str) -> Profile:
    """This will read and check a profile; the empty name is the canonical form.

    :raises ProfileUnknown:
    :raises ProfileBroken: with the place and what is wrong there
    """
    if not name:
        return Profile()
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,60}", name):
        raise ProfileUnknown(name)
    file = next((folder / f"{name}.toml" for folder in _folders() if (folder / f"{name}.toml").exists()), None)
    if file is None:
        raise ProfileUnknown(name)
    return parse(file.read_text(encoding="utf-8"), name=name)


def parse(text: str, *, name: str) -> Profile:
    """This will check the TOML text of a profile.

    :raises ProfileBroken:
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ProfileBroken(name, "TOML", str(problem)) from None
    _known(name, "", told, {"title", "format", "feeds"})
    form = told.get("format", {})
    _known(name, "[format]", form, _FORMAT_KEYS)
    if form.get("notation", "PLAIN") not in NOTATIONS:
        raise ProfileBroken(name, "format.notation", _("PLAIN, ID or EN is expected"))
    dates = form.get("dates", ["%Y-%m-%d"])
    if not dates or any(not re.search("%[dj]", date) or not re.search("%[yY]", date) for date in dates):
        raise ProfileBroken(name, "format.dates", _('a list of forms such as "%d/%m/%Y" is expected'))
    if not re.fullmatch(r"[+-]\d\d:\d\d", form.get("offset", "+07:00")):
        raise ProfileBroken(name, "format.offset", _('an offset such as "+07:00" is expected'))
    feeds = {feed: _feed(name, feed, said) for feed, said in told.get("feeds", {}).items()}
    return Profile(
        name=name,
        title=str(told.get("title", name)),
        delimiter=form.get("delimiter", ""),
        encoding=form.get("encoding", ""),
        notation=form.get("notation", "PLAIN"),
        dates=tuple(dates),
        nulls=tuple(map(str, form.get("nulls", []))),
        offset=form.get("offset", "+07:00"),
        sheet=str(form.get("sheet", "")),
        skip_lines=int(form.get("skip_lines", 0)),
        scientific=bool(form.get("scientific", False)),
        feeds=feeds,
        digest=hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest(),
    )


def _folders() -> tuple[Path, Path]:
    return home.path() / "profiles", PACKAGED


def _feed(name: str, feed: str, said: Any) -> dict[str, Source]:
    where = f"feeds.{feed}"
    if feed not in FEEDS:
        raise ProfileBroken(name, where, _("there is no such feed"), _nearest(feed, FEEDS))
    columns = FEEDS[feed]
    _known(name, where, said, set(columns.names))
    missing = [column.name for column in columns.columns if column.required and column.name not in said]
    if missing:
        problem = format_lazy(_("required columns have no source: {names}"), names=", ".join(missing))
        raise ProfileBroken(name, where, problem)
    return {column: _source(name, f"{where}.{column}", told) for column, told in said.items()}


def _source(name: str, where: str, told: Any) -> Source:
    if isinstance(told, str):
        return Source((told,))
    if not isinstance(told, dict):
        raise ProfileBroken(name, where, _("a column name or a table is expected"))
    _known(name, where, told, _SOURCE_KEYS)
    origins = [key for key in ("from", "constant", "row_number", "business_date") if key in told]
    if len(origins) != 1:
        raise ProfileBroken(name, where, _("exactly one of from, constant, row_number, business_date is expected"))
    when = told.get("when")
    if when is not None and (not isinstance(when, dict) or set(when) != {"column", "in"}):
        raise ProfileBroken(name, where, _('when is written { column = "...", in = ["..."] }'))
    given = told.get("from", [])
    return Source(
        columns=(given,) if isinstance(given, str) else tuple(given),
        constant=str(told["constant"]) if "constant" in told else None,
        row_number=bool(told.get("row_number")),
        business_date=bool(told.get("business_date")),
        prefix=str(told.get("prefix", "")),
        mapping={str(key): str(value) for key, value in told.get("map", {}).items()},
        default=str(told.get("default", "")),
        when=(when["column"], tuple(map(str, when["in"]))) if when else None,
        not_below=told.get("not_below"),
    )


def _known(name: str, where: str, said: Any, known: set[str]) -> None:
    if not isinstance(said, dict):
        raise ProfileBroken(name, where, _("a table is expected"))
    for key in said:
        if key not in known:
            problem = format_lazy(_("{key} is not known here"), key=key)
            raise ProfileBroken(name, where or "TOML", problem, _nearest(key, known))


def _nearest(word: str, known: Any) -> Any:
    near = difflib.get_close_matches(word, list(known), n=1)
    return format_lazy(_("Did you mean {name}?"), name=near[0]) if near else ""
