"""State diagrams: docs/states/*.md, drawn from the `TRANSITIONS` tables of the packages' rules.

python -m tools.states            writes the pages
python -m tools.states --check    fails when a page is not what the tables say
"""

import importlib
import os
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import django

PROJECT = Path(__file__).resolve().parents[1]
PAGES = PROJECT / "docs" / "states"


@dataclass(frozen=True, slots=True)
class Table:
    """One lifecycle: where it is written, its statuses, and where each may go."""

    module: str
    statuses: type[Enum]
    transitions: dict[Enum, frozenset[Enum]]

    @property
    def package(self) -> str:
        return self.module.split(".")[1]

    @property
    def noun(self) -> str:
        bare = self.statuses.__name__.removesuffix("Status").removesuffix("State")
        return re.sub(r"(?<!^)(?=[A-Z])", " ", bare).lower()


def tables() -> Iterator[Table]:
    """This will find every `TRANSITIONS` table in a `rules` module of the product."""
    root = importlib.import_module("tagih")
    for found in pkgutil.walk_packages(root.__path__, "tagih."):
        parts = found.name.split(".")
        if "rules" not in parts or "migrations" in parts:
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            if name.endswith("TRANSITIONS") and isinstance(value, dict) and value:
                yield Table(found.name, type(next(iter(value))), value)


def uncovered(table: Table) -> set[str]:
    """This will return the statuses about which a table says nothing, and targets that are no status."""
    targets = {target for reachable in table.transitions.values() for target in reachable}
    return {str(status) for status in set(table.statuses) ^ set(table.transitions)} | {
        str(target) for target in targets if target not in set(table.statuses)
    }


def page(table: Table) -> str:
    """This will return one page: a diagram and the words for its statuses."""
    lines = [
        f"# The states of a {table.noun}",
        "",
        f"Generated from `{table.module}` by `make docs`; change the table, not this page.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    targets = {target for reachable in table.transitions.values() for target in reachable}
    ordered = [status for status in table.statuses if status in table.transitions]
    lines += [f"    [*] --> {status.value}" for status in ordered[:1]]
    for status in ordered:
        reachable = [target for target in table.statuses if target in table.transitions[status]]
        lines += [f"    {status.value} --> {target.value}" for target in reachable]
        if not reachable and (status in targets or len(ordered) == 1):
            lines.append(f"    {status.value} --> [*]")
    lines += ["```", "", "| status | means |", "|---|---|"]
    lines += [f"| {status.value} | {getattr(status, 'label', '')} |" for status in table.statuses]
    return "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    """This will return every page by its file."""
    return {PAGES / f"{table.package}-{table.noun.replace(' ', '-')}.md": page(table) for table in tables()}


def stale() -> list[str]:
    """This will return the names of pages that are missing, outdated or without a table."""
    wanted = pages()
    wrong = [file.name for file, text in wanted.items() if not file.exists() or file.read_text() != text]
    return sorted(wrong + [file.name for file in PAGES.glob("*.md") if file not in wanted])


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.utils import translation  # noqa: PLC0415 (lazy: settings come first)

    with translation.override("en"):
        if "--check" in arguments:
            wrong = stale()
            sys.stderr.write("".join(f"docs/states/{name} is stale: run make docs\n" for name in wrong))
            return 1 if wrong else 0
        PAGES.mkdir(parents=True, exist_ok=True)
        wanted = pages()
        for file in set(PAGES.glob("*.md")) - set(wanted):
            file.unlink()
        for file, text in wanted.items():
            file.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
