"""A bound line to a message centre, in words of our own: submit and wait for the answer, gather what comes in."""

import logging
import time
from collections.abc import Callable
from typing import Any

from smpplib import client, consts, exceptions, smpp

from tagih.messaging.adapters.port import Doubtful, Unavailable
from tagih.messaging.adapters.smpp.settings import MessageCentre

quiet = logging.getLogger("tagih.smpp.wire")
quiet.setLevel(logging.CRITICAL)  # the library would log bodies and numbers


class Line:
    """One bind. Every deliver_sm that comes in meanwhile is given to `heard` and acknowledged."""

    def __init__(self, centre: MessageCentre, heard: Callable[[Any], None]) -> None:
        self.centre, self.heard = centre, heard
        self.answers: dict[int, Any] = {}
        self.client = client.Client(
            centre.host, centre.port, timeout=centre.timeout, allow_unknown_opt_params=True,
            logger_name="tagih.smpp.wire",
        )  # fmt: skip
        self.client.set_message_sent_handler(lambda pdu: self.answers.__setitem__(pdu.sequence, pdu))
        self.client.set_message_received_handler(lambda pdu: self.heard(pdu))
        self.client.set_error_pdu_handler(lambda pdu: self.answers.__setitem__(pdu.sequence, pdu))

    def bind(self, *, as_receiver: bool = False) -> None:
        """This will connect and bind.

        :raises Unavailable: nobody answers, or we are not let in
        """
        try:
            self.client.connect()
            bind = self.client.bind_receiver if as_receiver else self.client.bind_transceiver
            bind(system_id=self.centre.system_id, password=self.centre.password)
        except (OSError, exceptions.ConnectionError, exceptions.PDUError) as problem:
            self.close()
            raise Unavailable(f"bind: {type(problem).__name__}") from None
        if self.answers:  # smpplib hands a refused bind to the error handler and goes on
            self.close()
            raise Unavailable(f"bind: status {next(iter(self.answers.values())).status}")

    def submit(self, **fields: Any) -> Any:
        """This will submit one part and return the answer of the centre.

        :raises Doubtful: sent, and no answer came
        :raises Unavailable: it could not be sent
        """
        try:
            asked = self.client.send_message(**fields)
        except (OSError, exceptions.ConnectionError) as problem:
            raise Unavailable(type(problem).__name__) from None
        until = time.monotonic() + self.centre.timeout
        try:
            while asked.sequence not in self.answers:
                if time.monotonic() > until:
                    raise Doubtful("no answer to submit_sm")
                self.client.read_once(auto_send_enquire_link=False)
        except (OSError, exceptions.ConnectionError, exceptions.PDUError) as problem:
            raise Doubtful(type(problem).__name__) from None
        return self.answers.pop(asked.sequence)

    def listen(self, seconds: float) -> None:
        """This will take what comes in for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.client._socket.settimeout(max(min(left, 1.0), 0.01))
            try:
                self.client.read_once(auto_send_enquire_link=False)
            except TimeoutError:
                continue
            except (OSError, exceptions.ConnectionError, exceptions.PDUError):
                return

    def close(self) -> None:
        """This will unbind and hang up."""
        try:
            if self.client.state not in (consts.SMPP_CLIENT_STATE_CLOSED, consts.SMPP_CLIENT_STATE_OPEN):
                self.client.send_pdu(smpp.make_pdu("unbind", client=self.client))
        except (OSError, exceptions.ConnectionError, exceptions.PDUError):
            pass
        finally:
            self.client.disconnect()
