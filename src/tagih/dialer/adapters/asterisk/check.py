"""What an Asterisk lacks to serve Tagih, each with the remedy."""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Any

from tagih.dialer.adapters.asterisk.ari import Address, Ari
from tagih.dialer.adapters.switch import LegRefused, LinkDown

NEEDED = {
    "app_amd.so": "detection of answering machines",
    "bridge_holding.so": "waiting with music",
    "bridge_softmix.so": "conversations of more than two",
    "chan_bridge_media.so": "recording",
    "chan_pjsip.so": "SIP",
    "codec_opus_open_source.so": "softphones in the browser",
    "format_wav.so": "recording",
    "res_ari_asterisk.so": "accounts of softphones",
    "res_pjsip_transport_websocket.so": "softphones in the browser",
    "res_sorcery_memory.so": "accounts of softphones",
    "res_srtp.so": "softphones in the browser",
    "res_stasis_playback.so": "prompts",
    "res_stasis_recording.so": "recording",
    "res_stasis_snoop.so": "listening in and recording of each side",
    "res_timing_timerfd.so": "a clock for sound",
}
OLDEST = (22, 5)
PROBE = "tagih-check"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `remedy` is blank where all is well."""

    about: str
    found: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.remedy


async def look(address: Address, *, trunk: str, patience_s: float = 5.0) -> list[Finding]:
    """This will look at an Asterisk through ARI; it rings nobody."""
    up = asyncio.Event()
    ari = Ari(address, hears=lambda _event: None, links=lambda is_up: up.set() if is_up else None)
    await ari.open()
    try:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(up.wait(), patience_s)
        if not up.is_set():
            where = address.listen or address.url
            remedy = "Start Asterisk; ari.conf needs the user and password of TAGIH_ARI, http.conf its address."
            return [Finding("link", f"nobody answers at {where}", remedy)]
        return [Finding("link", "stands"), *await _inside(ari, trunk)]
    finally:
        await ari.close()


async def _inside(ari: Ari, trunk: str) -> list[Finding]:
    told = await ari.ask("GET", "asterisk/info", only="system")
    version = told["system"]["version"]
    old = tuple(int(part) for part in version.split("+")[0].split("~")[0].split(".")[:2]) < OLDEST
    found = [Finding("version", version, "Asterisk 22.5 or newer is needed." if old else "")]
    modules = {row["name"]: row["status"] for row in await ari.ask("GET", "asterisk/modules")}
    for name, purpose in NEEDED.items():
        state = modules.get(name, "not loaded")
        found.append(Finding(name, state, "" if state == "Running" else f"Load it in modules.conf: {purpose}."))
    found.append(await _accounts(ari))
    found.append(await _spool(ari))
    found.append(await _trunk(ari, trunk))
    return found


async def _accounts(ari: Ari) -> Finding:
    path, fields = f"asterisk/config/dynamic/res_pjsip/aor/{PROBE}", [{"attribute": "max_contacts", "value": "1"}]
    try:
        await ari.ask("PUT", path, {"fields": fields})
        await ari.ask("DELETE", path)
    except LegRefused:
        return Finding("accounts", "cannot be made", "sorcery.conf needs aor, auth and endpoint in memory.")
    return Finding("accounts", "can be made")


async def _spool(ari: Ari) -> Finding:
    try:
        stored = await ari.ask("GET", "recordings/stored")
    except LinkDown:
        raise
    except LegRefused:
        return Finding("recordings", "no folder", "Make /var/spool/asterisk/recording, owned by asterisk.")
    return Finding("recordings", f"{len(stored)} wait to be fetched")


async def _trunk(ari: Ari, trunk: str) -> Finding:
    try:
        known: dict[str, Any] = await ari.ask("GET", f"endpoints/PJSIP/{trunk}")
    except LegRefused:
        return Finding("trunk", f"no endpoint {trunk}", "Describe the carrier in pjsip_trunk.conf.")
    if known["state"] == "offline":
        return Finding("trunk", "offline", "The carrier does not answer: look at host, port and firewall.")
    return Finding("trunk", known["state"])
