"""Roles in code, each with a sentence that says what its holder is there for.

Which permissions a role carries is composed above the map, in `tagih.config.roles`, because permissions belong to
packages that staff does not know. `install` is called once when the programme starts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its code in the database, its name, one human sentence, and the group of places where its day begins."""

    code: str
    name: str | Promise
    sentence: str | Promise
    home: str = "work"
    needs_second_factor: bool = False


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "AGENT",
            _("Desk agent"),
            _("Works the cases handed out, speaks with customers, records results and promises."),
        ),
        Role(
            "FIELD_COLLECTOR",
            _("Field collector"),
            _("Visits customers with an assignment letter and reports from the road."),
        ),
        Role(
            "TEAM_LEADER",
            _("Team leader"),
            _("Leads one team: sees its floor, moves its work, helps with hard calls."),
            home="lead",
        ),
        Role(
            "SUPERVISOR",
            _("Supervisor"),
            _("Answers for several teams: queues, holds, limits and the day's result."),
            home="lead",
        ),
        Role(
            "HEAD",
            _("Head of collections"),
            _("Answers for the whole of collections and approves what teams may not."),
            home="lead",
        ),
        Role(
            "QUALITY",
            _("Quality reviewer"),
            _("Listens to and reads contacts, scores them and calibrates."),
            home="insight",
        ),
        Role(
            "TRAINER", _("Trainer"), _("Looks after certificates and what people still have to learn."), home="office"
        ),
        Role(
            "PLANNER",
            _("Workforce planner"),
            _("Plans shifts and leave so that somebody is there when work comes."),
            home="lead",
        ),
        Role(
            "STRATEGIST",
            _("Strategist"),
            _("Writes the rules by which cases are chosen and treated, and measures them."),
            home="insight",
        ),
        Role(
            "COMPLIANCE",
            _("Compliance officer"),
            _("Watches contact rules, consents, complaints and refusals."),
            home="office",
        ),
        Role("CASHIER", _("Cashier"), _("Posts money, finds the contract for money that names none."), home="money"),
        Role(
            "BRANCH_HEAD",
            _("Branch head"),
            _("Answers for one branch: its portfolio, its people, its result."),
            home="lead",
        ),
        Role("AUDITOR", _("Auditor"), _("Reads everything, changes nothing; sees who saw what."), home="office"),
        Role(
            "OPERATOR",
            _("Data operator"),
            _("Loads the core system's files and watches the daily round."),
            home="office",
        ),
        Role(
            "ADMINISTRATOR",
            _("Administrator"),
            _("Sets Tagih up: people, units, calendars, codes."),
            needs_second_factor=True,
            home="office",
        ),
    )
}

_granted: dict[str, frozenset[str]] = {}
_sentences: dict[str, str | Promise] = {}


def install(grants: Mapping[str, Iterable[str]], sentences: Mapping[str, str | Promise]) -> None:
    """This will set which permissions each role carries and how each reads. Every role must be named, and no other.

    :raises ValueError: a role is missing or unknown.
    """
    if set(grants) != set(ROLES):
        raise ValueError(f"roles and grants differ: {sorted(set(grants) ^ set(ROLES))}")
    _sentences.clear()
    _sentences.update({str(permission): sentence for permission, sentence in sentences.items()})
    _granted.clear()
    _granted.update({code: frozenset(str(permission) for permission in grants[code]) for code in grants})


def permissions_of_role(code: str) -> frozenset[str]:
    """This will return the permissions that a role carries; none for a role that no longer exists."""
    return _granted.get(code, frozenset())


def roles_with(permission: str) -> list[Role]:
    """This will return the roles that carry a permission, in the order of this page."""
    return [role for code, role in ROLES.items() if str(permission) in _granted.get(code, frozenset())]


def sentences_of(role: str) -> list[str]:
    """This will return what a role may do, as human sentences, in the order of the packages."""
    held = permissions_of_role(role)
    return [str(sentence) for permission, sentence in _sentences.items() if permission in held]
