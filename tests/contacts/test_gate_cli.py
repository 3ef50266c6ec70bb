import json

import pytest
from click.testing import CliRunner

from tagih.config.cli.gate import gate
from tests.contacts.cases import case

GOOD = json.dumps(case("2026-11-23T10:00:00+07:00"))


def run(tmp_path, *lines):
    file = tmp_path / "cases.jsonl"
    file.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    ended = CliRunner().invoke(gate, ["try", str(file)], standalone_mode=False)
    assert ended.exception is None
    return ended.return_value, [json.loads(line) for line in ended.stdout.splitlines()], ended.stderr


def changed(**changes):
    return json.dumps(json.loads(GOOD) | changes)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("{", "line"),
        ("[1]", "case"),
        ("12", "case"),
        (b'{"id": "\xff"}', "line"),
        ("[" * 100_000, "line"),
        (changed(id=None), "id"),
        (changed(id=""), "id"),
        (changed(id={"a": 1}), "id"),
        (changed(at="2026-11-23T10:00:00"), "at"),
        (changed(at="2026-02-29T10:00:00+07:00"), "at"),
        (changed(at="23/11/2026 10:00"), "at"),
        (changed(at="0001-01-01T00:00:00+07:00"), "at"),
        (changed(at="9999-12-31T23:59:59-10:00"), "at"),
        (changed(at=None), "at"),
        (changed(at=1763870400), "at"),
        (changed(channel="FAX"), "channel"),
        (changed(channel=None), "channel"),
        (changed(channel=["CALL"]), "channel"),
        (changed(purpose="DUN"), "purpose"),
        (changed(pack="MARS_2050"), "pack"),
        (changed(pack="ID_OJK_2023+"), "pack"),
        (changed(pack=7), "pack"),
        (changed(contact_point="0812"), "contact_point"),
        (changed(contact_point={"state": "FINE"}), "contact_point.state"),
        (changed(contact_point={"value": 8.12e11}), "contact_point.value"),
        (changed(person={"flags": "DECEASED"}), "person.flags"),
        (changed(person={"flags": ["TIRED"]}), "person.flags[0]"),
        (changed(person={"consents": [{"granted_on": "2026-01-01"}]}), "person.consents[0].scope"),
        (changed(person={"preferences": {"not_before": 9}}), "person.preferences.not_before"),
        (changed(contracts=[{"dpd": "12"}]), "contracts[0].dpd"),
        (changed(contracts=[{"dpd": True}]), "contracts[0].dpd"),
        (changed(contracts=[{"status": "LOST"}]), "contracts[0].status"),
        (changed(contracts={"dpd": 1}), "contracts"),
        (changed(history=[{"at": "2026-11-20T10:00:00"}]), "history[0].at"),
        (changed(history=[{"channel": "CALL"}]), "history[0].at"),
        (changed(history=[None]), "history[0]"),
        (changed(agent={"certificates": [{"kind": "PILOT"}]}), "agent.certificates[0].kind"),
        (changed(agent={"assignment_valid_until": "soon"}), "agent.assignment_valid_until"),
        (changed(letters=[{"kind": "SP9"}]), "letters[0].kind"),
        (changed(place="MOON"), "place"),
        (changed(agency={"licensed": "yes"}), "agency.licensed"),
    ],
)
def test_bad_case_is_named_and_the_good_ones_are_answered(tmp_path, line, field):
    status, answers, errors = run(tmp_path, GOOD, line, GOOD)

    assert status == 1
    assert [a.get("verdict") for a in answers] == ["ALLOW", None, "ALLOW"]
    assert answers[1]["error"]["line"] == 2
    assert answers[1]["error"]["field"] == field
    assert answers[1]["error"]["remedy"]
    assert errors.startswith(f"line 2: {field}: ")
    assert len(errors.splitlines()) == 1


def test_file_with_bom_blank_lines_and_windows_line_ends_is_read(tmp_path):
    status, answers, _ = run(tmp_path, b"\xef\xbb\xbf" + GOOD.encode() + b"\r", b"", b"  \r", GOOD)

    assert (status, len(answers)) == (0, 2)


def test_absent_keys_mean_unknown_and_are_told(tmp_path):
    line = json.dumps({"id": 7, "at": "2026-11-23T10:00:00Z", "channel": "CALL"})

    status, answers, _ = run(tmp_path, line)

    assert status == 0
    assert answers[0]["id"] == 7
    assert answers[0]["verdict"] == "ALLOW"
    assert "person.region_code" in answers[0]["unknown"]


def test_empty_file_has_no_answers(tmp_path):
    assert run(tmp_path, "") == (0, [], "")


def test_packs_are_listed():
    ended = CliRunner().invoke(gate, ["packs"], standalone_mode=False)

    assert "ID_OJK_2023 " in ended.stdout


def test_text_that_no_encoding_knows_is_answered_too(tmp_path):
    status, answers, _ = run(tmp_path, changed(id="\ud800"), changed(place="\ud800"))

    assert status == 1
    assert answers[0]["verdict"] == "ALLOW"
    assert answers[1]["error"]["field"] == "place"


@pytest.mark.parametrize("proof", [True, "COURT", "acknowledged voluntary", {"kind": "LAPS"}])
def test_default_may_be_proven_in_several_ways(tmp_path, proof):
    certificates = [{"kind": "REPOSSESSION", "valid_until": "2027-01-01"}]
    agent = {"certificates": certificates, "assignment_valid_until": "2026-12-31"}
    line = changed(
        purpose="REPOSSESS", channel="VISIT", place="DOMICILE", fiducia_no="W9.1", default_proof=proof, agent=agent,
        letters=[{"kind": "SP1", "delivered_on": "2026-11-01"}],
    )  # fmt: skip

    assert run(tmp_path, line)[1][0]["verdict"] == "ALLOW"
    for missing, rule in [("fiducia_no", "REPO_NO_FIDUCIA"), ("letters", "REPO_NO_SP"),
                          ("default_proof", "REPO_DEFAULT_NOT_PROVEN")]:  # fmt: skip
        without = {key: value for key, value in json.loads(line).items() if key != missing}
        assert [r["rule"] for r in run(tmp_path, json.dumps(without))[1][0]["reasons"]] == [rule]
