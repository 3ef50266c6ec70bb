from tagih.messaging.models.channels import ChannelSetting
from tagih.messaging.models.outbox import Message
from tagih.messaging.models.replies import Reply, Snippet, Suggestion, Thread
from tagih.messaging.models.sandbox import SandboxText
from tagih.messaging.models.templates import Template, TemplateVersion

__all__ = [
    "ChannelSetting",
    "Message",
    "Reply",
    "SandboxText",
    "Snippet",
    "Suggestion",
    "Template",
    "TemplateVersion",
    "Thread",
]
