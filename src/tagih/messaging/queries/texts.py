"""Contexts under which words and recipients are encrypted and hashed, and the words in clear."""

import re

from django.conf import settings

from tagih.kernel import crypto
from tagih.messaging.models import Message, Reply, SandboxText, Template

MESSAGE_TEXT = "messaging.Message.text"
REPLY_TEXT = "messaging.Reply.text"
SANDBOX_TEXT = "messaging.SandboxText.text"
RECIPIENT_HASH = "messaging.recipient"


def words_of(row: Message | Reply | SandboxText) -> str:
    """This will return what a message, a reply or a sandbox text says; blank where it was let go of."""
    context = {Message: MESSAGE_TEXT, Reply: REPLY_TEXT, SandboxText: SANDBOX_TEXT}[type(row)]
    return crypto.decrypt(row.text_cipher, context=context) if row.text_cipher else ""


def link_in(words: str) -> str:
    """This will return the path of the own page that a message links to, blank where it links to none."""
    found = re.search(re.escape(settings.TAGIH_ADDRESS) + r"(/p/[\w-]+)", words)
    return found[1] if found else ""


def templates_in_use() -> frozenset[str]:
    """This will return the codes of templates whose words may be said."""
    return frozenset(Template.objects.filter(is_active=True, versions__state="APPROVED").values_list("code", flat=True))
