"""`tagih telephony`: the configuration of an Asterisk, and what is missing in one."""

import asyncio
import secrets
from pathlib import Path

import click

from tagih.config.cli.answers import answer, json_option
from tagih.dialer.adapters.asterisk import check as looking
from tagih.dialer.adapters.asterisk import configuration

PORT = click.IntRange(1, 65535)


@click.group()
def telephony() -> None:
    """The switch that calls go through."""


@telephony.command()
@click.option("--trunk", default="trunk", show_default=True, help="The endpoint of the carrier in pjsip_trunk.conf.")
@json_option
def check(trunk: str, as_json: bool) -> None:
    """Look at the Asterisk of TAGIH_ARI and say what it lacks. Nobody is rung."""
    from tagih.config import telephony as known  # noqa: PLC0415 (lazy: settings)

    findings = asyncio.run(looking.look(known.ari_address(), trunk=trunk))
    missing = [finding for finding in findings if not finding.is_well]
    if as_json:
        answer(
            {
                "is_ready": not missing,
                "missing": {row.about: row.remedy for row in missing},
                "looked_at": len(findings),
            },
            as_json=True,
        )
    else:
        for finding in findings:
            click.echo(f"{'ok  ' if finding.is_well else 'MISS'} {finding.about:34} {finding.found}  {finding.remedy}")
    if missing:
        raise click.exceptions.Exit(1)


@telephony.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Becomes /etc/asterisk.")
@click.option("--trunk-host", required=True, help="The carrier's SIP server.")
@click.option("--trunk-port", type=PORT, default=5060, show_default=True)
@click.option("--sip-host", default="0.0.0.0", show_default=True, help="Where the carrier reaches us.")  # noqa: S104
@click.option("--sip-port", type=PORT, default=5060, show_default=True)
@click.option("--http-host", default="127.0.0.1", show_default=True, help="ARI and the softphones' websocket.")
@click.option("--http-port", type=PORT, default=8088, show_default=True)
@click.option("--origin", default="http://127.0.0.1", show_default=True, help="Address of Tagih in the browser.")
@click.option("--password", default="", help="Of ARI; one is made if none is given.")
@json_option
def configure(
    out: Path, trunk_host: str, trunk_port: int, sip_host: str, sip_port: int, http_host: str, http_port: int,
    origin: str, password: str, as_json: bool,
) -> None:  # fmt: skip
    """Write the configuration of an Asterisk that serves Tagih."""
    place = configuration.Place(
        ari_password=password or secrets.token_urlsafe(24), origin=origin, http_host=http_host, http_port=http_port,
        sip_host=sip_host, sip_port=sip_port, trunk_host=trunk_host, trunk_port=trunk_port,
    )  # fmt: skip
    written = configuration.write(out, place)
    address = f"http://{place.ari_user}:{place.ari_password}@{http_host}:{http_port}/{place.app}"
    answer({"folder": str(out), "files": len(written), "TAGIH_ARI": address}, as_json=as_json)
