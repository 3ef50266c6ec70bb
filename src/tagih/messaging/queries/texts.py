"""Contexts under which words and recipients are encrypted and hashed, and the words in clear."""

from tagih.kernel import crypto
from tagih.messaging.models import Message, Reply, SandboxText

MESSAGE_TEXT = "messaging.Message.text"
REPLY_TEXT = "messaging.Reply.text"
SANDBOX_TEXT = "messaging.SandboxText.text"
RECIPIENT_HASH = "messaging.recipient"


def words_of(row: Message | Reply | SandboxText) -> str:
    """This will return what a message, a reply or a sandbox text says; blank where it was let go of."""
    context = {Message: MESSAGE_TEXT, Reply: REPLY_TEXT, SandboxText: SANDBOX_TEXT}[type(row)]
    return crypto.decrypt(row.text_cipher, context=context) if row.text_cipher else ""
