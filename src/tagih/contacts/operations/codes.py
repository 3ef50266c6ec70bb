"""One-time codes: a person who reads the code back holds the number."""

import datetime as dt
import hmac
import secrets
import uuid

from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.adapters import codes as adapters
from tagih.contacts.models import Attempt, ContactPoint, GateDecision, OneTimeCode
from tagih.contacts.operations.attempts import close_attempt, open_attempt
from tagih.contacts.operations.ownership import verify_point
from tagih.contacts.queries.points import CIPHER, ENDED
from tagih.contacts.queries.wording import reasons_in_words
from tagih.contacts.rules import codes as rules
from tagih.journal import operations as journal
from tagih.kernel import clock, crypto, database
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.kernel.ids import uuid7
from tagih.staff.models import Person, Unit

HASH = "contacts.OneTimeCode.code"
SECRET = "contacts.OneTimeCode.text"  # noqa: S105 (the name of a column)
LIVE = (enums.CodeState.ISSUED, enums.CodeState.SENT)


class NoCodeSender(Refusal):
    """No provider of messages is set up."""

    def __init__(self) -> None:
        super().__init__(
            "NO_CODE_SENDER", _("No provider of messages is set up."),
            remedy=_("Verify by a conversation or a document instead."),
        )  # fmt: skip


class CodeNotPossible(Refusal):
    """A code goes to a usable telephone of the customer, and to nobody else's."""

    def __init__(self) -> None:
        super().__init__(
            "CODE_NOT_POSSIBLE", _("A code can only be sent to a working telephone number of the customer.")
        )


class CodeTooSoon(Refusal):
    """Codes are few, so that nobody is pestered and nobody can guess."""

    def __init__(self, until: dt.datetime) -> None:
        self.until = until
        at = f"{clock.local(until, clock.WIB):%H.%M}"
        super().__init__(
            "CODE_TOO_SOON", _("Codes were sent to this number, to this customer, or by you, often enough."),
            remedy=format_lazy(_("The next one may be sent from {at} WIB."), at=at),
        )  # fmt: skip


class CodeRefusedByGate(Refusal):
    """Outside a conversation a code is a message like any other, and the contact rules refuse it."""

    def __init__(self, decision: GateDecision) -> None:
        self.decision = decision
        refusals = [reason.sentence for reason in reasons_in_words(decision.reasons) if reason.is_refusal]
        super().__init__(
            "CODE_REFUSED_BY_GATE", " ".join(refusals), remedy=_("Send the code while you talk with the customer.")
        )


class NoCode(Refusal):
    """None was sent, or it is over."""

    def __init__(self) -> None:
        super().__init__(
            "NO_CODE", _("There is no code to enter, or its time is over."), field="code", remedy=_("Send a new one.")
        )


class CodeWrong(Refusal):
    """The digits are others."""

    def __init__(self, left: int) -> None:
        self.left = left
        message = format_lazy(_("The code is not right. Tries left: {left}."), left=left)
        super().__init__("CODE_WRONG", message, field="code", remedy="" if left else _("Send a new one."))


def issue_code(*, contact_point: ContactPoint, by: Person, now: dt.datetime) -> OneTimeCode:
    """This will make a six-digit code for a number of the customer, to be sent as soon as this commits.

    While the agent has an allowed call with this customer open, the code belongs to that conversation; otherwise it is
    a message and asks the gate for itself. A newer code replaces the one before.

    :raises NoCodeSender: no provider is set up
    :raises CodeNotPossible: not the customer's own, or not usable
    :raises CodeTooSoon: sent too often to this number, to any numbers of this person, or by this agent
    :raises CodeRefusedByGate: the contact rules do not allow the message now
    """
    if adapters.sender() is None:
        raise NoCodeSender
    point = ContactPoint.objects.select_related("customer").get(pk=contact_point.pk)
    if not _is_possible(point):
        raise CodeNotPossible
    _check_limits(point, by, now)
    attempt = _conversation(point, by, now) or _message(point, by, now)
    reference, digits = uuid7(now), f"{secrets.randbelow(10**rules.DIGITS):0{rules.DIGITS}d}"
    with transaction():
        database.lock("contacts.code", f"customer:{point.customer_id}")
        database.lock("contacts.code", bytes(point.value_hash).hex())
        _check_limits(point, by, now)
        OneTimeCode.objects.filter(contact_point=point, state__in=LIVE).update(
            state=enums.CodeState.REPLACED, ended_at=now, code_cipher=None
        )
        made = OneTimeCode.objects.create(
            contact_point=point, value_hash=point.value_hash, code_hash=_hashed(reference, digits),
            code_cipher=crypto.encrypt(digits, context=SECRET), reference=reference, issued_at=now, issued_by=by,
            expires_at=now + rules.LIFE, attempt=attempt,
        )  # fmt: skip
        issued = events.CodeIssued(customer_no=point.customer.customer_no, contact_point_id=point.pk, code_id=made.pk)
        journal.publish(issued, by=by, now=now)
    return made


def send_code(*, code_id: int, now: dt.datetime) -> bool:
    """This will hand a code to the provider and forget its digits; tell whether it was sent now.

    Called by the reaction to `CodeIssued`, outside any transaction. Safe to repeat: the provider knows the reference.
    """
    code = OneTimeCode.objects.select_related("contact_point__customer").get(pk=code_id)
    provider = adapters.sender()
    if code.state != enums.CodeState.ISSUED or code.code_cipher is None or now >= code.expires_at or provider is None:
        return False
    digits = crypto.decrypt(code.code_cipher, context=SECRET)
    number = crypto.decrypt(code.contact_point.value_cipher, context=CIPHER)
    state, changes = enums.CodeState.SENT, {"sent_at": now}
    try:
        provider.send(number=number, text=_text(code.contact_point, digits), reference=code.reference)
    except adapters.CodeNotTaken:
        state, changes = enums.CodeState.FAILED, {"ended_at": now}
    waiting = OneTimeCode.objects.filter(pk=code.pk, state=enums.CodeState.ISSUED)
    done = waiting.update(state=state, code_cipher=None, provider=provider.name, **changes)
    return bool(done) and state == enums.CodeState.SENT


def confirm_code(*, contact_point: ContactPoint, code: str, by: Person | None, now: dt.datetime) -> None:
    """This will compare what the person read back; right, the number is verified with the code as evidence.

    `by` None: the person typed it on a page of their own.
    A wrong try is counted even though it is refused; the fifth ends the code.

    :raises NoCode: none was sent, or it is over
    :raises CodeWrong: the digits are others
    """
    refusal: Refusal | None = None
    with transaction():
        held = (
            OneTimeCode.objects.select_for_update(of=("self",)).select_related("contact_point", "attempt")
            .filter(contact_point=contact_point, state__in=LIVE).first()
        )  # fmt: skip
        if held is None:
            refusal = NoCode()
        elif now >= held.expires_at:
            _end(held, enums.CodeState.EXPIRED, now)
            refusal = NoCode()
        elif not hmac.compare_digest(_hashed(held.reference, code), bytes(held.code_hash)):
            held.tries += 1
            left = rules.TRIES - held.tries
            _end(held, held.state if left else enums.CodeState.SPENT, now)
            refusal = CodeWrong(left)
        else:
            _end(held, enums.CodeState.CONFIRMED, now)
            evidence = f"one-time code {held.reference}"
            verify_point(contact_point=held.contact_point, evidence=evidence, source="CODE", by=by, now=now)
            if held.attempt.channel == enums.Channel.SMS:
                close_attempt(attempt=held.attempt, result_class=enums.ResultClass.RPC, by=by, now=now)
    if refusal is not None:
        raise refusal


def expire_codes(*, now: dt.datetime) -> int:
    """This will end codes whose time is over and forget their digits; return how many those were."""
    over = OneTimeCode.objects.filter(state__in=LIVE, expires_at__lte=now)
    return over.update(state=enums.CodeState.EXPIRED, ended_at=now, code_cipher=None)


def _is_possible(point: ContactPoint) -> bool:
    is_phone = point.kind in (enums.PointKind.PHONE, enums.PointKind.WHATSAPP)
    is_own = point.owner_role == enums.OwnerRole.CONSUMER
    return is_phone and is_own and not point.unusable_reason and point.state not in ENDED


def _check_limits(point: ContactPoint, by: Person, now: dt.datetime) -> None:
    sent = OneTimeCode.objects.exclude(state=enums.CodeState.FAILED)
    today = sent.filter(issued_at__gt=now - dt.timedelta(days=1))
    to_number = today.filter(value_hash=point.value_hash)
    to_person = today.filter(contact_point__customer=point.customer_id)
    by_agent = sent.filter(issued_by=by, issued_at__gt=now - dt.timedelta(hours=1))
    until = rules.next_allowed_at(
        to_number=list(to_number.values_list("issued_at", flat=True)),
        to_person=list(to_person.values_list("issued_at", flat=True)),
        by_agent=list(by_agent.values_list("issued_at", flat=True)),
        now=now,
    )
    if until is not None:
        raise CodeTooSoon(until)


def _conversation(point: ContactPoint, by: Person, now: dt.datetime) -> Attempt | None:
    return Attempt.objects.filter(
        customer_id=point.customer_id, agent=by, channel=enums.Channel.CALL, state=enums.AttemptState.RESERVED,
        opened_at__gt=now - rules.CONVERSATION,
    ).order_by("-opened_at").first()  # fmt: skip


def _message(point: ContactPoint, by: Person, now: dt.datetime) -> Attempt:
    outcome = open_attempt(
        customer=point.customer, contact_point=point, channel=enums.Channel.SMS, purpose=enums.Purpose.LOCATE,
        agent=by, by=by, now=now,
    )  # fmt: skip
    if outcome.attempt is None:
        raise CodeRefusedByGate(outcome.decision)
    return outcome.attempt


def _text(point: ContactPoint, digits: str) -> str:
    """No word of a debt: whoever holds the telephone may be somebody else."""
    root = Unit.objects.filter(parent__isnull=True).order_by("pk").first()
    with override(point.customer.language if point.customer.language in ("id", "en") else "id"):
        text = gettext("%(code)s is your code, for 10 minutes. Tell it only to the person of %(lender)s you talk to.")
    return text % {"code": digits, "lender": root.name if root else "Tagih"}


def _hashed(reference: uuid.UUID, digits: str) -> bytes:
    told = "".join(character for character in digits if character.isdigit())
    return crypto.search_hash(f"{reference} {told}", context=HASH)


def _end(code: OneTimeCode, state: str, now: dt.datetime) -> None:
    code.state = state
    if state not in LIVE:
        code.ended_at, code.code_cipher = now, None
    code.save(update_fields=["state", "tries", "ended_at", "code_cipher"])
