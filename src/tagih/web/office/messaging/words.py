"""What the linter finds, in words."""

from django.utils.translation import gettext_lazy as _

FINDINGS = {
    "THREAT": _("This reads as a threat, which the law forbids."),
    "SHAMING": _("This shames or points at other people, which the law forbids."),
    "PRESSURE": _("This presses. Is it needed?"),
    "DEBT_ON_LOCK_SCREEN": _("The beginning shows on a lock screen: whoever stands beside it reads of the debt."),
    "DEBT_TO_ANOTHER": _("Somebody else would learn of the debt."),
    "SENDER_MISSING": _("The sender is not named: write {lender}."),
    "OPT_OUT_MISSING": _("It does not say how to stop: write {stop}."),
    "LINK_WRITTEN_OUT": _("Only the customer's own page may be linked: write {link}."),
    "SUBJECT_MISSING": _("An e-mail has a subject."),
    "LANGUAGE_MISSING": _("The words in this language are missing."),
    "VARIABLE_UNKNOWN": _("There is no such variable."),
    "BRACE_OPEN": _("A brace is open or closes nothing."),
    "SHOUTING": _("Capitals and exclamation marks shout."),
    "HIDDEN_SIGNS": _("There are signs that turn the direction of writing."),
    "TOO_LONG": _("It is too long."),
    "DEAR_SIGNS": _("One sign makes every part half as long, and twice as dear."),
}  # fmt: skip
