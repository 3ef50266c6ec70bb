"""Why a letter is not written, or does not change."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.kernel.errors import Refusal

MESSAGES: dict[str, tuple[Any, Any]] = {
    "LETTER_FIELD_MISSING": (
        _("The letter lacks what the law or its purpose demands: {allowed}."), _("Complete the contract first."),
    ),
    "LETTER_OUT_OF_SEQUENCE": (
        _("The letter before this one was not delivered."), _("Deliver that one first, or record its delivery."),
    ),
    "LETTER_TOO_EARLY": (_("It may go from {allowed} on."), _("Wait until then.")),
    "LETTER_TOO_SOON_AFTER": (
        _("The letter before this one was delivered too recently; it may go from {allowed} on."), _("Wait until then."),
    ),
    "LETTER_CONTRACT_UNKNOWN": (_("This contract is not in scope."), _("Check the contract number.")),
    "LETTER_NOTHING_OVERDUE": (_("Nothing is overdue on this contract."), _("No warning is due.")),
}  # fmt: skip


class LetterRefused(Refusal):
    """A letter lacks a field, or its turn has not come; `code` says which."""

    def __init__(self, code: str, allowed: dt.date | Sequence[str] | None = None) -> None:
        message, remedy = MESSAGES[code]
        said = f"{allowed:%d/%m/%Y}" if isinstance(allowed, dt.date) else ", ".join(allowed or ())
        super().__init__(code, format_lazy(message, allowed=said), field="kind", value=allowed, remedy=remedy)


class LetterNotThere(Refusal):
    """The letter is not in the state for that."""

    def __init__(self) -> None:
        super().__init__(
            "LETTER_STATE", _("This letter cannot become that any more."), remedy=_("Look at how it stands now.")
        )


class LetterNeedsProof(Refusal):
    """A delivery says to whom; what came back or is void says why."""

    def __init__(self, field: str) -> None:
        super().__init__("LETTER_PROOF", _("Say to whom, or why."), field=field)


class DeliveryInFuture(Refusal):
    """What has not happened yet proves nothing."""

    def __init__(self) -> None:
        super().__init__("NOT_IN_THE_FUTURE", _("This day has not come yet."), field="delivered_on")
