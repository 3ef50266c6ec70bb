"""The doors of the house, as the world outside sees them: an HTTP interface for agents' programs and for providers."""

import datetime as dt
import hashlib
import hmac
import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str, bytes, Mapping[str, str]], tuple[int, bytes]]
"""POST to a path with a body and headers: status and body of the answer."""
MOST_NOTICES = 500


class DoorShut(RuntimeError):
    """The house answered with something that no agent and no provider can use."""


def over_network(host: str, port: int) -> Ask:
    """This will return a way to ask a server that listens, over one connection kept open."""
    line = http.client.HTTPConnection(host, port, timeout=60)

    def ask(path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        try:
            line.request("POST", path, body, {**headers, "Content-Type": "application/json"})
            answer = line.getresponse()
        except (http.client.HTTPException, ConnectionError):
            line.close()  # the server closed a connection that rested: once more
            line.request("POST", path, body, {**headers, "Content-Type": "application/json"})
            answer = line.getresponse()
        return answer.status, answer.read()

    return ask


@dataclass(slots=True)
class Desk:
    """One agent's door."""

    ask: Ask
    token: str = ""

    def sign_in(self, username: str, password: str) -> None:
        """This will get a token for the agent.

        :raises DoorShut: the house does not know them
        """
        status, told = self._post("/api/v1/tokens", {"username": username, "password": password})
        if status != 200:
            raise DoorShut(f"{username}: {told.get('error', status)}")
        self.token = told["token"]

    def take_next(self) -> dict[str, Any] | None:
        """This will take the next case, or None: no work."""
        return self._need(self._post("/api/v1/desk/next", {})).get("case")

    def call(self, code: str, contact_point: int) -> dict[str, Any]:
        """This will ask for a call: `attempt` and `number`, `refusal`, or `error` when the lease is gone."""
        status, told = self._post(f"/api/v1/desk/cases/{code}/call", {"contact_point": contact_point})
        return {"error": "LEASE_LOST"} if status == 409 else self._need((status, told))

    def enter(self, code: str, **entry: Any) -> tuple[int, dict[str, Any]]:
        """This will enter a result; 200 with the next case, 409 without the lease, 422 with a refusal."""
        return self._post(f"/api/v1/desk/cases/{code}/result", entry)

    def say(self, state: str) -> None:
        """This will say what the agent does between cases."""
        self._post("/api/v1/desk/state", {"state": state})

    def _post(self, path: str, told: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        status, body = self.ask(path, json.dumps(told).encode(), headers)
        if status >= 500:
            raise DoorShut(f"{path}: {status}")
        return status, json.loads(body) if body[:1] == b"{" else {}

    def _need(self, answer: tuple[int, dict[str, Any]]) -> dict[str, Any]:
        if answer[0] != 200:
            raise DoorShut(f"{answer[0]}: {answer[1]}")
        return answer[1]


@dataclass(slots=True)
class Provider:
    """A payment provider's door: signed deliveries of notices."""

    ask: Ask
    name: str
    secret: str

    def tell(self, notices: list[dict[str, Any]], *, at: dt.datetime) -> list[dict[str, Any]]:
        """This will deliver notices, 500 at a time, and return the answer to each.

        :raises DoorShut: a delivery was not accepted
        """
        answers: list[dict[str, Any]] = []
        for start in range(0, len(notices), MOST_NOTICES):
            part = notices[start : start + MOST_NOTICES]
            body = json.dumps({"notices": part}).encode()
            stamp = str(int(at.timestamp()))
            sign = hmac.new(self.secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
            status, told = self.ask("/api/v1/payments", body, {
                "X-Tagih-Provider": self.name, "X-Tagih-Delivery": f"{stamp}-{start}-{part[0]['payment_ref']}",
                "X-Tagih-Timestamp": stamp, "X-Tagih-Signature": sign,
            })  # fmt: skip
            if status != 200:
                raise DoorShut(f"payments: {status} {told[:200]!r}")
            answers += json.loads(told)["notices"]
        return answers
