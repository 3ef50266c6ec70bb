"""`tagih feed load` as scripts outside the project call it."""

import json

import pytest

from tagih.config.cli import run
from tests.factories.feeds import csv_text

KEYS = ["feed", "date", "rows", "accepted", "rejected", "repaired", "already_loaded", "rejects_file"]


@pytest.fixture
def tagih(db, lake, capsys):
    """Runs the command line: exit status, the JSON of standard output, standard error."""

    def call(*arguments: object) -> tuple[int, dict, str]:
        status = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out else {}, said.err

    return call


@pytest.fixture
def file(tmp_path):
    def write(text: str):
        path = tmp_path / "berkas.csv"
        path.write_text(text)
        return path

    return write


def test_load_answers_with_the_promised_keys_in_one_object(tagih, file):
    path = file(
        csv_text("payments", {}, {"payment_ref": "P2", "amount": "0"}, {"payment_ref": "P3", "amount": "1.250.000"})
    )

    status, answer, _errors = tagih("feed", "load", "payments", path, "--date", "2026-11-20", "--json")

    assert status == 0
    assert list(answer)[: len(KEYS)] == KEYS
    rejects_file = answer["rejects_file"]
    assert {key: answer[key] for key in KEYS} == {
        "feed": "payments", "date": "2026-11-20", "rows": 3, "accepted": 2, "rejected": 1, "repaired": 1,
        "already_loaded": False, "rejects_file": rejects_file,
    }  # fmt: skip
    with open(rejects_file) as lines:  # noqa: PTH123 (as a script would)
        assert lines.readlines()[1].startswith("3,amount,0,NOT_POSITIVE,")


def test_load_again_says_already_loaded(tagih, file):
    path = file(csv_text("contracts", {}))
    tagih("feed", "load", "contracts", path, "--date", "2026-11-20", "--json")

    status, answer, _errors = tagih("feed", "load", "contracts", path, "--date", "2026-11-20", "--json")

    assert (status, answer["already_loaded"], answer["accepted"]) == (0, True, 1)


def test_suspicious_file_ends_with_one_until_it_is_approved(tagih, file):
    rows = ({"contract_no": f"K{number}", "status": "" if number < 30 else "ACTIVE"} for number in range(100))
    path = file(csv_text("contracts", *rows))
    load = ["feed", "load", "contracts", path, "--date", "2026-11-20", "--json"]

    waiting, first, told = tagih(*load)
    still, second, _told = tagih(*load)
    approved, third, _told = tagih(*load, "--approve")

    assert (waiting, first["status"], first["rejected"]) == (1, "WAITING", 30)
    assert len(told.strip().splitlines()) == 1
    assert (still, second["status"], second["already_loaded"]) == (1, "WAITING", False)
    assert (approved, third["status"], third["accepted"]) == (0, "LANDED", 70)


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("", ["contracts"]),
        ("a,b\n1,2\n", ["contracts"]),
        (csv_text("contracts", {}), ["loans"]),
        (csv_text("contracts", {}), ["contracts", "--profile", "nobody"]),
        (csv_text("contracts"), ["contracts"]),
    ],
    ids=["empty", "header", "feed", "profile", "header only"],
)
def test_bad_input_is_one_line_and_status_one(tagih, file, text, arguments):
    feed, *more = arguments

    status, answer, told = tagih("feed", "load", feed, file(text), "--date", "2026-11-20", "--json", *more)

    assert (status, answer, len([line for line in told.splitlines() if not line.startswith("{")])) == (1, {}, 1)


def test_missing_file_and_wrong_date_are_misuse(tagih, tmp_path, file):
    missing, _answer, _told = tagih("feed", "load", "contracts", tmp_path / "none.csv", "--date", "2026-11-20")
    wrong, _answer, _told = tagih("feed", "load", "contracts", file("x"), "--date", "29/02/2026")

    assert (missing, wrong) == (2, 2)
