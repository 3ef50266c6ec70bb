"""Which reaction hears which event: the one place where packages meet upwards."""

from typing import Any

from tagih.cases import events as case_events
from tagih.cases import reactions as cases
from tagih.contacts import events as contacts
from tagih.contacts import reactions as contacts_reactions
from tagih.dialer import reactions as dialer_reactions
from tagih.field import events as field_events
from tagih.field import reactions as field_reactions
from tagih.journal import listening
from tagih.journal.events import BusinessEvent
from tagih.letters import reactions as letters
from tagih.messaging import events as messaging_events
from tagih.messaging import reactions as messaging
from tagih.payments import events as payments
from tagih.portfolio import events as portfolio_events
from tagih.portfolio import reactions as portfolio_reactions
from tagih.quality import events as quality_events
from tagih.quality import reactions as quality
from tagih.staff import events as staff
from tagih.strategy import events as strategy
from tagih.strategy import reactions as strategy_reactions
from tagih.workforce import events as workforce
from tagih.workforce import reactions as workforce_reactions

HEARD: dict[type[BusinessEvent], list[Any]] = {
    payments.PaymentPosted: [
        cases.settle_after_money, messaging.silence_after_money, messaging.thank_after_money,
        field_reactions.withdraw_after_money, dialer_reactions.silence_after_money,
    ],
    payments.PaymentReversed: [cases.settle_after_money],
    payments.SuspenseAssigned: [cases.settle_after_money, messaging.silence_after_money],
    messaging_events.MessageOrdered: [messaging.send_ordered],
    contacts.CodeIssued: [contacts_reactions.send_code],
    contacts.PointRetired: [contacts_reactions.look_again_at_people, dialer_reactions.silence_number],
    contacts.PointVerified: [contacts_reactions.look_again_at_people],
    contacts.SharedNumberResolved: [contacts_reactions.look_again_at_holders],
    contacts.SharedNumberReopened: [contacts_reactions.look_again_at_holders],
    contacts.ReplayStarted: [contacts_reactions.replay_rules],
    contacts.PointAdded: [contacts_reactions.look_again_at_people],
    case_events.ConductReviewAsked: [quality.hear_complained],
    case_events.ArrangementSigned: [letters.write_agreement],
    field_events.PlanAsked: [field_reactions.make_plan],
    portfolio_events.FeedReceived: [portfolio_reactions.land_feed],
    strategy.ReplayStarted: [strategy_reactions.replay],
    strategy.VersionReleased: [strategy_reactions.decide_again],
    strategy.ReleaseTakenBack: [strategy_reactions.decide_again],
    staff.PersonLeft: [quality.hand_over],
    quality_events.GraveFailureFound: [quality.report_grave_failure],
    workforce.PlanRequested: [workforce_reactions.make_plan],
    workforce.AbsenceReported: [workforce_reactions.mend_plans],
}
"""Event class -> tasks of any package's `reactions`, each taking `event_id`, or `event_ids` to answer many at once."""


def wire() -> None:
    """This will make the table known to the journal."""
    for event_class, tasks in HEARD.items():
        listening.hear(event_class, tasks)
