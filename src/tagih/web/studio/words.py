"""Words and icons of the studio."""

from django.utils.translation import gettext_lazy as _

from tagih.strategy.enums import VersionStatus

TONES = {
    VersionStatus.DRAFT: "", VersionStatus.SUBMITTED: "warn", VersionStatus.APPROVED: "ok",
    VersionStatus.REJECTED: "bad",
}  # fmt: skip
CHANNELS = {
    "CALL": _("Call"), "BOT": _("Bot call"), "SMS": _("SMS"), "WHATSAPP": _("WhatsApp"), "EMAIL": _("E-mail"),
    "LETTER": _("Letter"), "VISIT": _("Visit"),
}  # fmt: skip
CHANNEL_ICONS = {
    "CALL": "phone", "BOT": "headset", "SMS": "message", "WHATSAPP": "message", "EMAIL": "mail", "LETTER": "letter",
    "VISIT": "pin",
}  # fmt: skip
EXITS = {
    "DECEASED": _("has died"), "FLAGGED": _("is protected"), "HELD": _("is on hold"),
    "PROMISE": _("has an open promise"), "PAYMENT": _("paid in the last two days"),
    "RIGHT_PARTY": _("was spoken with yesterday or today"), "NOT_LATE": _("is not late"),
    "WRITTEN_OFF": _("is written off"), "HOLD_OUT": _("is in the hold-out"),
}  # fmt: skip
CHANGES = {
    "NEW": _("new today"), "SEGMENT": _("other segment than before"), "STEP": _("other step than before"),
    "SAME": _("as before"),
}  # fmt: skip
