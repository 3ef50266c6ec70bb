import contextlib
import secrets
import time
from collections.abc import Iterator

from smpplib import consts

from tagih.messaging.adapters.port import Accepted, Doubtful, Parcel, Post, Refused, Session, Unavailable
from tagih.messaging.adapters.smpp.line import Line
from tagih.messaging.adapters.smpp.receipts import heard_into
from tagih.messaging.adapters.smpp.settings import MessageCentre, message_centre
from tagih.messaging.rules import lengths

THROTTLED = frozenset({consts.SMPP_ESME_RTHROTTLED, consts.SMPP_ESME_RMSGQFUL})
NOBODY = frozenset({consts.SMPP_ESME_RINVDSTADR})
OURS = frozenset({consts.SMPP_ESME_RINVBNDSTS, consts.SMPP_ESME_RSYSERR})
CODING = {lengths.GSM: consts.SMPP_ENCODING_DEFAULT, lengths.UCS2: consts.SMPP_ENCODING_ISO10646}


class Smpp:
    """A message centre. It knows no reference of ours, so nothing is repeated in doubt."""

    name = "smpp"
    is_idempotent = False

    def __init__(self, centre: MessageCentre) -> None:
        self.centre = centre
        self.post = Post()

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        line = Line(self.centre, heard_into(self.post))
        line.bind()
        try:
            yield SmppSession(self.centre, line)
        finally:
            line.close()

    def listen(self, seconds: float) -> Post:
        """This will bind as receiver and gather receipts and replies for so long.

        :raises Unavailable:
        """
        post = Post()
        line = Line(self.centre, heard_into(post))
        line.bind(as_receiver=True)
        try:
            line.listen(seconds)
        finally:
            line.close()
        return post


class SmppSession:
    """Parts of a long message share a number and say their place; the receipt of the last one counts."""

    def __init__(self, centre: MessageCentre, line: Line) -> None:
        self.centre, self.line = centre, line

    def send(self, parcel: Parcel) -> Accepted:
        encoding = lengths.encoding_of(parcel.text)
        parts = lengths.parts(parcel.text)
        shared, last = secrets.randbelow(256), ""
        for place, part in enumerate(parts, start=1):
            header = bytes([5, 0, 3, shared, len(parts), place]) if len(parts) > 1 else b""
            try:
                last = self._submit(parcel, header + lengths.encoded(part, encoding), encoding, is_long=bool(header))
            except (Unavailable, Refused) as problem:
                if place > 1:  # the first parts are out: a second try would send them again
                    raise Doubtful(f"part {place} of {len(parts)}: {problem}") from None
                raise
        return Accepted(last, len(parts))

    def _submit(self, parcel: Parcel, octets: bytes, encoding: str, *, is_long: bool) -> str:
        for turn in range(self.centre.tries):
            answer = self.line.submit(
                source_addr_ton=consts.SMPP_TON_ALNUM, source_addr_npi=consts.SMPP_NPI_UNK,
                source_addr=self.centre.source, dest_addr_ton=consts.SMPP_TON_INTL, dest_addr_npi=consts.SMPP_NPI_ISDN,
                destination_addr=parcel.recipient.removeprefix("+"), short_message=octets,
                data_coding=CODING[encoding], registered_delivery=True,
                esm_class=consts.SMPP_GSMFEAT_UDHI if is_long else consts.SMPP_MSGTYPE_DEFAULT,
            )  # fmt: skip
            if answer.status == consts.SMPP_ESME_ROK:
                return answer.message_id.decode()[:120]
            if answer.status not in THROTTLED:
                break
            time.sleep(0.2 * 2**turn)
        if answer.status in THROTTLED:
            raise Unavailable("throttled")
        if answer.status in OURS:
            raise Unavailable(f"status {answer.status:#x}")
        raise Refused(f"status {answer.status:#x}", is_dead=answer.status in NOBODY)


def built(channel: str) -> Smpp | None:
    """This will return the message centre of the settings."""
    centre = message_centre()
    return Smpp(centre) if centre else None
