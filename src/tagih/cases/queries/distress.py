"""The shipped list of words of distress, and the question to it."""

import tomllib
from functools import cache
from importlib import resources

from tagih.cases.rules import distress
from tagih.cases.rules.distress import Sign, gravest

__all__ = ["Sign", "gravest", "lexicon", "signs_of_distress"]


def signs_of_distress(text: str) -> tuple[Sign, ...]:
    """This will return the phrases of distress in what somebody wrote or said, the gravest first."""
    return distress.signs(text, lexicon()) if text else ()


@cache
def lexicon() -> distress.Lexicon:
    """This will return the list that ships with the program, read once."""
    told = tomllib.loads((resources.files("tagih.cases") / "starter" / "distress.toml").read_text(encoding="utf-8"))
    spelling = {distress.folded(short): tuple(map(distress.folded, long.split()))
                for short, long in told["spelling"].items()}  # fmt: skip
    runs = [tuple(map(distress.folded, run.split())) for run in told["negation"]["runs"]]
    return distress.Lexicon(
        phrases=tuple(_phrase(row) for row in told["phrase"]),
        spelling=spelling,
        negations=tuple(sorted(runs, key=len, reverse=True)),
        never_fuzzy=frozenset(map(distress.folded, told["fuzzy"]["never"])),
    )


def _phrase(row: dict) -> distress.Phrase:
    return distress.Phrase(
        id=row["id"],
        level=row["level"],
        runs=tuple(run for pattern in row["words"] for run in distress.spelled_out(pattern)),
        unless_before=frozenset(map(distress.folded, row.get("unless_before", ()))),
        unless_after=frozenset(map(distress.folded, row.get("unless_after", ()))),
    )
