from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do with messages."""

    SEE_MESSAGES = "messaging.see_messages"
    ANSWER_MESSAGES = "messaging.answer_messages"
    SEE_ALL_THREADS = "messaging.see_all_threads"
    EDIT_TEMPLATES = "messaging.edit_templates"
    APPROVE_TEMPLATES = "messaging.approve_templates"
    EDIT_CHANNELS = "messaging.edit_channels"
    SEE_SANDBOX = "messaging.see_sandbox"


SENTENCES: dict[Permission, str | Promise] = {
    Permission.SEE_MESSAGES: _("see messages and what became of them"),
    Permission.ANSWER_MESSAGES: _("read and answer what customers write"),
    Permission.SEE_ALL_THREADS: _("see conversations of all units and of unknown senders"),
    Permission.EDIT_TEMPLATES: _("write templates of messages"),
    Permission.APPROVE_TEMPLATES: _("approve templates that somebody else wrote"),
    Permission.EDIT_CHANNELS: _("open and close channels and choose their providers"),
    Permission.SEE_SANDBOX: _("see the telephones of the demonstration"),
}
