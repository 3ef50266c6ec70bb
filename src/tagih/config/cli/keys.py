"""`tagih keys`: new keys for personal values, and the values brought to them."""

import click
from django.utils.translation import gettext as _

from tagih.config.cli.answers import answer, json_option
from tagih.kernel import clock, crypto, home
from tagih.kernel.errors import Refusal
from tagih.privacy import operations as privacy


class KeysInSettings(Refusal):
    """Keys that stand in the settings are made there."""

    def __init__(self) -> None:
        super().__init__(
            "KEYS_IN_SETTINGS", _("TAGIH_DATA_KEYS is set: put the new key first in it."),
            remedy=_("Restart all processes, then call: tagih keys rotate"),
        )  # fmt: skip


@click.group()
def keys() -> None:
    """Keys of personal values: encrypted numbers and identities, and the hashes to search by."""


@keys.command()
@json_option
def new(as_json: bool) -> None:
    """Make a new data key in TAGIH_HOME; restart all processes, then rotate."""
    if crypto.keys_in_settings():
        raise KeysInSettings
    number = home.next_generation("data")
    crypto.forget_keys()
    answer({"key": number, "next": "restart all processes, then: tagih keys rotate"}, as_json=as_json)


@keys.command()
@click.option("--batch", default=2000, show_default=True, type=click.IntRange(1, 100_000), help="Rows a transaction.")
@json_option
def rotate(batch: int, as_json: bool) -> None:
    """Encrypt every value anew with the current key; with TAGIH_SEARCH_KEY_OLD set, hash every value anew too.

    Killed anywhere and called again it goes on. The house may work meanwhile: old keys are accepted.
    """
    told = None if as_json else lambda name, rows: click.echo(f"{name}: {rows}", err=True)
    done = privacy.rotate(by=None, now=clock.now, batch=batch, on_batch=told)
    answer(
        {
            "encrypted": sum(done.ciphers.values()),
            "hashed": sum(done.hashes.values()),
            "search_hashes_current": privacy.hashes_are_current(),
        },
        as_json=as_json,
    )
