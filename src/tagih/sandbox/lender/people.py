"""Customers and how to reach them, with the damage that real files carry."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tagih.sandbox.lender import names
from tagih.sandbox.lender.places import BRANCHES, HAMLETS, STREETS

OCCUPATIONS = (
    "Karyawan swasta", "Pedagang", "Pengemudi ojek daring", "Petani", "Buruh pabrik", "Guru", "Wiraswasta",
    "Pegawai negeri", "Nelayan", "Montir", "Penjahit", "Ibu rumah tangga",
)  # fmt: skip
MOBILE = ("0812", "0813", "0821", "0822", "0852", "0857", "0858", "0877", "0878", "0895", "0896", "0898")
DAMAGE = ("science", "apostrophe", "plus", "bare62", "spaces", "dashes", "short", "words", "blank_ends")


@dataclass(frozen=True, slots=True)
class People:
    """One array per column; the index is the person."""

    customer_no: np.ndarray
    full_name: np.ndarray
    gender: np.ndarray
    birth_date: np.ndarray
    identity_no: np.ndarray
    occupation: np.ndarray
    vulnerable: np.ndarray
    deceased_on: np.ndarray  # datetime64[D], NaT for the living
    branch: np.ndarray  # index into BRANCHES
    points: dict[str, np.ndarray]  # contact points, one array per column of the feed, plus `person`


def draw(rng: np.random.Generator, count: int, anchor: dt.date, home: np.ndarray | None = None) -> People:
    """This will return `count` people as at `anchor`; `home` places them in branches, by weight if it is None."""
    full_name, gender = names.draw(rng, count)
    birth = np.datetime64(anchor, "D") - rng.integers(21 * 365, 62 * 365, count)
    weights = np.array([branch.weight for branch in BRANCHES])
    branch = rng.choice(len(BRANCHES), count, p=weights / weights.sum()) if home is None else home
    deceased = np.full(count, np.datetime64("NaT"), dtype="datetime64[D]")
    gone = rng.random(count) < 0.001
    deceased[gone] = np.datetime64(anchor, "D") - rng.integers(3, 150, gone.sum())
    return People(
        customer_no=np.char.add("C", np.char.zfill(np.arange(1, count + 1).astype(str), 7)),
        full_name=full_name,
        gender=gender,
        birth_date=birth,
        identity_no=_identity(rng, birth, gender, branch),
        occupation=rng.choice(OCCUPATIONS, count),
        vulnerable=rng.random(count) < 0.004,
        deceased_on=deceased,
        branch=branch,
        points=_points(rng, count, full_name, branch, np.datetime64(anchor, "D")),
    )


def _identity(rng: np.random.Generator, birth: np.ndarray, gender: np.ndarray, branch: np.ndarray) -> np.ndarray:
    """Sixteen digits built like a NIK, with a district 99 that does not exist."""
    place = np.array([place.region_code.replace(".", "") + "99" for place in BRANCHES])[branch]
    month = birth.astype("datetime64[M]")
    day = (birth - month).astype(int) + 1 + np.where(gender == "F", 40, 0)
    year = birth.astype("datetime64[Y]").astype(int) + 1970
    parts = [
        np.char.zfill(day.astype(str), 2),
        np.char.zfill((month.astype(int) % 12 + 1).astype(str), 2),
        np.char.zfill((year % 100).astype(str), 2),
        np.char.zfill(rng.integers(1, 9999, len(birth)).astype(str), 4),
    ]
    for part in parts:
        place = np.char.add(place, part)
    return place


def _points(
    rng: np.random.Generator, count: int, full_name: np.ndarray, branch: np.ndarray, anchor: np.datetime64
) -> dict[str, np.ndarray]:
    everyone = np.arange(count)
    second = everyone[rng.random(count) < 0.22]
    kin = everyone[rng.random(count) < 0.85]
    office = everyone[rng.random(count) < 0.18]
    mail = everyone[rng.random(count) < 0.25]
    own = _phones(rng, count)
    kin_name, _ = names.draw(rng, len(kin))
    blank = [""] * count
    groups = [
        (everyone, "PHONE", damaged(rng, own, 0.03), "CONSUMER", full_name, "MOBILE"),
        (everyone, "WHATSAPP", own, "CONSUMER", full_name, "MOBILE"),
        (second, "PHONE", damaged(rng, _phones(rng, len(second)), 0.06), "CONSUMER", full_name[second], "MOBILE"),
        (kin, "PHONE", damaged(rng, _phones(rng, len(kin)), 0.05), "EMERGENCY_CONTACT", kin_name, "MOBILE"),
        (office, "PHONE", _phones(rng, len(office)), "OFFICE", np.array(blank)[office], "OFFICE"),
        (mail, "EMAIL", np.char.add(np.char.add("nasabah", mail.astype(str)), "@example.com"), "CONSUMER",
         full_name[mail], ""),
        (everyone, "ADDRESS", _addresses(rng, branch), "CONSUMER", full_name, "BILLING"),
    ]  # fmt: skip
    person = np.concatenate([group[0] for group in groups])
    sizes = [len(group[0]) for group in groups]
    columns = {"person": person}
    for position, name in ((1, "kind"), (3, "owner_role"), (5, "label")):
        columns[name] = np.repeat([group[position] for group in groups], sizes)
    columns["value"] = np.concatenate([group[2] for group in groups])
    columns["owner_name"] = np.concatenate([group[4] for group in groups])
    columns |= _where(rng, person, columns["kind"], branch)
    columns["obtained_on"] = anchor - rng.integers(250, 1100, len(person))  # before every file of the history
    order = np.argsort(person, kind="stable")
    return {name: values[order] for name, values in columns.items()}


def _where(rng: np.random.Generator, person: np.ndarray, kind: np.ndarray, branch: np.ndarray) -> dict:
    """Region and, for addresses, postal code and a point within some ten kilometres of the branch."""
    is_address = kind == "ADDRESS"
    home = branch[person]
    told = is_address | (rng.random(len(person)) < 0.6)
    region = np.array([place.region_code for place in BRANCHES])[home]
    postal = np.array([place.postal_code for place in BRANCHES])[home]
    latitude = np.array([place.latitude for place in BRANCHES])[home] + rng.normal(0, 0.05, len(person))
    longitude = np.array([place.longitude for place in BRANCHES])[home] + rng.normal(0, 0.05, len(person))
    return {
        "region_code": np.where(told, region, ""),
        "postal_code": np.where(is_address, postal, ""),
        "latitude": np.where(is_address, np.char.mod("%.6f", latitude), ""),
        "longitude": np.where(is_address, np.char.mod("%.6f", longitude), ""),
    }


def _phones(rng: np.random.Generator, count: int) -> np.ndarray:
    """Mobile numbers such as 0812 000 12345: three zeros where the subscriber's number begins."""
    tail = np.char.zfill(rng.integers(0, 100_000, count).astype(str), 5)
    return np.char.add(np.char.add(rng.choice(MOBILE, count), "000"), tail)


def _addresses(rng: np.random.Generator, branch: np.ndarray) -> np.ndarray:
    count = len(branch)
    city = np.array([place.name for place in BRANCHES])[branch]
    text = np.char.add("Jl. ", rng.choice(STREETS, count))
    for joint, values in (
        (" No. ", rng.integers(1, 180, count).astype(str)),
        (" RT ", np.char.zfill(rng.integers(1, 13, count).astype(str), 3)),
        ("/RW ", np.char.zfill(rng.integers(1, 10, count).astype(str), 3)),
        (", Kel. ", rng.choice(HAMLETS, count)),
        (", ", city),
    ):
        text = np.char.add(np.char.add(text, joint), values)
    return text


def damaged(rng: np.random.Generator, numbers: np.ndarray, share: float) -> np.ndarray:
    """The same numbers with some written as real files write them."""
    hurt = numbers.astype(object)
    for index in np.flatnonzero(rng.random(len(numbers)) < share):
        hurt[index] = _hurt(str(numbers[index]), DAMAGE[rng.integers(len(DAMAGE))])
    return hurt.astype(str)


def _hurt(number: str, how: str) -> str:
    match how:
        case "science":
            return f"{int(number):.5E}".replace("E+0", "E+")
        case "apostrophe":
            return "'" + number
        case "plus":
            return "+62" + number[1:]
        case "bare62":
            return "62" + number[1:]
        case "spaces":
            return f"{number[:4]} {number[4:8]} {number[8:]}"
        case "dashes":
            return f"{number[:4]}-{number[4:8]}-{number[8:]}"
        case "short":
            return number[:7]
        case "words":
            return "tidak ada"
        case _:
            return f"  {number} "
