"""The people of a town: what the lender's files say of them, and what nobody is told."""

import dataclasses
import datetime as dt
from dataclasses import dataclass

import numpy as np

from tagih.sandbox.lender import people as population
from tagih.sandbox.lender.people import MOBILE, People
from tagih.sandbox.lender.places import BRANCHES
from tagih.sandbox.town.chance import Chance, logistic
from tagih.sandbox.town.parameters import Parameters

SALARIED, TRADER, FARMER = 0, 1, 2
PAYDAYS = (25, 28, 1, 5, 10)
ZONES = {"51": 8, "52": 8, "53": 8, "61": 7, "62": 7, "63": 8, "64": 8, "65": 8, "71": 8, "72": 8, "73": 8, "74": 8,
         "75": 8, "76": 8, "81": 9, "82": 9, "91": 9, "92": 9}  # fmt: skip
"""Hours ahead of UTC by province; seven where none is said."""
HOURS = 24
MOST_PEOPLE = 250_000  # there are no more numbers with three zeros


@dataclass(frozen=True, slots=True)
class Traits:
    """What Tagih must discover. One array per trait; the index is the person."""

    work: np.ndarray  # SALARIED, TRADER, FARMER
    payday: np.ndarray  # day of the month
    cash: np.ndarray  # free cash of a month over its instalments
    willing: np.ndarray
    forgetful: np.ndarray
    truthful: np.ndarray
    sensitive: np.ndarray
    other_debts: np.ndarray
    answers: np.ndarray
    by_hour: np.ndarray  # person by local hour: factor on answering
    by_weekday: np.ndarray
    offset: np.ndarray  # hours ahead of UTC


@dataclass(frozen=True, slots=True)
class Points:
    """The truth about the telephone numbers of the file. One array per fact; the index is the row of the file."""

    person: np.ndarray
    number: np.ndarray  # as dialled: digits with the country's 62; "" for what is no telephone
    is_kin: np.ndarray
    is_right: np.ndarray
    is_alive: np.ndarray


@dataclass(frozen=True, slots=True)
class Folk:
    """Everybody: the files' view, the traits, the truth about numbers."""

    people: People
    traits: Traits
    points: Points


def draw(parameters: Parameters, chance: Chance, anchor: dt.date) -> Folk:
    """This will return the people of a seed as at `anchor`."""
    allowed = np.array([index for index, place in enumerate(BRANCHES) if place.code in parameters.book.branches])
    weights = np.array([BRANCHES[index].weight for index in allowed])
    home = allowed[np.searchsorted(np.cumsum(weights / weights.sum()), chance.uniform("branch"), side="right")]
    people = population.draw(np.random.default_rng([chance.seed, 101]), chance.count, anchor, home=home)
    people = dataclasses.replace(people, deceased_on=np.full(chance.count, np.datetime64("NaT"), "M8[D]"))
    people, points = _numbered(people, parameters, chance, anchor)
    return Folk(people, _traits(parameters, chance, home), points)


def _traits(parameters: Parameters, chance: Chance, home: np.ndarray) -> Traits:
    told, phones = parameters.people, parameters.phones
    work = np.select(
        [chance.uniform("work") < told.salaried, chance.uniform("work") >= 1 - told.farmers], [SALARIED, FARMER], TRADER
    )
    hours = np.stack([chance.normal("hour", turn=hour) for hour in range(HOURS)], axis=1)
    days = np.stack([chance.normal("weekday", turn=day) for day in range(7)], axis=1)
    ahead = np.array([ZONES.get(place.region_code[:2], 7) for place in BRANCHES])
    return Traits(
        work=work,
        payday=np.array(PAYDAYS)[(chance.uniform("payday") * len(PAYDAYS)).astype(int)],
        cash=told.cash_median * np.exp(told.cash_spread * chance.normal("cash")),
        willing=logistic(told.willing_median, told.willing_spread, chance.normal("willing")),
        forgetful=logistic(told.forgetful_median, told.forgetful_spread, chance.normal("forgetful")),
        truthful=logistic(told.truthful_median, told.truthful_spread, chance.normal("truthful")),
        sensitive=logistic(told.sensitive_median, told.sensitive_spread, chance.normal("sensitive")),
        other_debts=logistic(told.other_debts_median, told.other_debts_spread, chance.normal("other debts")),
        answers=logistic(phones.answer_median, phones.answer_spread, chance.normal("answers")),
        by_hour=np.exp(phones.hour_noise * hours).astype(np.float32),
        by_weekday=np.exp(phones.weekday_noise * days).astype(np.float32),
        offset=ahead[home],
    )


def _numbered(people: People, parameters: Parameters, chance: Chance, anchor: dt.date) -> tuple[People, Points]:
    """Gives every telephone a number of its own, so that the exchange knows whose it is, then the files' damage."""
    told, phones = dict(people.points), parameters.phones
    rng = np.random.default_rng([chance.seed, 102])
    count = len(told["person"])
    place = rng.permutation(len(MOBILE) * 100_000)[:count]
    tail = np.char.zfill((place // len(MOBILE)).astype(str), 5)
    number = np.char.add(np.char.add(np.array(MOBILE)[place % len(MOBILE)], "000"), tail)
    is_phone, is_whatsapp = told["kind"] == "PHONE", told["kind"] == "WHATSAPP"
    first = np.zeros(len(people.customer_no), dtype=int)
    mobile = np.flatnonzero(is_phone & (told["owner_role"] == "CONSUMER"))[::-1]
    first[told["person"][mobile]] = mobile  # the first one of each person stays
    number[is_whatsapp] = number[first[told["person"][is_whatsapp]]]
    value = told["value"].astype(object)
    value[is_whatsapp] = number[is_whatsapp]
    value[is_phone] = population.damaged(rng, number[is_phone], 0.04)
    told["value"] = value.astype(str)
    told["obtained_on"] = np.datetime64(anchor, "D") - rng.integers(400, 1100, count)
    is_first = np.zeros(count, dtype=bool)
    is_first[first] = True
    is_kin = told["owner_role"] != "CONSUMER"
    share = np.select([is_kin, is_first], [phones.kin_right, phones.own_right], phones.second_right)
    points = Points(
        person=told["person"],
        number=np.where(is_phone, np.char.add("62", np.char.lstrip(number, "0")), ""),
        is_kin=is_kin,
        is_right=rng.random(count) < share,
        is_alive=rng.random(count) < phones.alive,
    )
    return dataclasses.replace(people, points=told), points
