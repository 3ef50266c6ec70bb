"""The second pair of eyes: who proposed something does not decide it."""

import datetime as dt
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from tagih.kernel.errors import Refusal
from tagih.privacy.enums import ProposalStatus
from tagih.privacy.models.proposals import TwoPeople
from tagih.privacy.rules.proposals import TRANSITIONS
from tagih.staff.models import Person

SHORTEST_REASONING = 10
Proposed = TypeVar("Proposed", bound=TwoPeople)


class ReasoningMissing(Refusal):
    """What is decided about a person's data is explained in a sentence."""

    def __init__(self, field: str = "reasoning") -> None:
        super().__init__("REASONING_MISSING", _("Explain the answer in a sentence."), field=field)


class DecidedByTheSamePerson(Refusal):
    """Who proposed it does not decide it."""

    def __init__(self) -> None:
        super().__init__(
            "SECOND_PERSON_NEEDED", _("Somebody else must decide what you proposed."),
            remedy=_("Ask a colleague of compliance."),
        )  # fmt: skip


class NothingProposed(Refusal):
    """There is no proposal to decide."""

    def __init__(self) -> None:
        super().__init__("NOTHING_PROPOSED", _("No answer waits for a decision."))


def explained(text: str, *, field: str = "reason") -> str:
    """This will return a reason without blanks around it.

    :raises ReasoningMissing: it is no sentence
    """
    told = text.strip()
    if len(told) < SHORTEST_REASONING:
        raise ReasoningMissing(field)
    return told[:400]


def decided(proposal: Proposed, status: str, *, by: Person, now: dt.datetime, answer: str = "") -> Proposed:
    """This will write the second person's decision into a locked proposal.

    :raises NothingProposed: it does not wait any more
    :raises DecidedByTheSamePerson:
    """
    if status not in TRANSITIONS[ProposalStatus(proposal.status)]:
        raise NothingProposed
    if proposal.proposed_by_id == by.pk:
        raise DecidedByTheSamePerson
    proposal.status, proposal.decided_at, proposal.decided_by, proposal.answer = status, now, by, answer
    proposal.save(update_fields=["status", "decided_at", "decided_by", "answer"])
    return proposal
