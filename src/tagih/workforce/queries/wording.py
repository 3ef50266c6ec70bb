"""Rules of rosters in the words of planners."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from tagih.staff.models import Person
from tagih.workforce.rules.roster import Breach

WORDS = {
    "NO_PLAN": _("no plan for every day"),
    "UNKNOWN_SHIFT": _("an unknown shift on %(day)s"),
    "ABSENT": _("on leave or not in the unit on %(day)s"),
    "DAYS_IN_ROW": _("more than %(limit)s days in a row up to %(day)s"),
    "REST": _("less than %(limit)s hours of rest before %(day)s"),
    "DAYS_WEEK": _("more than %(limit)s days in the week of %(day)s"),
    "HOURS_WEEK": _("more than %(limit)s hours in the week of %(day)s"),
    "PIN": _("the fixed cell of %(day)s was changed"),
}
OF_A_WEEK = frozenset({"DAYS_WEEK", "HOURS_WEEK"})
REMEDIES = {
    "ONE_MORE_PERSON": _("One more person"),
    "FIVE_MORE_PEOPLE": _("Five more people"),
    "ONE_DAY_OF_OVERTIME_A_WEEK": _("One day of overtime a week for everybody"),
    "LEAVE_MOVED": _("Leave moved to other days"),
}
RULES = {
    "DEMAND": _("demand fully covered"),
    "LEAVE": _("leave and absence"),
    "DAYS_WEEK": _("days a week by contract"),
    "HOURS_WEEK": _("hours a week"),
    "DAYS_IN_ROW": _("days in a row"),
}


def in_words(breaches: Iterable[Breach], first_day: dt.date) -> str:
    """This will say which rules are broken, with names and dates."""
    found = list(breaches)
    people = dict(Person.objects.filter(pk__in=[int(one.agent) for one in found]).values_list("pk", "full_name"))
    return "; ".join(f"{people[int(one.agent)]}: {_said(one, first_day)}" for one in found)


def _said(breach: Breach, first_day: dt.date) -> str:
    ahead = breach.day * 7 if breach.rule in OF_A_WEEK else breach.day
    words = {"day": f"{first_day + dt.timedelta(days=ahead):%d/%m}", "limit": f"{breach.limit:g}"}
    return str(WORDS[breach.rule]) % words
