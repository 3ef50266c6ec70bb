from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mode(TextChoices):
    PREDICTIVE = "PREDICTIVE", _("Predictive")
    PROGRESSIVE = "PROGRESSIVE", _("One line per free agent")
    PREVIEW = "PREVIEW", _("Preview")
    BOT = "BOT", _("Automatic reminder")
    INBOUND = "INBOUND", _("Incoming only")


class EntryState(TextChoices):
    WAITING = "WAITING", _("Waiting")
    TAKEN = "TAKEN", _("Being dialled")
    DONE = "DONE", _("Done")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Direction(TextChoices):
    OUT = "OUT", _("Outgoing")
    IN = "IN", _("Incoming")


class CallState(TextChoices):
    RINGING = "RINGING", _("Ringing")
    WAITING = "WAITING", _("Waits for an agent")
    TALKING = "TALKING", _("Talking")
    ENDED = "ENDED", _("Ended")


class Outcome(TextChoices):
    CONNECTED = "CONNECTED", _("Talked")
    ABANDONED = "ABANDONED", _("Abandoned")
    MACHINE = "MACHINE", _("Answering machine")
    NO_ANSWER = "NO_ANSWER", _("Not answered")
    BUSY = "BUSY", _("Busy")
    REJECTED = "REJECTED", _("Rejected")
    INACTIVE = "INACTIVE", _("Number not in use")
    GIVEN_UP = "GIVEN_UP", _("Given up while ringing")
    BOT_DONE = "BOT_DONE", _("Reminder played")
    FAULT = "FAULT", _("Line failed")


class SeatState(TextChoices):
    """What an agent does, finer than the state of the desk: this log is what planning reads."""

    READY = "READY", _("Ready")
    TALKING = "TALKING", _("Talking")
    WRAP_UP = "WRAP_UP", _("Wrap-up")
    WORKING = "WORKING", _("Working a case")
    BREAK = "BREAK", _("Break")
    PRAYER = "PRAYER", _("Prayer")
    MEETING = "MEETING", _("Meeting")
    TRAINING = "TRAINING", _("Training")
    CUT_OFF = "CUT_OFF", _("Telephone not connected")
    OFF = "OFF", _("Signed out")


class Side(TextChoices):
    CUSTOMER = "CUSTOMER", _("Customer")
    AGENT = "AGENT", _("Agent")


class TapeState(TextChoices):
    RUNNING = "RUNNING", _("Being recorded")
    STORED = "STORED", _("Stored")
    LOST = "LOST", _("Lost")


class WishKind(TextChoices):
    HANG_UP = "HANG_UP", _("Hang up")
    HOLD = "HOLD", _("Hold")
    RESUME = "RESUME", _("Resume")
    SILENCE = "SILENCE", _("Pause the recording")
    SPEAK = "SPEAK", _("Go on recording")
    LISTEN = "LISTEN", _("Listen")
    WHISPER = "WHISPER", _("Whisper")
    BARGE = "BARGE", _("Join")
    LEAVE = "LEAVE", _("Leave")
    TRANSFER = "TRANSFER", _("Transfer")
    CONSULT = "CONSULT", _("Ask a colleague")
    CONFER = "CONFER", _("Talk all together")
    DIAL = "DIAL", _("Dial")


class Cause(TextChoices):
    """Why a line is free again."""

    NO_ANSWER = "NO_ANSWER", _("Not answered")
    BUSY = "BUSY", _("Busy")
    REJECTED = "REJECTED", _("Rejected")
    VOICEMAIL = "VOICEMAIL", _("Voicemail")
    INACTIVE = "INACTIVE", _("Number not in use")
    THEY_HUNG_UP = "THEY_HUNG_UP", _("They hung up")
    WE_HUNG_UP = "WE_HUNG_UP", _("We hung up")
    TRUNK_FULL = "TRUNK_FULL", _("No free line at the carrier")
    FAULT = "FAULT", _("Line failed")
