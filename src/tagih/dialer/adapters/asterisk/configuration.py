"""Writes the configuration of an Asterisk that serves Tagih: a folder of files, ready to be /etc/asterisk."""

from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

FOLDER = resources.files("tagih.dialer.adapters.asterisk") / "conf"


@dataclass(frozen=True, slots=True)
class Place:
    """What differs between two houses. Hosts are those on which Asterisk listens; the trunk is the carrier's."""

    ari_user: str = "tagih"
    ari_password: str = ""
    app: str = "tagih"
    origin: str = "http://127.0.0.1"
    http_host: str = "127.0.0.1"
    http_port: int = 8088
    sip_host: str = "0.0.0.0"  # noqa: S104 (a trunk comes from outside)
    sip_port: int = 5060
    rtp_first: int = 20000
    rtp_last: int = 29998
    trunk_host: str = "sip.example.net"
    trunk_port: int = 5060


def write(folder: Path, place: Place) -> list[str]:
    """This will write every file, over those of the same name, and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(FOLDER.iterdir(), key=lambda file: file.name):
        text = source.read_text()
        for name, value in asdict(place).items():
            text = text.replace(f"@{name.upper()}@", str(value))
        file = folder / source.name
        file.write_text(text)
        file.chmod(0o644)
        written.append(source.name)
    secret = folder / "ari.conf"
    secret.chmod(0o640)
    return written
