import contextlib
from collections.abc import Iterator

import httpx

from tagih.messaging.adapters.port import Accepted, Doubtful, Parcel, Refused, Session, Unavailable
from tagih.messaging.adapters.whatsapp.settings import Account, account

NO_WHATSAPP = 131026
TOO_FAST = frozenset({4, 80007, 130429, 131048, 131056})


class CloudApi:
    """Text messages within the window of 24 hours that a person opens by writing."""

    name = "whatsapp"
    is_idempotent = False

    def __init__(self, known: Account) -> None:
        self.known = known

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        with httpx.Client(timeout=15) as client:
            yield CloudSession(self.known, client)


class CloudSession:
    """A kept-alive connection. Our reference comes back in each status as opaque data."""

    def __init__(self, known: Account, client: httpx.Client) -> None:
        self.known, self.client = known, client

    def send(self, parcel: Parcel) -> Accepted:
        try:
            answer = self.client.post(
                f"{self.known.url}/messages", headers={"Authorization": f"Bearer {self.known.token}"},
                json={
                    "messaging_product": "whatsapp", "recipient_type": "individual",
                    "to": parcel.recipient.removeprefix("+"), "type": "text",
                    "text": {"body": parcel.text, "preview_url": False},
                    "biz_opaque_callback_data": str(parcel.reference),
                },
            )  # fmt: skip
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            raise Unavailable(type(problem).__name__) from None
        except httpx.HTTPError as problem:
            raise Doubtful(type(problem).__name__) from None
        try:
            told = answer.json()
        except ValueError:
            told = {}
        if not answer.is_success:
            _refuse(answer.status_code, told.get("error") or {})
        try:
            return Accepted(str(told["messages"][0]["id"])[:120])
        except (KeyError, IndexError, TypeError):
            raise Doubtful("no id in the answer") from None


def _refuse(status: int, error: dict) -> None:
    code = error.get("code")
    if code in TOO_FAST or status in (401, 403, 429, 503):
        raise Unavailable(f"HTTP {status} {code or ''}".strip())
    if status >= 500:
        raise Doubtful(f"HTTP {status}")
    raise Refused(f"{code or status} {error.get('message', '')}"[:120], is_dead=code == NO_WHATSAPP)


def built(channel: str) -> CloudApi | None:
    """This will return the account of the settings."""
    known = account()
    return CloudApi(known) if known else None
