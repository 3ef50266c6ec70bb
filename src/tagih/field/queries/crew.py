"""The collectors of a branch: home and hours, what they may do, their phones."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from tagih.contacts.models import AssignmentLetter
from tagih.field.models import Collector, Device
from tagih.staff import queries as staff
from tagih.staff.models import Certificate, Person, Unit

ROLE = "FIELD_COLLECTOR"


@dataclass(frozen=True, slots=True)
class Hand:
    """One collector. `home` is None until somebody said where the day begins: nobody is planned before."""

    person: Person
    home: Collector | None
    certified_until: dt.date | None
    assigned_until: dt.date | None
    phones: tuple[Device, ...]


def crew_of(branch: Unit, *, on: dt.date) -> list[Hand]:
    """This will return who visits for a branch, by name. Five queries, however many people."""
    homes = {row.person_id: row for row in Collector.objects.filter(branch=branch).select_related("person")}
    people = {person.pk: person for person in staff.people_in(branch, on=on, role=ROLE)}
    people |= {pk: row.person for pk, row in homes.items()}
    ids = list(people)
    valid = {"valid_from__lte": on, "valid_until__gte": on}
    certified = dict(
        Certificate.objects.filter(person_id__in=ids, kind="FIELD", **valid)
        .order_by("valid_until")
        .values_list("person_id", "valid_until")
    )
    assigned = dict(
        AssignmentLetter.objects.filter(
            agent_id__in=ids, withdrawn_at__isnull=True, customer__isnull=True, **valid
        ).order_by("valid_until").values_list("agent_id", "valid_until")
    )  # fmt: skip
    phones: dict[int, list[Device]] = defaultdict(list)
    for device in Device.objects.filter(person_id__in=ids).order_by("registered_at", "pk"):
        phones[device.person_id].append(device)
    return [
        Hand(person, homes.get(pk), certified.get(pk), assigned.get(pk), tuple(phones[pk]))
        for pk, person in sorted(people.items(), key=lambda item: (item[1].full_name, item[0]))
    ]
