"""Pure rules about people and the organisation."""

import re
import secrets

USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{2,58}[a-z0-9]$")
UNIT_CODE = re.compile(r"^[A-Z0-9][A-Z0-9._-]{0,39}$")
PARENTS = {
    "COMPANY": (),
    "REGION": ("COMPANY",),
    "BRANCH": ("REGION", "COMPANY"),
    "TEAM": ("BRANCH", "REGION", "COMPANY"),
}
SYLLABLES = [consonant + vowel for consonant in "bdghjklmnprstw" for vowel in "aiu"]


def may_hold(child_kind: str, parent_kind: str | None) -> bool:
    """This will tell whether a unit of one kind may lie under one of another kind (None: at the top)."""
    if parent_kind is None:
        return child_kind == "COMPANY"
    return parent_kind in PARENTS[child_kind]


def path_of(parent_path: str, unit_id: int) -> str:
    """This will return the chain of ids that ends with the unit, such as `1.4.7.`"""
    return f"{parent_path}{unit_id}."


def one_time_password(words: int = 4) -> str:
    """This will return a password that can be read over the telephone: about 54 bits in syllables and digits."""
    parts = ["".join(secrets.choice(SYLLABLES) for _syllable in range(2)) for _word in range(words)]
    return "-".join([*parts, f"{secrets.randbelow(10_000):04d}"])


def has_cycle(unit_path: str, new_parent_path: str) -> bool:
    """This will tell whether a unit would come to lie under itself."""
    return new_parent_path.startswith(unit_path)
