"""Why a plan is not agreed to."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.kernel import money
from tagih.kernel.errors import Refusal


class ArrangementRefused(Refusal):
    """A plan passes a limit of the house or of everybody in it; `code` names the limit."""

    MESSAGES = {
        "ARRANGEMENT_NOT_OFFERED": (_("This kind of agreement is not offered for this product."), _("Choose another.")),
        "ARRANGEMENT_IMPOSSIBLE": (_("No payments fit these terms."), _("Change the months or the day.")),
        "ARRANGEMENT_DAYS_LATE": (
            _("This kind is not for a contract so many days late."), _("Choose another kind."),
        ),
        "ARRANGEMENT_TOO_OFTEN": (
            _("This person had as many of these in a year as the house allows."), _("Choose another kind."),
        ),
        "ARRANGEMENT_MONTHS": (_("The house allows at most {allowed} months."), _("Choose fewer months.")),
        "ARRANGEMENT_DAY": (_("The house allows a day until {allowed} at most."), _("Choose an earlier day.")),
        "ARRANGEMENT_WAIVED": (_("The house does not forgive so much."), _("Forgive less.")),
        "ARRANGEMENT_NOBODY_MAY": (_("Nobody in the house may agree to this."), _("Choose smaller terms.")),
        "ARRANGEMENT_RUNS": (
            _("This contract already has an agreement that runs or waits."), _("End that one first."),
        ),
        "ARRANGEMENT_NO_REASON": (_("Say in a sentence why this plan."), _("Write what the person told you.")),
        "ARRANGEMENT_NOTHING_OVERDUE": (_("Nothing is overdue on this contract."), _("Choose another contract.")),
        "ARRANGEMENT_BEYOND_MEANS": (
            _("A month would take {allowed}, more than the person can bear."), _("Choose a longer plan."),
        ),
    }  # fmt: skip

    FIELDS = {
        "ARRANGEMENT_MONTHS": "months", "ARRANGEMENT_DAY": "due_on", "ARRANGEMENT_WAIVED": "waived_penalty",
        "ARRANGEMENT_NO_REASON": "reason", "ARRANGEMENT_IMPOSSIBLE": "months",
    }  # fmt: skip

    def __init__(self, code: str, allowed: Any = None) -> None:
        message, remedy = self.MESSAGES[code]
        if isinstance(allowed, Decimal):
            allowed = money.rupiah(allowed)
        elif isinstance(allowed, dt.date):
            allowed = f"{allowed:%d/%m/%Y}"
        super().__init__(
            code, format_lazy(message, allowed=allowed), field=self.FIELDS.get(code, ""), value=allowed, remedy=remedy
        )


class ArrangementNotOpen(Refusal):
    """It was decided, signed or ended by somebody else meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "ARRANGEMENT_NOT_OPEN", _("This agreement is no longer waiting for that."),
            remedy=_("Look at how it stands now."),
        )  # fmt: skip


class NotYoursToApprove(Refusal):
    """Approval needs somebody else, of the rung that is asked or a higher one."""

    def __init__(self) -> None:
        super().__init__(
            "NOT_YOURS_TO_APPROVE", _("Somebody else must decide this: nobody approves what they proposed, and the "
                                      "mandate must be high enough."),
            remedy=_("Wait for the person who is asked, or for their deputy."),
        )  # fmt: skip


class SignatureMissing(Refusal):
    """Nothing runs unsigned."""

    def __init__(self, field: str = "signature") -> None:
        super().__init__(
            "SIGNATURE_MISSING", _("The agreement is not signed yet."), field=field,
            remedy=_("Sign in the box, or use the one-time code."),
        )  # fmt: skip


class SigningOver(Refusal):
    """The time to sign is over."""

    def __init__(self) -> None:
        super().__init__(
            "SIGNING_OVER", _("The time to sign this agreement is over."), remedy=_("Ask us for a new one.")
        )
