import asyncio
import dataclasses
import json

import pytest

from tagih.config import cli
from tagih.dialer.adapters.asterisk import check
from tagih.dialer.adapters.asterisk.ari import Address

from .exchange import Exchange


@pytest.mark.asterisk
def test_check_finds_nothing_missing_in_what_we_ship(real_exchange: Exchange) -> None:
    findings = asyncio.run(check.look(real_exchange.address, trunk="trunk"))

    assert [finding for finding in findings if not finding.is_well] == []
    assert {"link", "version", "accounts", "recordings", "trunk"} <= {finding.about for finding in findings}


@pytest.mark.asterisk
def test_check_names_a_trunk_that_is_not_described(real_exchange: Exchange) -> None:
    findings = asyncio.run(check.look(real_exchange.address, trunk="carrier"))

    assert [finding.about for finding in findings if not finding.is_well] == ["trunk"]


@pytest.mark.asterisk
def test_check_says_that_a_password_does_not_open(real_exchange: Exchange) -> None:
    wrong = dataclasses.replace(real_exchange.address, password="wrong")

    (finding,) = asyncio.run(check.look(wrong, trunk="trunk", patience_s=0.5))

    assert finding.about == "link" and "ari.conf" in finding.remedy


def test_check_says_that_nobody_answers(unused_port: int) -> None:
    nowhere = Address(f"http://127.0.0.1:{unused_port}", password="any")

    (finding,) = asyncio.run(check.look(nowhere, trunk="trunk", patience_s=0.3))

    assert not finding.is_well


def test_configure_writes_a_folder_without_open_places(tmp_path, capsys) -> None:
    status = cli.run(["telephony", "configure", "--out", str(tmp_path), "--trunk-host", "sip.example.net", "--json"])

    told = json.loads(capsys.readouterr().out)
    texts = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert status == 0 and told["files"] == len(texts) > 20
    assert not [name for name, text in texts.items() if "@TRUNK_HOST@" in text or "@HTTP" in text or "@ARI" in text]
    assert told["TAGIH_ARI"].split(":")[2].split("@")[0] in texts["ari.conf"]
    assert "contact=sip:sip.example.net:5060" in texts["pjsip_trunk.conf"]
