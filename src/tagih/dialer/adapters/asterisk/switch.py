"""The switch port on Asterisk. A leg is a channel that carries our id, a room a mixing bridge."""

import asyncio
import contextlib
import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any

from tagih.dialer.adapters.asterisk.ari import Address, Ari
from tagih.dialer.adapters.switch import Ear, LegRefused, LinkDown, Sign, Signal, Standing
from tagih.dialer.adapters.telephony import Cause
from tagih.kernel import clock

CAUSES = {  # Q.850
    1: Cause.INACTIVE, 3: Cause.INACTIVE, 22: Cause.INACTIVE, 28: Cause.INACTIVE, 17: Cause.BUSY,
    18: Cause.NO_ANSWER, 19: Cause.NO_ANSWER, 20: Cause.INACTIVE, 21: Cause.REJECTED, 16: Cause.THEY_HUNG_UP,
    26: Cause.NO_ANSWER, 34: Cause.TRUNK_FULL, 42: Cause.TRUNK_FULL, 44: Cause.TRUNK_FULL,
}  # fmt: skip
VERDICTS = {"HUMAN": "HUMAN", "MACHINE": "MACHINE"}
EAR = "ear-"
"""Begins the ids of channels that only listen; nobody above needs to hear of them."""
SNOOP_S = 3.0
GONE_S = "6"
"""A softphone that sends nothing for so many seconds is gone, however it went."""


class AsteriskSwitch:
    """One Asterisk."""

    def __init__(self, address: Address) -> None:
        self.signals: asyncio.Queue[Signal] = asyncio.Queue()
        self.ari = Ari(address, hears=self._hear, links=self._link)
        self.app = address.app
        self.hold = f"hold-{address.app}"
        self._was_up = False
        self._hung_up: dict[str, None] = {}  # by us
        self._rung: set[str] = set()
        self._up: set[str] = set()
        self._followed: set[str] = set()
        self._snoops: dict[str, asyncio.Future] = {}
        self._spies: dict[str, str] = {}  # leader's leg -> the channel that hears for it
        self._numbers = itertools.count(1)
        self._tapes: dict[str, str] = {}  # recording -> the channel that hears it

    async def open(self) -> None:
        """This will begin to connect; `LINK_BACK` tells when it stands."""
        await self.ari.open()

    async def close(self) -> None:
        """This will let go; calls go on."""
        await self.ari.close()

    async def ring(self, leg: str, to: str, *, ring_s: float, caller_id: str = "") -> None:
        """This will originate a channel of that id."""
        await self.ari.ask(
            "POST", f"channels/{leg}", endpoint=to, app=self.app, appArgs="leg", timeout=max(1, round(ring_s)),
            callerId=caller_id or None,
        )  # fmt: skip

    async def answer(self, leg: str) -> None:
        """This will take an incoming call, and hear of its end."""
        await self._follow(leg)
        await self.ari.ask("POST", f"channels/{leg}/answer")

    async def hang_up(self, leg: str) -> None:
        """This will end a channel."""
        self._hung_up[leg] = None
        await self._quietly("DELETE", f"channels/{leg}")

    async def park(self, leg: str) -> None:
        """This will put a channel into the holding bridge, which plays music."""
        try:
            await self.ari.ask("POST", f"bridges/{self.hold}/addChannel", channel=leg)
        except LinkDown:
            raise
        except LegRefused:
            await self.ari.ask("POST", f"bridges/{self.hold}", type="holding", name=self.hold)
            await self._quietly("POST", f"bridges/{self.hold}/moh")
            await self.ari.ask("POST", f"bridges/{self.hold}/addChannel", channel=leg)

    async def join(self, room: str, *legs: str) -> None:
        """This will put channels into one mixing bridge; nobody is told the other's number by SIP."""
        await self._quietly("POST", f"bridges/{room}", type="mixing", name=room)  # it may be there
        await self.ari.ask(
            "POST", f"bridges/{room}/addChannel", channel=",".join(legs), inhibitConnectedLineUpdates="true"
        )

    async def close_room(self, room: str) -> None:
        """This will end a bridge."""
        await self._quietly("DELETE", f"bridges/{room}")

    async def play(self, leg: str, sound: str) -> None:
        """This will play `sound:NAME` to a channel."""
        await self.ari.ask("POST", f"channels/{leg}/play", media=f"sound:{sound}")

    async def judge(self, leg: str) -> None:
        """This will send a channel through AMD in the dialplan; it comes back with the verdict."""
        await self.ari.ask("POST", f"channels/{leg}/continue", context="tagih-amd", extension="s", priority=1)

    async def record(self, leg: str, name: str) -> None:
        """This will record a channel that hears only what the leg says."""
        ear = f"{EAR}{name}"
        if name in self._tapes:
            return
        self._tapes[name] = ear
        try:
            await self._snoop(leg, ear, spy="in")
            await self.ari.ask("POST", f"channels/{ear}/record", name=name, format="wav", ifExists="overwrite")
        except LegRefused:
            self._tapes.pop(name, None)
            raise

    async def pause(self, name: str, *, is_paused: bool) -> None:
        """This will pause a live recording or go on."""
        await self.ari.ask("POST" if is_paused else "DELETE", f"recordings/live/{name}/pause")

    async def stop_recording(self, name: str) -> None:
        """This will end a recording and the channel that heard it."""
        await self._quietly("POST", f"recordings/live/{name}/stop")
        await self._quietly("DELETE", f"channels/{self._tapes.pop(name, EAR + name)}")

    async def recordings(self) -> list[str]:
        """This will return what lies in the spool and is not being written."""
        return [stored["name"] for stored in await self.ari.ask("GET", "recordings/stored")]

    async def fetch(self, name: str) -> bytes:
        """This will fetch a file of the spool."""
        return await self.ari.file(f"recordings/stored/{name}/file")

    async def forget(self, name: str) -> None:
        """This will delete a file of the spool."""
        await self._quietly("DELETE", f"recordings/stored/{name}")

    async def listen_in(self, agent: str, leader: str, *, room: str, ear: Ear) -> None:
        """This will join a leader's channel with one that hears both sides, or with the conversation itself."""
        side = f"side-{leader}"
        if before := self._spies.pop(leader, ""):
            await self._quietly("DELETE", f"channels/{before}")
        if ear is Ear.BARGE:
            await self.join(room, leader)
            await self._quietly("DELETE", f"bridges/{side}")
            return
        spy = self._spies[leader] = f"{EAR}{leader}-{next(self._numbers)}"
        await self._snoop(agent, spy, spy="both", whisper="out" if ear is Ear.WHISPER else "none")
        await self.join(side, leader, spy)

    async def legs(self) -> Mapping[str, Standing]:
        """This will return the channels and the bridge of each, without those that only listen."""
        rooms = {}
        for bridge in await self.ari.ask("GET", "bridges"):
            rooms |= dict.fromkeys(bridge["channels"], bridge["id"])
        channels = await self.ari.ask("GET", "channels")
        for channel in channels:
            if not channel["id"].startswith(EAR) and channel["id"] not in self._followed:
                await self._follow(channel["id"])
        return {
            channel["id"]: Standing(
                channel["state"] == "Up", "" if rooms.get(channel["id"]) == self.hold else rooms.get(channel["id"], "")
            )
            for channel in channels if not channel["id"].startswith(EAR)
        }  # fmt: skip

    async def open_account(self, name: str, password: str) -> None:
        """This will make or renew a SIP account in the memory of Asterisk: no file, no reload."""
        kinds = {
            "auth": {"auth_type": "digest", "username": name, "password": password},
            "aor": {"max_contacts": "1", "remove_existing": "yes"},
            "endpoint": {
                "transport": "transport-ws", "context": "tagih-softphone", "webrtc": "yes", "disallow": "all",
                "allow": "opus,ulaw", "direct_media": "no", "auth": name, "aors": name,
                "dtls_auto_generate_cert": "yes", "send_connected_line": "no", "rtp_timeout": GONE_S,
                "rtp_timeout_hold": GONE_S,
            },
        }  # fmt: skip
        for kind, fields in kinds.items():
            body = {"fields": [{"attribute": key, "value": value} for key, value in fields.items()]}
            await self.ari.ask("PUT", f"asterisk/config/dynamic/res_pjsip/{kind}/{name}", body)

    # --- what Asterisk tells ------------------------------------------------------------------------------------

    def _hear(self, event: dict[str, Any]) -> None:
        channel = event.get("channel") or event.get("peer") or {}
        leg = channel.get("id", "")
        if leg.startswith(EAR):
            if event["type"] == "StasisStart" and (waiting := self._snoops.get(leg)) and not waiting.done():
                waiting.set_result(None)
            return
        at = _moment(event)
        match event["type"]:
            case "ChannelStateChange" if channel["state"] == "Ringing":
                self._ringing(leg, at)
            case "Dial" if event.get("dialstatus") == "RINGING":
                self._ringing(leg, at)
            case "StasisStart":
                self._entered(leg, channel, event.get("args", []), at)
            case "ChannelDtmfReceived":
                self._tell(Sign.PRESSED, at, leg, event["digit"])
            case "PlaybackFinished":
                playback = event["playback"]
                self._tell(
                    Sign.PLAYED, at, playback["target_uri"].removeprefix("channel:"),
                    playback["media_uri"].removeprefix("sound:"),
                )  # fmt: skip
            case "RecordingFinished":
                self._tell(Sign.RECORDED, at, "", event["recording"]["name"])
            case "ChannelDestroyed":
                self._rung.discard(leg)
                self._followed.discard(leg)
                cause = CAUSES.get(event.get("cause", 0), Cause.FAULT)
                if leg in self._up:  # whatever the carrier gave as its reason
                    self._up.discard(leg)
                    cause = Cause.THEY_HUNG_UP
                if leg in self._hung_up:
                    del self._hung_up[leg]
                    cause = Cause.WE_HUNG_UP
                self._tell(Sign.ENDED, at, leg, cause=cause)

    def _ringing(self, leg: str, at: dt.datetime) -> None:
        if leg not in self._rung:
            self._rung.add(leg)
            self._tell(Sign.RINGING, at, leg)

    def _entered(self, leg: str, channel: dict[str, Any], words: list[str], at: dt.datetime) -> None:
        self._up.add(leg)
        match words:
            case ["inbound", number, *_]:
                self._tell(Sign.INCOMING, at, leg, number, caller=channel.get("caller", {}).get("number", ""))
            case ["amd", verdict, *_]:
                self._tell(Sign.JUDGED, at, leg, VERDICTS.get(verdict, "UNSURE"))
            case ["leg", *_]:
                self._tell(Sign.ANSWERED, at, leg)

    def _link(self, is_up: bool) -> None:
        if is_up == self._was_up:
            return
        self._was_up = is_up
        self._tell(Sign.LINK_BACK if is_up else Sign.LINK_LOST, clock.now())

    def _tell(
        self, sign: Sign, at: dt.datetime, leg: str = "", text: str = "", *, caller: str = "",
        cause: Cause | None = None,
    ) -> None:  # fmt: skip
        self.signals.put_nowait(Signal(sign, at, leg, text, caller, cause))

    async def _follow(self, leg: str) -> None:
        """Of the end of a channel that this connection did not make nobody tells without being asked."""
        await self._quietly("POST", f"applications/{self.app}/subscription", eventSource=f"channel:{leg}")
        self._followed.add(leg)

    async def _snoop(self, leg: str, ear: str, **how: str) -> None:
        waiting = self._snoops[ear] = asyncio.get_running_loop().create_future()
        try:
            await self.ari.ask("POST", f"channels/{leg}/snoop/{ear}", app=self.app, appArgs="ear", **how)
            await asyncio.wait_for(waiting, SNOOP_S)
        except TimeoutError:
            raise LegRefused(f"{leg} cannot be heard") from None
        finally:
            self._snoops.pop(ear, None)

    async def _quietly(self, method: str, path: str, **query: str) -> None:
        """For what may be gone, or be there, already."""
        with contextlib.suppress(LegRefused):
            await self.ari.ask(method, path, **query)


def _moment(event: dict[str, Any]) -> dt.datetime:
    """When Asterisk saw it, by our clock where the two differ by less than a breath."""
    return clock.now()
