"""The only writer of templates, messages and conversations."""

from tagih.messaging.operations.channels import LegalBasisMissing, ProviderNotSetUp, open_sandbox, set_channel
from tagih.messaging.operations.ordering import (
    Order,
    Ordered,
    TemplateNotInUse,
    order_message,
    order_messages,
    silence_customer,
    thank,
    withdraw_waiting,
)
from tagih.messaging.operations.outcomes import record_receipts
from tagih.messaging.operations.sending import Sent, send_due
from tagih.messaging.operations.templates import (
    ApprovedByTheSame,
    DecisionUnexplained,
    TemplateCodeTaken,
    TemplateFaulty,
    VersionFixed,
    add_template,
    approve_version,
    findings_of,
    load_reference,
    reject_version,
    submit_version,
    texts_of,
    write_version,
)

__all__ = [
    "ApprovedByTheSame",
    "DecisionUnexplained",
    "LegalBasisMissing",
    "Order",
    "Ordered",
    "ProviderNotSetUp",
    "Sent",
    "TemplateCodeTaken",
    "TemplateFaulty",
    "TemplateNotInUse",
    "VersionFixed",
    "add_template",
    "approve_version",
    "findings_of",
    "load_reference",
    "open_sandbox",
    "order_message",
    "order_messages",
    "record_receipts",
    "reject_version",
    "send_due",
    "set_channel",
    "silence_customer",
    "submit_version",
    "texts_of",
    "thank",
    "withdraw_waiting",
    "write_version",
]
