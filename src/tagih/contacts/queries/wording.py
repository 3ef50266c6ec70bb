"""Why the gate refused, in words that a supervisor can read to a regulator."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.contacts.queries.sources import in_words

SENTENCES = {
    "PAID": _("Nothing is overdue."),
    "PAID_CLAIM_HOLD": _("The customer says it is paid; the payment is being checked."),
    "SETTLED": _("The contract is closed."),
    "SOLD": _("The claim has been sold."),
    "RESTRUCTURE_ACTIVE": _("An arrangement is in force."),
    "DECEASED_HOLD": _("The customer has died."),
    "DISPUTE_HOLD": _("The customer disputes the debt."),
    "COMPLAINT_HOLD": _("A complaint is being answered."),
    "LAWYER_ONLY": _("The customer is represented by a lawyer."),
    "INSOLVENCY": _("The customer is insolvent."),
    "VULNERABLE_REVIEW": _("The customer's situation needs a trained person first."),
    "PROCESSING_RESTRICTED": _("The customer asked that their data be used no further, and that was granted."),
    "NOT_CONSUMER": _("Only the customer may be asked for payment."),
    "THIRD_PARTY_LOCATE_ONLY": _("Other people may only be asked where the customer is, never about the debt."),
    "EC_NO_CONSENT": _("There is no consent to ask other people."),
    "EC_LIMIT": _("This person was already asked within seven days."),
    "NUMBER_RETIRED": _("The contact point no longer works."),
    "NUMBER_WRONG_PARTY": _("The contact point belongs to somebody else."),
    "NUMBER_UNVERIFIED": _("The contact point is not verified: make sure who answers."),
    "AGENT_NO_CERT": _("The agent has no certificate for this."),
    "AGENT_CERT_EXPIRED": _("The agent's certificate has expired."),
    "AGENT_NO_ASSIGNMENT": _("The agent has no valid letter of assignment."),
    "AGENCY_NOT_ELIGIBLE": _("The agency may not collect for us."),
    "CHANNEL_DISABLED": _("This channel is switched off."),
    "CHANNEL_PLATFORM_PROHIBITED": _("The platform forbids this channel for debts."),
    "CHANNEL_OPT_OUT": _("The customer does not want this channel."),
    "TZ_UNKNOWN_INTERSECTION": _("The address is unknown: only hours that are lawful in every zone are left."),
    "DAY_SUNDAY": _("It is not a day of collection at the customer's address."),
    "HOLIDAY_NATIONAL": _("It is a national holiday."),
    "HOLIDAY_CUTI_BERSAMA": _("It is joint leave."),
    "BEFORE_WINDOW": _("It is too early at the customer's address."),
    "AFTER_WINDOW": _("It is too late at the customer's address."),
    "PLACE_NOT_BILLING_OR_DOMICILE": _("Visits go to the billing address or the domicile only."),
    "CAP_NUMBER_DAY": _("This contact point was tried often enough today."),
    "CAP_DEBTOR_DAY": _("The customer was tried often enough today."),
    "CAP_DEBTOR_7D": _("The customer was tried often enough in seven days."),
    "CAP_RPC_DAY": _("We have already spoken with the customer today."),
    "COOLDOWN": _("The last attempt was too short a time ago."),
    "PTP_NOT_DUE": _("A promise is not yet due."),
    "LETTER_FIELD_MISSING": _("The letter lacks content that the law wants."),
    "SP_SEQUENCE": _("An earlier warning letter has not been delivered."),
    "REPO_NO_FIDUCIA": _("There is no fiducia certificate."),
    "REPO_NO_SP": _("No warning letter has been delivered."),
    "REPO_DEFAULT_NOT_PROVEN": _("The default is not proven."),
    "REPO_DEBTOR_OBJECTS": _("The customer objects: this goes to court."),
}
BASES = {"LAW": _("Law"), "HOUSE": _("House rule"), "PLATFORM": _("Platform terms"), "PERSON": _("Customer's wish")}


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One reason for people: the sentence, where it comes from, until when it holds (None: time does not heal it)."""

    rule: str
    sentence: str
    source: str
    basis: str
    is_refusal: bool
    is_law: bool
    is_wish: bool
    until: dt.datetime | None


def sentence_of(rule: str) -> str:
    """This will put a rule into one sentence in the reader's language."""
    return str(SENTENCES[rule])


def basis_of(code: str) -> str:
    """This will name where a rule comes from: law, house, platform, the person."""
    return str(BASES[code])


def reasons_in_words(reasons: Iterable[Mapping[str, Any]]) -> list[ReasonView]:
    """This will put the stored reasons of a decision into words, refusals first, in the order of the rule book."""
    told = [
        ReasonView(
            rule=reason["rule"],
            sentence=sentence_of(reason["rule"]),
            source=in_words(reason["source"]),
            basis=str(BASES[reason["basis"]]),
            is_refusal=reason["severity"] == "DENY",
            is_law=reason["basis"] == "LAW",
            is_wish=reason["basis"] == "PERSON",
            until=dt.datetime.fromisoformat(reason["next_allowed_at"]) if reason["next_allowed_at"] else None,
        )
        for reason in reasons
    ]
    return sorted(told, key=lambda reason: not reason.is_refusal)
