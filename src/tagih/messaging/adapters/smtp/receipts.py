"""Mail that comes back: delivery reports (RFC 3464), complaints (RFC 5965), and what people write."""

import datetime as dt
import email
import re
import uuid
from email.message import Message
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime

from tagih.messaging.adapters.port import NotUnderstood, Post, Told, WhatHappened, Written

NAMED = re.compile(r"\+([0-9a-f]{32})@|<([0-9a-f]{32})@")
LONGEST = 5_000
QUOTED = re.compile(r"^(?:>.*|On .* wrote:|Pada .* menulis:)$", re.MULTILINE)
NOBODY = re.compile(r"^5\.1\.[0-36]")


def read(body: bytes, *, received_at: dt.datetime) -> Post:
    """This will read one letter as our mail server hands it on.

    :raises NotUnderstood: it is no mail
    """
    letter = email.message_from_bytes(body, policy=default)
    if not letter.keys():
        raise NotUnderstood("mail")
    kind = letter.get_content_type()
    report = str(letter.get_param("report-type", "")).lower()
    if kind == "multipart/report" and report == "delivery-status":
        return Post(receipts=_bounces(letter, body, received_at))
    if kind == "multipart/report" and report == "feedback-report":
        return Post(receipts=[_told(WhatHappened.COMPLAINED, body, _date(letter, received_at), "complaint")])
    if str(letter.get("Auto-Submitted", "no")).lower() not in ("", "no"):
        return Post()
    return Post(replies=[_reply(letter, received_at)])


def _bounces(letter: Message, body: bytes, received_at: dt.datetime) -> list[Told]:
    found = []
    for part in letter.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            action, status = str(block.get("Action", "")).lower(), str(block.get("Status", "")).strip()
            if not action:
                continue
            what = {"failed": WhatHappened.FAILED, "delivered": WhatHappened.DELIVERED}.get(action)
            if what is None:  # delayed, relayed, expanded: nothing is decided yet
                continue
            if what == WhatHappened.FAILED and NOBODY.match(status):
                what = WhatHappened.DEAD
            to = str(block.get("Final-Recipient", "")).partition(";")[2].strip()
            reason = f"{status} {' '.join(str(block.get('Diagnostic-Code', '')).split())}".strip()[:150]
            found.append(_told(what, body, _date(letter, received_at), reason, to))
    return found


def _told(what: WhatHappened, body: bytes, at: dt.datetime, reason: str, recipient: str = "") -> Told:
    named = NAMED.search(body.decode("latin-1"))
    reference = uuid.UUID(hex=named.group(1) or named.group(2)) if named else None
    return Told(what, at, "", reference, reason, recipient)


def _reply(letter: Message, received_at: dt.datetime) -> Written:
    sender = parseaddr(str(letter.get("From", "")))[1]
    part = letter.get_body(("plain", "html"))
    text = str(part.get_content()) if part is not None else ""
    if part is not None and part.get_content_type() == "text/html":
        text = re.sub(r"<[^>]+>", " ", text)
    text = QUOTED.split(text)[0].replace("\x00", "").strip()[:LONGEST]
    ref = str(letter.get("Message-ID", "")).strip()[:120]
    if not sender or not ref:
        raise NotUnderstood("mail")
    return Written(ref, sender, text, _date(letter, received_at))


def _date(letter: Message, received_at: dt.datetime) -> dt.datetime:
    try:
        at = parsedate_to_datetime(str(letter.get("Date", "")))
    except (TypeError, ValueError):
        return received_at
    at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return min(at, received_at)
