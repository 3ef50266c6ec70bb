import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tagih.kernel import lake as lake_
from tagih.portfolio.models import Landing
from tests.factories import feeds


@pytest.fixture
def load(db: None, lake: Path, tmp_path: Path) -> Callable[..., Landing]:
    """Lands a file's text or bytes into an empty lake."""
    return lambda feed, content, **choices: feeds.load(tmp_path, feed, content, **choices)


@pytest.fixture
def rows() -> Callable[..., list[Any]]:
    """What the lake holds of a feed: the named columns, in order of the first."""

    def read(feed: str, *columns: str) -> list[Any]:
        with lake_.engine() as engine:
            table = lake_.table(engine, lake_.required(feed, feeds.DATE)).select(*columns)
            found = [tuple(row.values()) for row in table.to_pyarrow().to_pylist()]
        found.sort(key=lambda row: str(row[0]))
        return [row[0] for row in found] if len(columns) == 1 else found

    return read


@pytest.fixture
def rejects() -> Callable[[Landing], list[tuple[int, str, str, str]]]:
    """Line, column, value and code of every reject."""

    def read(landing: Landing) -> list[tuple[int, str, str, str]]:
        with Path(landing.rejects_file).open(newline="") as file:
            return [(int(row["line"]), row["column"], row["value"], row["code"]) for row in csv.DictReader(file)]

    return read
