"""What a town is like: one TOML file. A town may name a `base` and say only what is different."""

import tomllib
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints


class TownRefused(ValueError):
    """The file of a town says something that no town knows."""


@dataclass(frozen=True, slots=True)
class Product:
    """What the lender sells: prices in rupiah, tenors in months, a flat rate a year."""

    code: str
    name: str
    share: float
    price: tuple[int, int]
    tenors: tuple[int, ...]
    flat_rate: float
    collateral: str


@dataclass(frozen=True, slots=True)
class Book:
    """The loans."""

    loans_per_person: tuple[float, ...]
    history_days: int
    branches: tuple[str, ...]
    earlier_reminder: float
    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Latent traits: medians of shares and their spread in logits; cash is relative to a month's instalments."""

    salaried: float
    farmers: float
    cash_median: float
    cash_spread: float
    willing_median: float
    willing_spread: float
    forgetful_median: float
    forgetful_spread: float
    truthful_median: float
    truthful_spread: float
    sensitive_median: float
    sensitive_spread: float
    other_debts_median: float
    other_debts_spread: float


@dataclass(frozen=True, slots=True)
class Life:
    """What happens to people: hazards a day, depth and length of a loss of income."""

    shock_daily: float
    shock_before: float
    shock_depth: float
    shock_days: int
    spent_daily: float
    dies_daily: float
    moves_daily: float
    loses_number_daily: float
    disaster_on: int
    disaster_share: float


@dataclass(frozen=True, slots=True)
class Season:
    """Factors on income by month 1 to 12, on what is left of it before and after Lebaran, and at school's start."""

    income: tuple[float, ...]
    harvest: tuple[float, ...]
    bonus_before_lebaran: float
    spending_in_ramadan: float
    school_months: tuple[int, ...]
    school_drain: float


@dataclass(frozen=True, slots=True)
class Habit:
    """How people come to pay."""

    thinks_daily: float
    days_before: int
    fades_days: float
    reminder: float
    reminder_again: float
    memory_days: float
    part_share: float
    rounds_up: float


@dataclass(frozen=True, slots=True)
class Phones:
    """The telephone: shares of numbers and answers, seconds."""

    own_right: float
    second_right: float
    kin_right: float
    alive: float
    answer_median: float
    answer_spread: float
    hour_noise: float
    weekday_noise: float
    other_answers: float
    kin_answers: float
    busy: float
    voicemail: float
    rejects: float
    ring_s: float
    talk_median_s: float
    talk_spread: float
    wrap_median_s: float
    wrap_spread: float


@dataclass(frozen=True, slots=True)
class Talk:
    """How contact works on people: annoyance in units of one contact, complaints for each unit of it."""

    annoyance_days: float
    annoyance_weight: float
    screening: float
    complains: float
    promises: float
    asks_relief: float
    calls_back: float
    cut_off: float
    claims_falsely: float


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to pay: share of payments, share told at once, seconds until it is recorded, share a day late."""

    code: str
    share: float
    told_at_once: float
    delay_s: float
    day_late: float


@dataclass(frozen=True, slots=True)
class Money:
    """What goes wrong with payments."""

    told_twice: float
    reversed: float
    wrong_reference: float
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Parameters:
    """A town."""

    name: str
    title: str
    book: Book
    people: People
    life: Life
    season: Season
    habit: Habit
    phones: Phones
    talk: Talk
    money: Money


def shipped() -> list[str]:
    """This will name the towns that come with the program."""
    folder = resources.files(__package__) / "towns"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


def text_of(town: str) -> str:
    """This will return the text of a shipped town, or of a file.

    :raises TownRefused: there is neither
    """
    if town in shipped():
        return (resources.files(__package__) / "towns" / f"{town}.toml").read_text(encoding="utf-8")
    if Path(town).is_file():
        return Path(town).read_text(encoding="utf-8")
    raise TownRefused(f"There is no town {town}. Shipped: {', '.join(shipped())}; or name a TOML file.")


def load(town: str) -> Parameters:
    """This will return a shipped town by name, or the town of a TOML file.

    :raises TownRefused: unknown, not TOML, or a parameter is missing, unknown or of the wrong kind
    """
    return _made(Parameters, _whole(town), "town")


def _whole(town: str) -> dict[str, Any]:
    try:
        told = tomllib.loads(text_of(town))
    except tomllib.TOMLDecodeError as problem:
        raise TownRefused(f"{town}: {problem}") from None
    base = told.pop("base", None)
    return _over(_whole(base), told) if base else told


def _over(base: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    both = dict(base)
    for key, value in told.items():
        both[key] = _over(both[key], value) if isinstance(value, dict) and isinstance(both.get(key), dict) else value
    return both


@cache
def _kinds(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _made(cls: type, told: Any, where: str) -> Any:
    if not isinstance(told, dict):
        raise TownRefused(f"{where} is not a table.")
    kinds = _kinds(cls)
    for key in told.keys() - kinds.keys():
        raise TownRefused(f"{where}.{key}: no town knows this parameter.")
    for key in kinds.keys() - told.keys():
        raise TownRefused(f"{where}.{key} is missing.")
    return cls(**{name: _value(kind, told[name], f"{where}.{name}") for name, kind in kinds.items()})


def _value(kind: Any, told: Any, where: str) -> Any:
    if is_dataclass(kind):
        return _made(kind, told, where)
    if get_origin(kind) is tuple:
        if not isinstance(told, list):
            raise TownRefused(f"{where} is not a list.")
        return tuple(_value(get_args(kind)[0], entry, where) for entry in told)
    if kind is float and isinstance(told, int) and not isinstance(told, bool):
        return float(told)
    if not isinstance(told, kind) or isinstance(told, bool):
        raise TownRefused(f"{where}: {told!r} is not a {kind.__name__}.")
    return told
