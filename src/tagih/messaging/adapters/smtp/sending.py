import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, formatdate

from tagih.kernel import clock
from tagih.messaging.adapters.port import Accepted, Doubtful, Parcel, Refused, Session, Unavailable
from tagih.messaging.adapters.smtp.settings import MailServer, mail_server

TIMEOUT = 20
NOBODY = frozenset({550, 551, 553})
SIGNED = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"]


class Smtp:
    """One connection for a run of letters. A server would deliver a second copy, so nothing is repeated in doubt."""

    name = "smtp"
    is_idempotent = False

    def __init__(self, known: MailServer) -> None:
        self.known = known

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        try:
            line = self._connected()
        except (OSError, smtplib.SMTPException) as problem:
            raise Unavailable(type(problem).__name__) from None
        try:
            yield SmtpSession(self.known, line)
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                line.quit()

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.known.is_tls:
            line: smtplib.SMTP = smtplib.SMTP_SSL(self.known.host, self.known.port, timeout=TIMEOUT, context=context)
        else:
            line = smtplib.SMTP(self.known.host, self.known.port, timeout=TIMEOUT)
            if self.known.starts_tls:
                line.starttls(context=context)
        if self.known.user:
            line.login(self.known.user, self.known.password)
        return line


class SmtpSession:
    """Each letter comes from an envelope address that names it, so that its bounce does."""

    def __init__(self, known: MailServer, line: smtplib.SMTP) -> None:
        self.known, self.line = known, line

    def send(self, parcel: Parcel) -> Accepted:
        letter = composed(parcel, self.known)
        local, _at, domain = self.known.bounce.rpartition("@")
        try:
            self.line.sendmail(f"{local}+{parcel.reference.hex}@{domain}", [parcel.recipient], letter)
        except smtplib.SMTPRecipientsRefused as problem:
            code, words = next(iter(problem.recipients.values()))
            raise _refusal(code, words) from None
        except smtplib.SMTPDataError as problem:
            raise _refusal(problem.smtp_code, problem.smtp_error) from None
        except smtplib.SMTPSenderRefused as problem:
            raise Unavailable(f"{problem.smtp_code} sender refused") from None
        except (smtplib.SMTPServerDisconnected, OSError) as problem:
            raise Doubtful(type(problem).__name__) from None
        return Accepted(message_id(parcel, self.known))


def _refusal(code: int, words: bytes | str) -> Refused | Unavailable:
    told = words.decode(errors="replace") if isinstance(words, bytes) else words
    if 400 <= code < 500:
        return Unavailable(f"{code} {told}"[:120])
    return Refused(f"{code} {told}"[:120], is_dead=code in NOBODY)


def message_id(parcel: Parcel, known: MailServer) -> str:
    """This will name a letter by our reference."""
    return f"<{parcel.reference.hex}@{known.domain}>"


def composed(parcel: Parcel, known: MailServer) -> bytes:
    """This will write a letter and sign it where there is a key."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = formataddr((parcel.sender, known.sender))
    letter["To"] = parcel.recipient
    letter["Subject"] = " ".join(parcel.subject.split())
    letter["Date"] = formatdate(clock.now().timestamp(), localtime=False)
    letter["Message-ID"] = message_id(parcel, known)
    letter["Auto-Submitted"] = "auto-generated"
    if parcel.stop_link:
        letter["List-Unsubscribe"] = f"<{parcel.stop_link}>"
    letter.set_content(parcel.text, cte="quoted-printable")
    raw = letter.as_bytes()
    if not known.dkim_key:
        return raw
    import dkim  # noqa: PLC0415 (lazy: start-up time)

    header = dkim.sign(
        raw, known.dkim_selector.encode(), known.domain.encode(), known.dkim_key, include_headers=SIGNED,
        canonicalize=(b"relaxed", b"relaxed"),
    )  # fmt: skip
    return header + raw


def built(channel: str) -> Smtp | None:
    """This will return the mail server of the settings."""
    known = mail_server()
    return Smtp(known) if known else None
