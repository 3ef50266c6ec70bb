"""The only writer of payments: one for one, one for many."""

from tagih.payments.operations.feed import Fed, export_notices, publish_fed, restate_since
from tagih.payments.operations.intake import (
    NOT_MONEY,
    AmountNotPositive,
    PaidInFuture,
    Posted,
    ReferenceReused,
    ReversedAlready,
    post,
    post_notice,
    post_notices,
    restate,
)
from tagih.payments.operations.notices import NoticeIncomplete
from tagih.payments.operations.suspense import ContractUnknown, NotInSuspense, ReasonMissing, assign
from tagih.payments.operations.webhook import Delivery, forget_bodies, is_authentic, receive, signature

__all__ = [
    "NOT_MONEY",
    "AmountNotPositive",
    "ContractUnknown",
    "Delivery",
    "Fed",
    "NotInSuspense",
    "NoticeIncomplete",
    "PaidInFuture",
    "Posted",
    "ReasonMissing",
    "ReferenceReused",
    "ReversedAlready",
    "assign",
    "export_notices",
    "forget_bodies",
    "is_authentic",
    "post",
    "post_notice",
    "post_notices",
    "publish_fed",
    "receive",
    "restate",
    "restate_since",
    "signature",
]
