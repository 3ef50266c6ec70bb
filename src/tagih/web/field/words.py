"""What the app says, in the language of the phone. They travel with the shell and are kept with it."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """This will return every text of the app by its name."""
    return _screens() | _door() | _cash() | _sending()


def _screens() -> dict[str, str]:
    return {
        "welcome": _("Set this phone up"), "sign_in_first": _("Sign in once while there is a signal."),
        "sign_in": _("Sign in"), "others": _("Somebody else uses this phone, too. You see nothing of each other."),
        "choose_pin": _("Choose six digits. They lock what is kept on this phone."),
        "pin_six": _("Six digits, please."),
        "pin_wrong": _("That is not right."), "go_on": _("Go on"), "locked": _("Locked"),
        "enter_pin": _("Enter your six digits."), "list": _("List"), "route": _("Route"), "money": _("Cash"),
        "card": _("Card"), "outbox": _("Send"), "no_day": _("No list for today"),
        "no_day_text": _("The list comes with a signal and ends at midnight. What you have saved is still here."),
        "fetch": _("Fetch the list"), "progress": _("Visits made"), "taken_today": _("Taken today:"),
        "days": _("days late"), "promised": _("Promised"), "nothing": _("No visits today"),
        "nothing_text": _("Your leader has planned none for you."), "overdue": _("Overdue"), "late": _("Late"),
        "why": _("Reason"), "phone": _("Phone"), "navigate": _("Show the way"), "visited": _("Visited"),
        "visit": _("Start the visit"), "no_map": _("No door of this list is on the map."),
        "sketch": _("A sketch without streets: it needs no signal."), "valid": _("Valid today"),
        "card_NO_CERTIFICATE": _("No valid certificate"), "card_NO_ASSIGNMENT": _("No letter of assignment"),
        "card_LEFT": _("No longer with us"), "certificate": _("Certificate"), "assignment": _("Assignment"),
        "qr": _("QR code"), "broken": _("The app could not start"), "again": _("Try again"),
        "new_version": _("There is a new version."), "renew": _("Renew"), "hours": _("hours"),
    }  # fmt: skip


def _door() -> dict[str, str]:
    return {
        "arrive": _("I am at the door"), "locating": _("Looking for the position …"),
        "fence_INSIDE": _("At the door"), "fence_NEAR": _("Nearby"), "fence_OUTSIDE": _("Elsewhere"),
        "fence_UNKNOWN": _("Position unknown"), "outside_why": _("Why are you elsewhere?"),
        "outside_hint": _("It is allowed. Say why and take a photo; your leader looks at it."),
        "what_came": _("What came of it"), "whom": _("Whom you met"), "cause": _("Cause of the delay"),
        "promise": _("Promise"), "amount": _("Amount"), "pay_on": _("Pays on"), "cash": _("Cash"),
        "contract": _("Contract"), "cash_amount": _("Cash taken"),
        "cash_hint": _("Leave it empty if no cash was taken."), "signature": _("Signature"), "clear": _("Clear"),
        "photo": _("Take a photo"), "photos": _("photos"), "no_photo": _("No photo yet"),
        "photo_bad": _("This photo cannot be used. Take another."), "photo_kept": _("The photo is kept."),
        "letters": _("Letters handed over"), "notes": _("Notes"), "more": _("More"), "new_phone": _("New number"),
        "is_door": _("The door is here: correct the map"), "save": _("Save"),
        "need_cause": _("Choose the cause of the delay."), "need_note": _("Write down what was said."),
        "need_promise": _("Enter amount and day of the promise."),
        "need_outside": _("Elsewhere: say why and take a photo."),
    }  # fmt: skip


def _cash() -> dict[str, str]:
    return {
        "receipt": _("Receipt"), "receipt_hint": _("The customer scans this and sees whether it is real."),
        "done": _("Done"), "in_hand": _("Cash in hand"), "limit": _("Limit"), "hand_over": _("Hand over cash"),
        "how": _("How"), "at_branch": _("At the branch"), "by_bank": _("Bank"), "by_agent": _("Payment point"),
        "reference": _("Reference of the slip"), "slip": _("Photo of the slip"), "need_amount": _("Enter the amount."),
        "cash_stop": _("Hand over yesterday's cash first."), "cash_limit": _("That is more cash than you may carry."),
        "no_numbers": _("No receipt numbers are left. They come with a signal."),
    }  # fmt: skip


def _sending() -> dict[str, str]:
    return {
        "unsent": _("not sent"), "all_sent": _("Everything is sent"), "send_now": _("Send now"), "sent": _("Sent"),
        "kept": _("Kept on the phone"), "sending": _("On its way"), "undo": _("Undo"),
        "too_late": _("It is being sent already."), "saved": _("Saved on the phone."),
        "full": _("The phone is full. Delete something else, then save again."),
        "not_saved": _("It could not be saved. Try again."), "unknown_phone": _("Sign in again to send"),
        "panic": _("Call for help"), "panic_sure": _("Call for help? Your leader sees where you are."),
        "panic_sent": _("Your leader is told as soon as there is a signal."), "positions": _("Positions"),
        "kind_VISIT": _("Visit"), "kind_RECEIPT": _("Receipt"), "kind_VOID": _("Void"), "kind_DEPOSIT": _("Deposit"),
        "kind_TRACK": _("Positions"), "kind_PANIC": _("Help"), "kind_SHIFT": _("Shift"),
    }  # fmt: skip
