"""What the variables mean, in words, for those who write conditions."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tagih.strategy.rules.variables import CATALOGUE, CHANNELS, WINDOWS, Kind, Source, Unit

UNITS: dict[Unit, Promise | str] = {
    Unit.NONE: "", Unit.DAYS: _("days"), Unit.MONTHS: _("months"), Unit.RUPIAH: _("rupiah"), Unit.POINTS: _("points"),
    Unit.TIMES: _("times"), Unit.PIECES: _("pieces"),
}  # fmt: skip
KINDS: dict[Kind, Promise] = {
    Kind.NUMBER: _("number"), Kind.COUNT: _("whole number"), Kind.TEXT: _("text"), Kind.FLAG: _("true or false"),
}  # fmt: skip
SOURCES: dict[Source, Promise] = {
    Source.PORTFOLIO: _("portfolio of the core system"),
    Source.PROMISES: _("promises"),
    Source.PAYMENTS: _("payments"),
    Source.CONTACTS: _("contact attempts and their results"),
    Source.REACH: _("contact points"),
    Source.CARE: _("holds and protection of the person"),
    Source.HISTORY: _("earlier decisions"),
}
CHANNEL_WORDS: dict[str, Promise] = {
    "CALL": _("Calls by people"), "BOT": _("Calls by a bot"), "SMS": _("Text messages"),
    "WHATSAPP": _("WhatsApp messages"), "EMAIL": _("E-mails"), "LETTER": _("Letters"), "VISIT": _("Visits"),
}  # fmt: skip
_IN_DAYS = _("%(what)s begun in the last %(days)d days, the day itself not counted")
MEANINGS: dict[str, Promise] = {
    "dpd": _("Days past due of the contract furthest behind; 0 if nothing is overdue"),
    "delinquent_days": _("Days past due less days on which the clock stood still, of the contract furthest behind"),
    "days_to_due": _("Days until the next instalment falls due; unknown where there is none"),
    "bucket": _("Bucket of the contract furthest behind; unknown where it has none"),
    "bucket_rank": _("Number of the bucket from 1, so that scheme and label do not matter; 0 without bucket"),
    "roll": _("Move since the business date before, of the contract furthest behind; unknown if there was none"),
    "collectability": _("The regulator's class of the contract furthest behind"),
    "overdue_amount": _("Principal, interest and fees overdue, of all contracts, without late charges"),
    "penalty_amount": _("Late charges owed, of all contracts"),
    "outstanding": _("Outstanding principal of all contracts"),
    "instalment_amount": _("Instalment of the contract furthest behind"),
    "instalments_overdue": _("Instalments overdue on the contract furthest behind"),
    "contracts": _("Contracts that are still owed"),
    "late_contracts": _("Contracts with something overdue"),
    "product": _("Product code of the contract furthest behind"),
    "branch": _("Branch code of the contract furthest behind"),
    "months_on_book": _("Full months since the contract furthest behind was paid out"),
    "score": _("Score that the core system gives the contract furthest behind; higher is better"),
    "is_written_off": _("One of the contracts is written off"),
    "has_fiducia": _("The contract furthest behind has a registered fiducia"),
    "broken_promises_90d": _("Promises judged broken or only partly paid in the last 90 days"),
    "kept_promises_90d": _("Promises kept in the last 90 days"),
    "days_since_broken": _("Days since a promise was last judged broken or only partly paid"),
    "has_promise": _("A promise is open"),
    "days_to_promise": _("Days until the next open promise falls due; below zero when it is past"),
    "payments_90d": _("Payments in the last 90 days that were not reversed"),
    "days_since_payment": _("Days since the last payment that was not reversed"),
    "attempts_7d": _("Contact attempts of all channels in the last 7 days, the day itself not counted"),
    "days_since_attempt": _("Days since the last contact attempt of any channel"),
    "right_party_30d": _("Contacts with the customer in person in the last 30 days"),
    "days_since_right_party": _("Days since the last contact with the customer in person"),
    "last_result": _("Result code of the last activity"),
    "days_since_result": _("Days since the last activity"),
    "phones": _("Phone numbers of the customer that can be used"),
    "whatsapp_numbers": _("WhatsApp numbers of the customer that can be used"),
    "email_addresses": _("E-mail addresses of the customer that can be used"),
    "addresses": _("Addresses of the customer that can be used"),
    "is_held": _("Collection is paused for the whole person"),
    "is_flagged": _("Something about the person limits contact: illness, dispute, complaint, lawyer and the like"),
    "is_vulnerable": _("The lender or a colleague says that the person is vulnerable"),
    "is_deceased": _("The person has died"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One variable, in words."""

    name: str
    kind: str
    unit: str
    meaning: str
    source: str
    example: str
    values: tuple[str, ...]
    is_nullable: bool


def meanings() -> list[Meaning]:
    """This will return the whole catalogue in the active language."""
    return [
        Meaning(
            variable.name, str(KINDS[variable.kind]), str(UNITS[variable.unit]), meaning_of(variable.name),
            str(SOURCES[variable.source]), variable.example, variable.values, variable.is_nullable,
        )
        for variable in CATALOGUE.values()
    ]  # fmt: skip


def meaning_of(name: str) -> str:
    """This will say what a variable means."""
    if name in MEANINGS:
        return str(MEANINGS[name])
    return _COUNTS[name]()


def _counted(channel: str, days: int) -> str:
    return str(_IN_DAYS) % {"what": str(CHANNEL_WORDS[channel]), "days": days}


_COUNTS = {
    f"{stem}_{days}d": (lambda channel=channel, days=days: _counted(channel, days))
    for channel, stem in CHANNELS.items()
    for days in WINDOWS
}
