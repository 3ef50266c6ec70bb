"""Carriers over real sockets: SMPP, HTTP, SMTP and the Cloud API pass one contract, and each its own quirks."""

import datetime as dt
import email
import hashlib
import hmac
import json
import uuid
from email.policy import default

import dkim
import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tagih.kernel.ids import uuid7
from tagih.messaging.adapters import Doubtful, Parcel, Refused, Unavailable, provider
from tagih.messaging.adapters.port import NotUnderstood, WhatHappened
from tagih.messaging.adapters.smpp import receipts as smpp_receipts
from tagih.messaging.adapters.smpp.sending import built as smpp_built
from tagih.messaging.adapters.smtp import receipts as smtp_receipts
from tagih.messaging.adapters.whatsapp import receipts as whatsapp_receipts
from tagih.messaging.rules import lengths
from tests.messaging import servers
from tests.messaging.servers import Gateway, MessageCentre, deliver

NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


def parcel(text: str = "Halo", to: str = "+6281234567890", **more: str) -> Parcel:
    return Parcel(uuid7(NOW), to, text, "PT Contoh", **more)


class Mailbox:
    """Takes mail; addresses beginning with `no` are refused for good, with `later` for now."""

    def __init__(self) -> None:
        self.letters: list = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("no"):
            return "550 5.1.1 no such user"
        if address.startswith("later"):
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def mailbox(settings, unused_port):
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=unused_port)
    controller.start()
    settings.TAGIH_SMTP = f"smtp://127.0.0.1:{unused_port}?from=info@lender.example&bounce=kembali@lender.example&tls=0"
    yield box
    controller.stop()


def sent(channel: str, name: str, one: Parcel):
    carrier = provider(name, channel=channel)
    with carrier.session() as session:
        return session.send(one)


# -- one contract for all


@pytest.fixture(params=["http", "smpp", "smtp", "whatsapp"])
def carrier(request, settings, mailbox):
    """(channel, name, recipient, what came) of a carrier whose other side takes everything."""
    if request.param == "smtp":
        yield "EMAIL", "smtp", "siti@mail.example", mailbox.letters
    elif request.param == "smpp":
        with MessageCentre() as centre:
            settings.TAGIH_SMPP = centre.url()
            yield "SMS", "smpp", "+6281234567890", centre.got
    else:
        with Gateway() as gateway:
            if request.param == "http":
                settings.TAGIH_SMS_HTTP = gateway.url()
                yield "SMS", "http", "+6281234567890", gateway.got
            else:
                gateway.answers = [(200, {"messages": [{"id": f"wamid.{turn}"}]}) for turn in range(5)]
                settings.TAGIH_WHATSAPP = gateway.url(path="/v20.0/123") + "&secret=S&verify=V"
                yield "WHATSAPP", "whatsapp", "+6281234567890", gateway.got


def test_contract_a_message_is_taken_with_a_reference(carrier):
    channel, name, to, got = carrier

    answer = sent(channel, name, parcel(to=to, subject="Informasi"))

    assert answer.provider_ref
    assert (answer.parts, len(got)) == (1, 1)


def test_contract_several_messages_go_over_one_session(carrier):
    channel, name, to, got = carrier
    with provider(name, channel=channel).session() as session:
        refs = [session.send(parcel(to=to, subject=f"Nomor {turn}")).provider_ref for turn in range(3)]

    assert len(set(refs)) == len(got) == 3


def test_contract_words_arrive_as_they_are(carrier):
    channel, name, to, got = carrier
    words = "Bpk/Ibu Siti — terima kasih 🙏 é €"

    sent(channel, name, parcel(words, to=to, subject="Informasi"))

    told = got[0]
    if name == "smpp":
        assert lengths.decoded(told.octets, lengths.UCS2) == words
    elif name == "smtp":
        assert email.message_from_bytes(told.content, policy=default).get_content().strip() == words
    else:
        assert words in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize(
    ("channel", "name", "setting", "url"),
    [
        ("SMS", "http", "TAGIH_SMS_HTTP", "http://T@127.0.0.1:{port}/v1?timeout=2"),
        ("SMS", "smpp", "TAGIH_SMPP", "smpp://a:b@127.0.0.1:{port}?timeout=2"),
        ("EMAIL", "smtp", "TAGIH_SMTP", "smtp://127.0.0.1:{port}?from=a@b.example&tls=0"),
        ("WHATSAPP", "whatsapp", "TAGIH_WHATSAPP", "http://T@127.0.0.1:{port}/v20.0/1"),
    ],
)
def test_contract_nobody_there_is_surely_not_sent(settings, unused_port, channel, name, setting, url):
    setattr(settings, setting, url.format(port=unused_port))

    with pytest.raises(Unavailable):
        sent(channel, name, parcel())


@pytest.mark.parametrize("name", ["http", "smpp", "smtp", "whatsapp", "sandbox"])
def test_contract_without_settings_there_is_no_carrier(name):
    channel = {"smtp": "EMAIL", "whatsapp": "WHATSAPP"}.get(name, "SMS")

    assert provider(name, channel=channel) is None


# -- SMPP


@pytest.fixture
def centre(settings):
    with MessageCentre() as made:
        settings.TAGIH_SMPP = made.url()
        yield made


def test_a_long_message_goes_in_parts_that_name_their_place(centre):
    text = "Informasi dari PT Contoh. " * 12 + "[selesai]"

    answer = sent("SMS", "smpp", parcel(text))

    assert answer.parts == len(centre.got) == 3
    assert {part.esm_class & 0x40 for part in centre.got} == {0x40}
    heads = [part.octets[:6] for part in centre.got]
    assert [(head[0], head[1], head[4], head[5]) for head in heads] == [(5, 0, 3, 1), (5, 0, 3, 2), (5, 0, 3, 3)]
    assert len({head[3] for head in heads}) == 1
    assert "".join(lengths.decoded(part.octets[6:], lengths.GSM) for part in centre.got) == text


def test_throttling_is_waited_out(centre):
    centre.answers = [servers.THROTTLED, 0]

    assert sent("SMS", "smpp", parcel()).provider_ref == "ID1"


def test_throttling_without_end_is_not_sent(centre):
    centre.answers = [servers.THROTTLED] * 3

    with pytest.raises(Unavailable):
        sent("SMS", "smpp", parcel())


def test_an_unknown_number_is_dead(centre):
    centre.answers = [servers.BAD_DESTINATION]

    with pytest.raises(Refused) as refused:
        sent("SMS", "smpp", parcel())
    assert refused.value.is_dead


@pytest.mark.parametrize("answers", [[None], [0, servers.BAD_DESTINATION]])
def test_a_line_that_breaks_in_the_middle_leaves_a_doubt(centre, answers):
    centre.answers = answers

    with pytest.raises(Doubtful):
        sent("SMS", "smpp", parcel("panjang " * 40))


def test_a_wrong_password_is_not_let_in(centre, settings):
    settings.TAGIH_SMPP = centre.url().replace("rahasia", "salah")

    with pytest.raises(Unavailable):
        sent("SMS", "smpp", parcel())


def test_receipts_and_replies_come_on_the_line(centre):
    receipt = b"id:ID7 sub:001 dlvrd:001 submit date:2611200300 done date:2611201001 stat:DELIVRD err:000 text:Halo"
    long = [deliver("6281234567890", bytes([5, 0, 3, 9, 2, place]) + part, esm_class=0x40)
            for place, part in ((2, b"bayar"), (1, b"sudah "))]  # fmt: skip
    centre.delivers = [deliver("6281234567890", receipt, esm_class=0x04), *long]

    post = smpp_built("SMS").listen(1.0)

    (told,) = post.receipts
    assert (told.provider_ref, told.what, told.at.astimezone(dt.UTC).minute) == ("ID7", WhatHappened.DELIVERED, 1)
    assert [(one.sender, one.text) for one in post.replies] == [("+6281234567890", "sudah bayar")]
    assert centre.acknowledged == 3


@pytest.mark.parametrize(
    ("text", "what"),
    [("id:1 stat:UNDELIV err:001", WhatHappened.DEAD), ("id:1 stat:EXPIRED err:027", WhatHappened.FAILED),
     ("id:1 stat:ENROUTE", None), ("nonsense", None)],
)  # fmt: skip
def test_words_of_a_receipt(text, what):
    told = smpp_receipts.receipt(text, NOW)

    assert (told.what if told else None) == what


# -- HTTP


@pytest.mark.parametrize(
    ("answer", "idempotent", "raised"),
    [
        ((422, {"error": "UNKNOWN_NUMBER"}), False, Refused),
        ((429, {}), False, Unavailable),
        ((401, {}), False, Unavailable),
        ((500, {}), False, Doubtful),
        ((500, {}), True, Unavailable),
        ((200, {}), False, Doubtful),
        (None, False, Doubtful),
        (None, True, Unavailable),
    ],
)
def test_answers_of_a_gateway(settings, answer, idempotent, raised):
    with Gateway(answers=[answer]) as gateway:
        settings.TAGIH_SMS_HTTP = gateway.url(idempotent=idempotent)
        one = parcel()
        with pytest.raises(raised):
            sent("SMS", "http", one)
        assert gateway.keys == [str(one.reference)]


# -- e-mail


def test_a_letter_is_signed_and_names_itself(mailbox, settings, tmp_path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = tmp_path / "dkim.pem"
    file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                       serialization.NoEncryption()))  # fmt: skip
    settings.TAGIH_SMTP += f"&dkim_selector=tagih&dkim_key={file}"
    one = parcel("Halo", to="siti@mail.example", subject="Informasi", stop_link="https://tagih.example/p/x")

    sent("EMAIL", "smtp", one)

    (letter,) = mailbox.letters
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    import base64

    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    assert dkim.verify(letter.content, dnsfunc=lambda name, timeout=5: record)
    assert not dkim.verify(letter.content.replace(b"Halo", b"Hola"), dnsfunc=lambda name, timeout=5: record)
    assert letter.mail_from == f"kembali+{one.reference.hex}@lender.example"
    parsed = email.message_from_bytes(letter.content, policy=default)
    assert parsed["List-Unsubscribe"] == "<https://tagih.example/p/x>"
    assert parsed["Message-ID"] == f"<{one.reference.hex}@lender.example>"


def test_a_subject_smuggles_no_header(mailbox):
    sent("EMAIL", "smtp", parcel(to="siti@mail.example", subject="Halo\r\nBcc: lain@mail.example"))

    assert mailbox.letters[0].rcpt_tos == ["siti@mail.example"]
    assert email.message_from_bytes(mailbox.letters[0].content, policy=default)["Bcc"] is None


def test_refusals_of_a_mail_server(mailbox):
    with pytest.raises(Refused) as refused:
        sent("EMAIL", "smtp", parcel(to="nobody@mail.example", subject="x"))
    assert refused.value.is_dead
    with pytest.raises(Unavailable):
        sent("EMAIL", "smtp", parcel(to="later@mail.example", subject="x"))


def bounce(reference: uuid.UUID, status: str, action: str = "failed") -> bytes:
    return (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\nFrom: MAILER-DAEMON@x.example\r\n'
        f"To: kembali+{reference.hex}@lender.example\r\nDate: Fri, 20 Nov 2026 09:00:00 +0700\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nMaaf\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; x.example\r\n\r\nFinal-Recipient: rfc822; siti@mail.example\r\n"
        f"Action: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("status", "action", "what"),
    [("5.1.1", "failed", WhatHappened.DEAD), ("5.2.2", "failed", WhatHappened.FAILED), ("4.0.0", "delayed", None)],
)
def test_bounces_are_read(status, action, what):
    reference = uuid7(NOW)

    post = smtp_receipts.read(bounce(reference, status, action), received_at=NOW)

    assert [(one.what, one.reference) for one in post.receipts] == ([(what, reference)] if what else [])


def test_a_reply_by_mail_is_read_without_what_it_quotes():
    letter = (
        b"From: Siti <siti@mail.example>\r\nMessage-ID: <1@mail.example>\r\nDate: Fri, 20 Nov 2026 09:00:00 +0700\r\n"
        b"Content-Type: text/plain\r\n\r\nSudah bayar\r\n\r\n> Bapak/Ibu Siti\r\n"
    )

    (one,) = smtp_receipts.read(letter, received_at=NOW).replies

    assert (one.sender, one.text) == ("siti@mail.example", "Sudah bayar")
    assert (
        list(smtp_receipts.read(letter.replace(b"From", b"Auto-Submitted: auto-replied\r\nFrom"), received_at=NOW))
        == []
    )


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"no mail"])
def test_what_is_no_mail_is_refused(content):
    with pytest.raises(NotUnderstood):
        smtp_receipts.read(content, received_at=NOW)


# -- WhatsApp


def test_the_published_signature_holds_and_a_changed_body_does_not():
    body = b'{"object":"whatsapp_business_account","entry":[]}'
    given = "sha256=d4ec3088e0defaf78e567369c0c292ebb2e74db7c9d81db1d8d32ca9de423d24"

    assert whatsapp_receipts.is_authentic(secret="APP_SECRET", given=given, body=body)
    assert not whatsapp_receipts.is_authentic(secret="APP_SECRET", given=given, body=body + b" ")
    assert not whatsapp_receipts.is_authentic(
        secret="", given="sha256=" + hmac.new(b"", body, hashlib.sha256).hexdigest(), body=body
    )


def test_statuses_and_texts_of_the_platform_are_read():
    reference = uuid7(NOW)
    value = {
        "statuses": [
            {"id": "wamid.1", "status": "read", "timestamp": "1795143600", "biz_opaque_callback_data": str(reference)},
            {"id": "wamid.2", "status": "failed", "timestamp": "1795143600", "errors": [{"code": 131026}]},
            {"id": "wamid.3", "status": "unheard of", "timestamp": "1795143600"},
        ],
        "messages": [{"id": "wamid.9", "from": "6281234567890", "timestamp": "1795143600", "type": "text",
                      "text": {"body": "sudah bayar 🙏"}}, {"id": "wamid.8", "type": "image"}],
    }  # fmt: skip
    post = whatsapp_receipts.read(json.dumps({"entry": [{"changes": [{"value": value}]}]}).encode())

    assert [(one.provider_ref, one.what) for one in post.receipts] == [
        ("wamid.1", WhatHappened.READ), ("wamid.2", WhatHappened.DEAD)
    ]  # fmt: skip
    assert post.receipts[0].reference == reference
    assert [(one.sender, one.text) for one in post.replies] == [("+6281234567890", "sudah bayar 🙏")]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"entry":1}', b'{"entry":[{"changes":[{}]}]}', b"\xff"])
def test_other_bodies_are_refused(body):
    with pytest.raises(NotUnderstood):
        whatsapp_receipts.read(body)
