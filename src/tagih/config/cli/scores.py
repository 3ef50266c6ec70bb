"""`tagih strategy train` and `evaluate`: a score from rows of the past, and what it is worth on other rows."""

import gzip
import json
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from tagih.config.cli.answers import answer, json_option
from tagih.kernel.errors import Refusal

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WORDS = {
    "AFTER_THE_FACT": _("%(feature)s is known only after the contact"),
    "PROTECTED": _("%(feature)s is a protected trait; name it with --trait to have it in the fairness report"),
    "TOO_GOOD_ALONE": _("%(feature)s alone tells what all others together do not (%(alone).2f alone, %(without).2f"
                        " without it): it must have been written down afterwards"),
}  # fmt: skip
SHOWN = ("kind", "rows", "is_time_ordered", "base_rate", "auc", "auc_low", "auc_high", "brier", "ks",
         "calibration_error")  # fmt: skip


class ScoreRefused(Refusal):
    """A score that would know what it must not."""

    def __init__(self, leaks: list[Any]) -> None:
        told = [
            str(WORDS[leak.code])
            % {"feature": leak.feature, "alone": leak.alone, "without": leak.without}
            for leak in leaks
        ]  # fmt: skip
        super().__init__(
            "LEAK_FOUND", "; ".join(told) + ".", field="features", value=", ".join(leak.feature for leak in leaks),
            remedy=_("Leave it out: --without NAME."),
        )  # fmt: skip


class RowsUnusable(Refusal):
    """A file that holds no rows of the past."""

    def __init__(self, why: str) -> None:
        super().__init__("ROWS_UNUSABLE", why, field="file", remedy=_("Give a CSV or Parquet file with a head."))


@click.command()
@click.argument("file", type=FILE)
@click.option("--label", required=True, help="Column that says whether it happened: 1 or 0.")
@click.option("--time", default="", help="Column of the day or number by which rows are ordered.")
@click.option("--trait", "traits", multiple=True, help="Column that only divides the fairness report.")
@click.option("--without", multiple=True, help="Column that is no feature, such as a number of a person.")
@click.option("--up", multiple=True, help="Feature of which more never lowers the chance.")
@click.option("--down", multiple=True, help="Feature of which more never raises it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Keep the score here.")
@json_option
def train(
    file: Path, label: str, time: str, traits: tuple[str, ...], without: tuple[str, ...], up: tuple[str, ...],
    down: tuple[str, ...], out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Train a score on the rows of FILE, calibrate it on later ones, judge it on the last ones; refuse leaks."""
    from tagih.strategy.value.learning import LeakFound, Table  # noqa: PLC0415 (lazy: solver)
    from tagih.strategy.value.learning import train as learned  # noqa: PLC0415 (lazy: solver)

    columns, others = _read(file, label, {*traits, *without, *([time] if time else [])})
    monotone = dict.fromkeys(up, 1) | dict.fromkeys(down, -1)
    groups = {name: others[name] for name in traits}
    table = Table(columns, others[label].astype(float) > 0, others[time] if time else None, groups, monotone)
    try:
        score = learned(table, list(columns))
    except LeakFound as found:
        raise ScoreRefused(found.leaks) from None
    if out:
        out.write_bytes(gzip.compress(score.packed(), mtime=0))
    _tell({"file": str(file), "label": label, "features": score.features, **score.report}, as_json=as_json)


@click.command()
@click.argument("score", type=FILE)
@click.argument("file", type=FILE)
@click.option("--label", required=True, help="Column that says whether it happened: 1 or 0.")
@click.option("--trait", "traits", multiple=True, help="Column that only divides the fairness report.")
@json_option
def evaluate(score: Path, file: Path, label: str, traits: tuple[str, ...], as_json: bool) -> None:
    """Judge a kept SCORE on the rows of FILE, and say whether it has drifted."""
    from tagih.strategy.value.judging import evaluated  # noqa: PLC0415 (lazy: solver)
    from tagih.strategy.value.learning import Table, unpacked  # noqa: PLC0415 (lazy: solver)

    try:
        kept = unpacked(gzip.decompress(score.read_bytes()))
    except (OSError, ValueError, KeyError):
        raise RowsUnusable(_("%(file)s is no score.") % {"file": score.name}) from None
    columns, others = _read(file, label, set(traits), only=kept.features)
    missing = [name for name in kept.features if name not in columns]
    if missing:
        raise RowsUnusable(_("The columns %(names)s are missing.") % {"names": ", ".join(missing)})
    table = Table(columns, others[label].astype(float) > 0, groups={name: others[name] for name in traits})
    _tell({"score": str(score), "file": str(file), **evaluated(kept, table)}, as_json=as_json)


def _read(
    file: Path, label: str, aside: set[str], *, only: list[str] | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of numbers as features; the label and what stands aside as they are."""
    import duckdb  # noqa: PLC0415 (lazy: start-up time)
    import numpy as np  # noqa: PLC0415 (lazy: start-up time)

    reader = "read_parquet" if file.suffix == ".parquet" else "read_csv_auto"
    try:
        with duckdb.connect() as engine:
            found = engine.execute(f"SELECT * FROM {reader}(?)", [_plain(file)]).fetchnumpy()  # noqa: S608 (ours)
    except duckdb.Error:
        raise RowsUnusable(_("%(file)s cannot be read.") % {"file": file.name}) from None
    told = {name: np.ma.filled(column.astype(float), np.nan) if column.dtype.kind in "biuf" else np.asarray(column)
            for name, column in found.items()}  # fmt: skip
    for name in (label, *aside):
        if name not in told:
            raise RowsUnusable(_("There is no column %(name)s.") % {"name": name})
    features = {name: column for name, column in told.items()
                if name != label and name not in aside and (only is None or name in only)}  # fmt: skip
    texts = [name for name, column in features.items() if column.dtype.kind not in "f"]
    if texts:
        raise RowsUnusable(_("%(names)s hold no numbers; leave them out with --without.") % {"names": ", ".join(texts)})
    return features, {name: told[name] for name in (label, *aside)}


def _plain(file: Path) -> str:
    """The path of a file whose lines end as readers expect; old Macintosh files are rewritten beside."""
    if file.suffix == ".parquet":
        return str(file)
    head = file.read_bytes()[:100_000]
    if b"\n" in head or b"\r" not in head:
        return str(file)
    from tagih.kernel import home  # noqa: PLC0415 (only for old files)

    copy = home.path() / f"{file.stem}.lines.csv"
    copy.write_bytes(file.read_bytes().replace(b"\r", b"\n"))
    return str(copy)


def _tell(report: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        answer(report, as_json=True)
        return
    answer({name: report[name] for name in SHOWN if name in report}, as_json=False)
    for trait, rows in report.get("fairness", {}).items():
        for row in rows:
            click.echo(f"{trait} {json.dumps(row, ensure_ascii=False)}")
