"""The only writer of letters: one function per business verb."""

from tagih.letters.operations.agreements import agreement_content, issue_agreement
from tagih.letters.operations.carrying import deliver, hand_over, set_letterhead, take_back, void
from tagih.letters.operations.numbering import Draft
from tagih.letters.operations.ordering import (
    LetterOrder,
    Ordered,
    issue,
    issue_assignment,
    issue_warning,
    order_letters,
    warning_content,
)
from tagih.letters.operations.refusals import DeliveryInFuture, LetterNeedsProof, LetterNotThere, LetterRefused
from tagih.letters.operations.setting import (
    long_day,
    make_print_run,
    print_all,
    read,
    set_letter,
    set_letters,
    sheet_of,
)

__all__ = [
    "DeliveryInFuture",
    "Draft",
    "LetterNeedsProof",
    "LetterNotThere",
    "LetterOrder",
    "LetterRefused",
    "Ordered",
    "agreement_content",
    "deliver",
    "hand_over",
    "issue",
    "issue_agreement",
    "issue_assignment",
    "issue_warning",
    "long_day",
    "make_print_run",
    "order_letters",
    "print_all",
    "read",
    "set_letter",
    "set_letterhead",
    "set_letters",
    "sheet_of",
    "take_back",
    "void",
    "warning_content",
]
