"""What a message centre delivers: receipts (`id:... stat:DELIVRD ...`) and texts of people, long ones in parts."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from smpplib import consts

from tagih.kernel import clock
from tagih.messaging.adapters.port import Post, Told, WhatHappened, Written
from tagih.messaging.rules import lengths

RECEIPT = re.compile(r"id:(?P<id>\S+).*?stat:(?P<stat>\w+)(?:.*?err:(?P<err>\w+))?", re.IGNORECASE | re.DOTALL)
DONE = re.compile(r"done date:(\d{10})", re.IGNORECASE)
STATES = {
    "DELIVRD": WhatHappened.DELIVERED, "ACCEPTD": WhatHappened.ACCEPTED, "UNDELIV": WhatHappened.FAILED,
    "EXPIRED": WhatHappened.FAILED, "DELETED": WhatHappened.FAILED, "REJECTD": WhatHappened.FAILED,
}  # fmt: skip
MESSAGE_TYPE, RECEIPT_TYPE = 0b00111100, 0b00000100
UNKNOWN_SUBSCRIBER = frozenset({"001", "1", "0001"})


def heard_into(post: Post) -> Callable[[Any], None]:
    """This will return a listener that puts what comes in into `post`; parts of a text wait for each other."""
    waiting: dict[tuple[str, int], dict[int, str]] = {}

    def heard(pdu: Any) -> None:
        if pdu.esm_class & MESSAGE_TYPE == RECEIPT_TYPE:
            told = receipt(pdu.short_message.decode("latin-1"), clock.now())
            if told is not None:
                post.receipts.append(told)
            return
        sender = "+" + pdu.source_addr.decode().lstrip("+")
        text = _whole(pdu, sender, waiting)
        if text is not None:
            post.replies.append(
                Written(f"{sender}-{pdu.sequence}-{clock.now():%Y%m%d%H%M%S}", sender, text, clock.now())
            )

    return heard


def receipt(text: str, received_at: dt.datetime) -> Told | None:
    """This will read the words of a receipt; None for one that decides nothing."""
    found = RECEIPT.search(text)
    what = STATES.get(found["stat"].upper()) if found else None
    if found is None or what is None:
        return None
    if what == WhatHappened.FAILED and (found["err"] or "") in UNKNOWN_SUBSCRIBER:
        what = WhatHappened.DEAD
    at, done = received_at, DONE.search(text)
    if done:
        try:
            at = min(dt.datetime.strptime(done[1], "%y%m%d%H%M").replace(tzinfo=clock.WIB), received_at)
        except ValueError:
            at = received_at
    return Told(what, at, found["id"][:120], None, f"{found['stat']} {found['err'] or ''}".strip())


def _whole(pdu: Any, sender: str, waiting: dict[tuple[str, int], dict[int, str]]) -> str | None:
    encoding = lengths.UCS2 if pdu.data_coding == consts.SMPP_ENCODING_ISO10646 else lengths.GSM
    octets = pdu.short_message
    if not pdu.esm_class & consts.SMPP_GSMFEAT_UDHI or len(octets) < 6:
        return lengths.decoded(octets, encoding)
    shared, total, place = octets[3], octets[4], octets[5]
    held = waiting.setdefault((sender, shared), {})
    held[place] = lengths.decoded(octets[octets[0] + 1 :], encoding)
    if len(held) < total:
        return None
    del waiting[sender, shared]
    return "".join(held[number] for number in sorted(held))
