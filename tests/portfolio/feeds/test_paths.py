"""The quick and the careful path agree on every file that the quick one accepts."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagih.kernel import lake
from tagih.portfolio.feeds import files, profiles, quick, reading
from tagih.portfolio.feeds.columns import FEEDS, Column, Kind
from tagih.portfolio.operations.landings import recognised
from tests.factories.feeds import DATE, csv_text

MESSY = {
    Kind.TEXT: [
        "A1",
        "Siti, Aminah",
        'PT "Maju"',
        "Jl. Melati\n3",
        " B2",
        "'0812",
        "=1+1",
        "-",
        "NULL",
        "é",
        "x\ty",
        "0",
    ],
    Kind.AMOUNT: ["1000", "1000.5", "0.00", "1.250", "1.250.000,50", "-5", "1E+06", "999.99", "12.345", "", "00012"],
    Kind.NUMBER: ["0", "7", "31", "7.0", "7.5", "1e2", "-1", "", "40000"],
    Kind.RATE: ["0.005", "0", "0,005", "1", "2", "", "0.0000001"],
    Kind.SCORE: ["612.5", "0.12345", "", "-3"],
    Kind.DEGREES: ["-6.2", "106.8166667", "200", ""],
    Kind.DATE: ["2026-11-10", "2026-2-9", "2026-02-29", "20261110", "10/11/2026", "2026-11-21", "0026-01-01", ""],
    Kind.INSTANT: ["2026-11-10T09:15:00+07:00", "2026-11-10", ""],
    Kind.FLAG: ["true", "ya", "x", ""],
}


def texts_of(column: Column) -> st.SearchStrategy[str]:
    clean = {
        Kind.TEXT: ["A1", "Siti Aminah"],
        Kind.AMOUNT: ["1500000", "2500000.75"],
        Kind.NUMBER: ["7"],
        Kind.DATE: ["2026-11-10"],
    }.get(column.kind, [""])
    if column.name == "business_date":
        return st.just("2026-11-20")
    if column.allowed:
        return st.sampled_from([*column.allowed[:2] * 3, column.allowed[0].lower()])
    # mostly clean, so that whole files often are
    return st.one_of(*[st.sampled_from(clean)] * 12, st.sampled_from(MESSY[column.kind]))


@st.composite
def feed_files(draw) -> tuple[str, str]:
    feed = draw(st.sampled_from(sorted(FEEDS)))
    columns = FEEDS[feed].columns
    rows = draw(st.lists(st.tuples(*(texts_of(column) for column in columns)), min_size=1, max_size=4))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerow([column.name for column in columns])
    for number, row in enumerate(rows):
        named = dict(zip((column.name for column in columns), row, strict=True))
        key = FEEDS[feed].key[0]
        if draw(st.integers(0, 9)):
            named[key] = f"{named[key]}{number}"
        writer.writerow(named.values())
    return feed, out.getvalue()


def read(feed: str, path: Path, folder: Path) -> tuple[reading.Outcome, list[dict]]:
    profile, columns = profiles.load(""), FEEDS[feed]
    folder.mkdir(exist_ok=True)
    source = recognised(columns, profile, path, files.examine(path))
    place = reading.Place(folder / "part-0.parquet", folder, folder)
    outcome = reading.read(columns, profile, source, place, business_date=DATE)
    with lake.engine() as engine:
        rows = engine.read_parquet(str(place.typed)).to_pyarrow().to_pylist()
    return outcome, sorted(rows, key=str)


@pytest.mark.parametrize("written", ["1e2", "1E2", "1.e2", "1.5e1"])
@pytest.mark.parametrize("column", ["number", "principal"])
def test_power_of_ten_is_never_a_number(lake, tmp_path, column, written):
    path = tmp_path / "feed.csv"
    path.write_text(csv_text("instalments", {column: written}))

    outcome, rows = read("instalments", path, tmp_path / "out")

    assert (outcome.path, outcome.rejected, rows) == ("careful", 1, [])


def test_power_of_ten_in_a_name_keeps_the_quick_path(lake, tmp_path):
    path = tmp_path / "feed.csv"
    path.write_text(csv_text("instalments", {"contract_no": "5f1e2"}))

    outcome, rows = read("instalments", path, tmp_path / "out")

    assert (outcome.path, outcome.rejected, len(rows)) == ("quick", 0, 1)


def test_power_of_ten_across_two_blocks_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_BLOCK", 4)
    seen = {}
    for text in ("abc1e2,d\n", "ab1e2,d\n", "a1e2,d\n", "abc2.5e-1,d\n", "abcde,12\n"):
        path = tmp_path / "feed.csv"
        path.write_text(text)
        seen[text.strip()] = files._examined(path, None).has_power

    assert seen == {"abc1e2,d": True, "ab1e2,d": True, "a1e2,d": True, "abc2.5e-1,d": True, "abcde,12": False}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=feed_files())
def test_quick_and_careful_agree(lake, tmp_path, written, monkeypatch):
    feed, text = written
    path = tmp_path / "feed.csv"
    path.write_text(text, newline="")

    either, rows = read(feed, path, tmp_path / "either")
    with monkeypatch.context() as patched:
        patched.setattr(quick, "is_possible", lambda *_arguments: False)
        careful, careful_rows = read(feed, path, tmp_path / "careful")

    if either.path == "quick":
        assert (rows, careful.rejected, careful.repaired) == (careful_rows, 0, 0)
    else:
        assert rows == careful_rows


@pytest.mark.parametrize("feed", sorted(FEEDS))
def test_clean_file_of_each_feed_takes_the_quick_path(lake, tmp_path, feed):
    path = tmp_path / "feed.csv"
    path.write_text(csv_text(feed, {}))

    outcome, rows = read(feed, path, tmp_path / "out")

    assert (outcome.path, outcome.accepted, len(rows)) == ("quick", 1, 1)


def test_lost_line_ends_are_a_doubt(lake, tmp_path):
    """A file of two kinds of line ends: what DuckDB drops in silence, the count of lines notices."""
    path = tmp_path / "feed.csv"
    lines = csv_text("contracts", *({"contract_no": f"K{number}"} for number in range(50))).splitlines()
    path.write_bytes("\r\n".join(lines[:20]).encode() + b"\n" + "\n".join(lines[20:]).encode() + b"\n")

    outcome, rows = read("contracts", path, tmp_path / "out")

    assert (outcome.rows, len(rows)) == (50, 50)
