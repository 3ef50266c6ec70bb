"""The other side of the line, over real sockets: a message centre that speaks SMPP 3.4, and an HTTP gateway."""

import contextlib
import json
import socket
import struct
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BIND_RX, BIND_TX, SUBMIT, DELIVER, UNBIND, BIND_TRX, ENQUIRE = 0x01, 0x02, 0x04, 0x05, 0x06, 0x09, 0x15
RESPONSE = 0x80000000
THROTTLED, BAD_DESTINATION, BAD_PASSWORD = 0x58, 0x0B, 0x0E


@dataclass
class Submitted:
    """One part as it came."""

    to: str
    sender: str
    esm_class: int
    data_coding: int
    octets: bytes


@dataclass
class MessageCentre:
    """Takes every submit_sm; `answers` gives the status of the next ones, None hangs up. `delivers` is sent to whoever
    binds as receiver."""

    password: str = "rahasia"
    answers: list[int | None] = field(default_factory=list)
    delivers: list[bytes] = field(default_factory=list)
    got: list[Submitted] = field(default_factory=list)
    acknowledged: int = 0

    def __enter__(self) -> "MessageCentre":
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def url(self) -> str:
        return f"smpp://tagih:{self.password}@127.0.0.1:{self.port}?source=TAGIH&timeout=3&tries=3"

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with line:
            while True:
                head = _exactly(line, 16)
                if head is None:
                    return
                length, command, _status, sequence = struct.unpack(">IIII", head)
                body = _exactly(line, length - 16) or b""
                if not self._answer(line, command, sequence, body):
                    return

    def _answer(self, line: socket.socket, command: int, sequence: int, body: bytes) -> bool:
        if command in (BIND_RX, BIND_TX, BIND_TRX):
            given = body.split(b"\0")[1].decode()
            status = 0 if given == "rahasia" else BAD_PASSWORD
            line.sendall(_pdu(command | RESPONSE, status, sequence, b"CENTRE\0" if not status else b""))
            if command == BIND_RX and not status:
                for number, deliver in enumerate(self.delivers, start=1):
                    line.sendall(_pdu(DELIVER, 0, number, deliver))
        elif command == SUBMIT:
            status = self.answers.pop(0) if self.answers else 0
            if status is None:
                return False
            if status == 0:
                self.got.append(_submitted(body))
            line.sendall(_pdu(SUBMIT | RESPONSE, status, sequence, b"" if status else f"ID{len(self.got)}\0".encode()))
        elif command == UNBIND:
            line.sendall(_pdu(UNBIND | RESPONSE, 0, sequence, b""))
            return False
        elif command == ENQUIRE:
            line.sendall(_pdu(ENQUIRE | RESPONSE, 0, sequence, b""))
        elif command == DELIVER | RESPONSE:
            self.acknowledged += 1
        return True


def deliver(sender: str, octets: bytes, *, esm_class: int = 0, data_coding: int = 0) -> bytes:
    """The body of a deliver_sm."""
    return (
        b"\0" + b"\1\1" + sender.encode() + b"\0" + b"\5\0TAGIH\0" + bytes([esm_class, 0, 0]) + b"\0\0"
        + bytes([0, 0, data_coding, 0, len(octets)]) + octets
    )  # fmt: skip


def _pdu(command: int, status: int, sequence: int, body: bytes) -> bytes:
    return struct.pack(">IIII", 16 + len(body), command, status, sequence) + body


def _submitted(body: bytes) -> Submitted:
    _service, rest = body.split(b"\0", 1)
    sender, rest = rest[2:].split(b"\0", 1)
    to, rest = rest[2:].split(b"\0", 1)
    esm_class, rest = rest[0], rest[3:]
    _schedule, rest = rest.split(b"\0", 1)
    _validity, rest = rest.split(b"\0", 1)
    return Submitted(to.decode(), sender.decode(), esm_class, rest[2], rest[5 : 5 + rest[4]])


def _exactly(line: socket.socket, count: int) -> bytes | None:
    found = b""
    while len(found) < count:
        try:
            more = line.recv(count - len(found))
        except OSError:
            return None
        if not more:
            return None
        found += more
    return found


@dataclass
class Gateway:
    """An HTTP gateway: `answers` are (status, body) of the next posts, None hangs up; `hold` keeps them waiting."""

    answers: list[tuple[int, dict] | None] = field(default_factory=list)
    got: list[dict] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    hold: threading.Event | None = None
    arrived: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Gateway":
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.got.append(body)
                gateway.keys.append(self.headers.get("Idempotency-Key", ""))
                gateway.arrived.set()
                if gateway.hold is not None:
                    gateway.hold.wait(20)
                told = gateway.answers.pop(0) if gateway.answers else (200, {"id": f"G{len(gateway.got)}"})
                if told is None:
                    self.connection.close()
                    return
                content = json.dumps(told[1]).encode()
                self.send_response(told[0])
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # whoever asked was killed
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, *, idempotent: bool = False, path: str = "/v1/messages") -> str:
        where = f"http://TOKEN@127.0.0.1:{self.server.server_port}{path}"
        return f"{where}?idempotent={int(idempotent)}&timeout=3"
