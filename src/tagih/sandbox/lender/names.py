"""Names that sound right and belong to nobody: everyday given names with coined family names."""

import numpy as np

MALE = (
    "Adi", "Agus", "Ahmad", "Andi", "Arif", "Bagus", "Bambang", "Bayu", "Budi", "Dedi", "Dimas", "Eko", "Fajar",
    "Galih", "Gilang", "Hadi", "Hendra", "Imam", "Indra", "Irfan", "Joko", "Ketut", "Made", "Maruli", "Nyoman",
    "Rahmat", "Rizal", "Roni", "Slamet", "Sugeng", "Syarif", "Taufik", "Wahyu", "Wayan", "Yusuf", "Yohanes",
)  # fmt: skip
FEMALE = (
    "Ani", "Ayu", "Citra", "Dewi", "Diah", "Dina", "Eka", "Endang", "Fitri", "Intan", "Kartika", "Lestari", "Lina",
    "Maria", "Mega", "Nita", "Nurul", "Putri", "Rahayu", "Ratna", "Rina", "Rosa", "Sari", "Siti", "Sri", "Tika",
    "Tuti", "Wati", "Wulan", "Yanti", "Yuli", "Yuni",
)  # fmt: skip
MIDDLE = ("", "", "", "Aji", "Bima", "Cahya", "Dwi", "Gita", "Kirana", "Panji", "Puspa", "Rangga", "Satria", "Tri")
STEM = (
    "Arga", "Bara", "Candra", "Darma", "Gana", "Giri", "Jala", "Kerta", "Laksa", "Manik", "Nara", "Panca", "Raga",
    "Samba", "Satya", "Sela", "Tirta", "Wana", "Wira", "Yuda",
)  # fmt: skip
ENDING = (
    "buwana", "dinata", "gemilang", "jagat", "kencana", "laksana", "loka", "mandala", "mukti", "nagari", "palwa",
    "sentana", "taruna", "wangsa", "wijna",
)  # fmt: skip


def draw(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """This will return `count` full names and the gender (M, F) that goes with each."""
    is_male = rng.random(count) < 0.57
    given = np.where(is_male, rng.choice(MALE, count), rng.choice(FEMALE, count))
    middle = rng.choice(MIDDLE, count)
    family = np.char.add(rng.choice(STEM, count), rng.choice(ENDING, count))
    first = np.char.add(np.char.add(given, np.where(middle == "", "", " ")), middle)
    return np.char.add(np.char.add(first, " "), family), np.where(is_male, "M", "F")
