"""A real Asterisk of the test's own, and people at telephones played by SIPp."""

import contextlib
import itertools
import math
import os
import signal
import socket
import struct
import subprocess
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from tagih.dialer.adapters.asterisk import configuration
from tagih.dialer.adapters.asterisk.ari import Address

CHECKOUT = Path(__file__).resolve().parents[3]
TOOL = CHECKOUT / "tools" / "asterisk"
SCENARIOS = Path(__file__).parent / "sipp"
RATE = 8000
PASSWORD = "only-for-this-bench"
CUSTOMER_HZ, AGENT_HZ, LEADER_HZ = 440, 1000, 700


def free_ports(many: int) -> list[int]:
    """This will return ports that nobody uses, neither by TCP nor by UDP."""
    found: list[int] = []
    while len(found) < many:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            port = tcp.getsockname()[1]
            with contextlib.suppress(OSError):
                udp.bind(("127.0.0.1", port))
                if port not in found and not 20000 <= port <= 29998:
                    found.append(port)
    return found


def _ulaw(sample: int) -> int:
    sign, size = (0x80, -sample) if sample < 0 else (0, sample)
    size = min(size, 32635) + 132
    exponent = size.bit_length() - 8
    return ~(sign | exponent << 4 | (size >> exponent + 3) & 15) & 255


def _tone(hertz: int, seconds: float = 20, size: int = 9000) -> bytes:
    return bytes(_ulaw(int(size * math.sin(2 * math.pi * hertz * at / RATE))) for at in range(int(seconds * RATE)))


def _silence(seconds: float) -> bytes:
    return b"\xff" * int(seconds * RATE)


def _speech(*parts: tuple[float, float]) -> bytes:
    """Bursts that a detector takes for words: (seconds of sound, seconds of silence after)."""
    return b"".join(_tone(300, sound) + _silence(pause) for sound, pause in parts)


SOUNDS = {
    "customer": lambda: _tone(CUSTOMER_HZ),
    "agent": lambda: _tone(AGENT_HZ),
    "leader": lambda: _tone(LEADER_HZ),
    "human": lambda: _silence(0.3) + _speech((0.4, 25)),
    "machine": lambda: _silence(0.3) + _speech((2.5, 0.2), (2.5, 15)),
}


def strength(recording: bytes, hertz: int) -> float:
    """This will return how loud one tone is in a recording, by the discrete Fourier transform at that frequency."""
    with wave.open(BytesIO(recording)) as file:
        rate, frames = file.getframerate(), file.getnframes()
        samples = struct.unpack(f"<{frames}h", file.readframes(frames))
    middle = len(samples) // 2
    part = samples[max(0, middle - 2000) : middle + 2000]
    turn = 2 * math.pi * hertz / rate
    cos = sum(value * math.cos(turn * at) for at, value in enumerate(part))
    sin = sum(value * math.sin(turn * at) for at, value in enumerate(part))
    return 2 * math.hypot(cos, sin) / max(1, len(part))


@dataclass
class Exchange:
    """The folder, its ports and the telephones that were set up."""

    root: Path
    http: int
    sip: int
    telephones: dict[str, int] = field(default_factory=dict)
    processes: list[subprocess.Popen] = field(default_factory=list)
    media: int = 31000
    app: str = "tagih"

    @property
    def address(self) -> Address:
        return Address(f"http://127.0.0.1:{self.http}", "tagih", PASSWORD, self.app)

    def start(self) -> None:
        """This will write the shipped configuration for a trunk on this machine, and boot."""
        place = configuration.Place(
            ari_password=PASSWORD, http_port=self.http, sip_host="127.0.0.1", sip_port=self.sip,
            trunk_host="127.0.0.1", trunk_port=9, app=self.app, origin="*",
        )  # fmt: skip
        etc = self.root / "etc" / "asterisk"
        configuration.write(etc, place)
        trunk = etc / "pjsip_trunk.conf"
        trunk.write_text(trunk.read_text().replace("qualify_frequency=30", "qualify_frequency=0"))
        for name, make in SOUNDS.items():
            file = self.root / "opt" / "sipp" / f"{name}.ulaw"
            if not file.exists():
                file.write_bytes(make())
        hold = self.root / "var" / "lib" / "asterisk" / "moh" / "hold.wav"
        if not hold.exists():
            with wave.open(str(hold), "wb") as out:
                out.setnchannels(1)
                out.setsampwidth(2)
                out.setframerate(RATE)
                out.writeframes(b"\0\0" * RATE * 5)
        self.boot()

    def boot(self) -> None:
        """This will start Asterisk."""
        subprocess.run([TOOL, "start"], check=True, env=self.environment, timeout=60)

    def halt(self) -> None:
        """This will stop Asterisk gently."""
        subprocess.run([TOOL, "stop"], check=True, env=self.environment, timeout=60)

    def kill(self) -> None:
        """This will end Asterisk as a power cut does."""
        pid = int((self.root / "asterisk.pid").read_text())
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and _is_alive(pid):
            time.sleep(0.05)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"TAGIH_ASTERISK": str(self.root)}

    def cli(self, words: str) -> str:
        """This will ask the command line of Asterisk."""
        asked = subprocess.run([TOOL, "cli", words], env=self.environment, capture_output=True, text=True, timeout=20)
        return asked.stdout

    def telephone(
        self, name: str, *, ring_ms: int = 300, sound: str = "customer", talk_ms: int = 0, answers: bool = True,
        presses: str = "", presses_after_ms: int = 800,
        refusal: str = "486 Busy Here",
    ) -> str:  # fmt: skip
        """This will set up a telephone and return the address by which Asterisk rings it."""
        if name not in self.telephones:
            then = _part("refuse").replace("486 Busy Here", refusal)
            if answers:
                media = f'<nop><action><exec rtp_stream="{sound}.ulaw,-1,0"/></action></nop>'
                number = itertools.count(2)
                for key in presses:
                    media += f'<pause milliseconds="{presses_after_ms}"/>'
                    media += _part("press").replace("@KEY@", key).replace("@NUMBER@", str(next(number)))
                leave = _part("leave").replace("@TALK_MS@", str(talk_ms)) if talk_ms else _part("stay")
                then = _part("answer").replace("@MEDIA@", media).replace("@LEAVE@", leave)
            text = _part("uas.xml").replace("@NAME@", name).replace("@RING_MS@", str(ring_ms)).replace("@THEN@", then)
            (self.root / "opt" / "sipp" / f"{name}.xml").write_text(text)
            (port,) = free_ports(1)
            self._sipp(f"{name}.xml", port)
            self.telephones[name] = port
        return f"PJSIP/trunk/sip:{{number}}@127.0.0.1:{self.telephones[name]}"

    def call_in(self, number: str = "0211500", caller: str = "081234567890") -> None:
        """This will let somebody outside dial us."""
        text = (SCENARIOS / "uac.xml").read_text().replace("081234567890", caller)
        (self.root / "opt" / "sipp" / "uac.xml").write_text(text)
        (port,) = free_ports(1)
        self._sipp("uac.xml", port, f"127.0.0.1:{self.sip}", "-s", number, "-m", "1")

    def _sipp(self, scenario: str, port: int, *options: str) -> None:
        self.media += 2000 if self.media < 60000 else -28000
        command = [str(TOOL), "sipp", scenario, str(port), str(self.media), *options]
        process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.processes.append(process)
        time.sleep(0.15)

    def close(self) -> None:
        """This will end everything that was started."""
        for process in self.processes:
            process.kill()
            process.wait(5)
        self.halt()


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _part(name: str) -> str:
    return (SCENARIOS / f"{name}.in").read_text() if "." in name else (SCENARIOS / f"{name}.xml.in").read_text()


@contextlib.contextmanager
def running() -> Iterator[Exchange]:
    """This will run an Asterisk in the folder that `tools/asterisk install` made."""
    root = Path(subprocess.run([TOOL, "where"], capture_output=True, text=True, check=True).stdout.strip())
    assert (root / ".ready-1").exists(), "tools/asterisk install makes the exchange that this test needs"
    http, sip = free_ports(2)
    exchange = Exchange(root, http, sip)
    try:
        exchange.start()
        yield exchange
    finally:
        exchange.close()
