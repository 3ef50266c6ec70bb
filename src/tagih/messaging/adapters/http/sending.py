import contextlib
import datetime as dt
from collections.abc import Iterator

import httpx

from tagih.kernel import money
from tagih.messaging.adapters.http.settings import Gateway, gateway
from tagih.messaging.adapters.port import Accepted, Doubtful, Parcel, Refused, Session, Unavailable
from tagih.messaging.rules.lengths import measure

FOR_GOOD = frozenset({400, 404, 409, 410, 413, 422})


class HttpGateway:
    """One POST a message, with the reference as its key of idempotency."""

    name = "http"

    def __init__(self, known: Gateway) -> None:
        self.known = known
        self.is_idempotent = known.is_idempotent

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        with httpx.Client(timeout=self.known.timeout) as client:
            yield HttpSession(self.known, client)


class HttpSession:
    """A kept-alive connection."""

    def __init__(self, known: Gateway, client: httpx.Client) -> None:
        self.known, self.client = known, client

    def send(self, parcel: Parcel) -> Accepted:
        length = measure(parcel.text)
        try:
            answer = self.client.post(
                self.known.url,
                json={"reference": str(parcel.reference), "to": parcel.recipient, "text": parcel.text,
                      "sender": parcel.sender, "encoding": length.encoding, "parts": length.parts},
                headers={"Authorization": f"Bearer {self.known.token}", "Idempotency-Key": str(parcel.reference)},
            )  # fmt: skip
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            raise Unavailable(type(problem).__name__) from None
        except httpx.HTTPError as problem:
            if self.known.is_idempotent:
                raise Unavailable(type(problem).__name__) from None
            raise Doubtful(type(problem).__name__) from None
        return _read(answer, length.parts, is_idempotent=self.known.is_idempotent)


def _read(answer: httpx.Response, parts: int, *, is_idempotent: bool) -> Accepted:
    if answer.status_code in FOR_GOOD:
        told = _json(answer)
        raise Refused(str(told.get("error") or answer.status_code)[:120], is_dead=told.get("error") == "UNKNOWN_NUMBER")
    if answer.status_code in (401, 403, 429):
        seconds = answer.headers.get("Retry-After", "")
        after = dt.timedelta(seconds=int(seconds)) if seconds.isdigit() else None
        raise Unavailable(f"HTTP {answer.status_code}", after=after)
    if not answer.is_success:
        if is_idempotent:
            raise Unavailable(f"HTTP {answer.status_code}")
        raise Doubtful(f"HTTP {answer.status_code}")
    told = _json(answer)
    provider_ref = str(told.get("id") or "")[:120]
    if not provider_ref:
        raise Doubtful("no id in the answer")
    price = told.get("price")
    with contextlib.suppress(money.NotMoney, ValueError):
        cost = money.amount(str(price)) if price is not None else None
        return Accepted(provider_ref, int(told.get("parts") or parts), cost)
    return Accepted(provider_ref, parts)


def _json(answer: httpx.Response) -> dict:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def built(channel: str) -> HttpGateway | None:
    """This will return the gateway of the settings."""
    known = gateway()
    return HttpGateway(known) if known else None
