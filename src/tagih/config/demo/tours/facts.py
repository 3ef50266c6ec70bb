"""What tells that a visitor has really done a step: rows and events since the tour began."""

from tagih.cases.models import WorkItem
from tagih.contacts.models import Attempt
from tagih.journal.events import BusinessEvent
from tagih.journal.models import Event
from tagih.web.ui.tour import Fact, Visit


def caused(*kinds: type[BusinessEvent]) -> Fact:
    """This will tell whether the visitor caused an event of one of these kinds."""
    names = [kind.name() for kind in kinds]

    def is_caused(visit: Visit) -> bool:
        mine = Event.objects.filter(name__in=names, actor_id=visit.person.pk, recorded_at__gte=visit.since)
        return mine.exists()

    return is_caused


def has_case(visit: Visit) -> bool:
    """This will tell whether the visitor has a case in hand."""
    return WorkItem.objects.filter(leased_by=visit.person, status="LEASED").exists()


def has_called(visit: Visit) -> bool:
    """This will tell whether the gate let the visitor call somebody."""
    return Attempt.objects.filter(agent=visit.person, opened_at__gte=visit.since).exists()
