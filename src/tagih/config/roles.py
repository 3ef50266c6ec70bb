"""Who may do what: the permissions of each role. Sentences live beside each permission in its package."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise

from tagih.cases import permissions as cases
from tagih.config.grants import dialer as dialer_grants
from tagih.config.grants import field as field_grants
from tagih.config.grants import letters as letters_grants
from tagih.config.grants import messaging as messaging_grants
from tagih.config.grants import quality as quality_grants
from tagih.config.grants import recovery as recovery_grants
from tagih.config.grants import strategy as strategy_grants
from tagih.config.grants import workforce as workforce_grants
from tagih.contacts import permissions as contacts
from tagih.dialer import permissions as dialer
from tagih.field import permissions as field
from tagih.letters import permissions as letters
from tagih.messaging import permissions as messaging
from tagih.payments import permissions as payments
from tagih.portfolio import permissions as portfolio
from tagih.privacy import permissions as privacy
from tagih.quality import permissions as quality
from tagih.recovery import permissions as recovery
from tagih.reporting import permissions as reporting
from tagih.staff import permissions as staff
from tagih.staff import roles
from tagih.strategy import permissions as strategy
from tagih.workforce import permissions as workforce

Cases, Contacts, Payments = cases.Permission, contacts.Permission, payments.Permission
Portfolio, Reporting, Staff = portfolio.Permission, reporting.Permission, staff.Permission

Privacy = privacy.Permission

PACKAGES = (
    cases, contacts, payments, portfolio, privacy, reporting, staff,
    strategy, letters, dialer, messaging, field, recovery, quality, workforce,
)  # fmt: skip
PAGES = (
    strategy_grants, letters_grants, dialer_grants, messaging_grants, field_grants, recovery_grants, quality_grants,
    workforce_grants,
)  # fmt: skip
EVERY: tuple[StrEnum, ...] = tuple(permission for package in PACKAGES for permission in package.Permission)
SENTENCES: Mapping[str, str | Promise] = {
    str(permission): sentence for package in PACKAGES for permission, sentence in package.SENTENCES.items()
}

READING = {
    Cases.SEE_CASES, Cases.SEARCH_CASES, Contacts.SEE_POINTS, Portfolio.SEE_CONTRACTS, Payments.SEE_PAYMENTS,
}  # fmt: skip
WORKING = READING | {
    Cases.PROPOSE_ARRANGEMENTS, Cases.RECEIVE_COMPLAINTS, Cases.RAISE_ESCALATIONS,
    Cases.WORK_CASES, Cases.RECORD_PROMISES, Cases.OPEN_HOLDS, Cases.ATTACH_DOCUMENTS, Contacts.EDIT_POINTS,
    Contacts.UNMASK_POINTS, Contacts.WORK_REPAIR,
}  # fmt: skip
LEADING = WORKING | {
    Cases.APPROVE_ARRANGEMENTS, Cases.TAKE_ESCALATIONS,
    Cases.SEE_FLOOR, Cases.MOVE_WORK, Cases.LIFT_HOLDS, Contacts.SEE_REFUSALS,
    Contacts.APPROVE_POINTS, Contacts.SEE_REACH, Reporting.SEE_REPORTS, Staff.SEE_PEOPLE,
}  # fmt: skip
DIRECTING = LEADING | {
    Cases.EDIT_ARRANGEMENTS,
    Cases.EDIT_LIMITS, Cases.EDIT_CODES, Reporting.EXPORT_REPORTS, Reporting.SET_TARGETS, Portfolio.UNMASK_IDENTITY,
    Contacts.EDIT_CONSENT, Contacts.EDIT_PROOFS, Contacts.APPROVE_PACKS, Portfolio.APPROVE_FEEDS, Cases.CARE,
    Portfolio.SEE_ROUNDS, Portfolio.REOPEN_DAYS,
}  # fmt: skip

GRANTS: Mapping[str, set[StrEnum]] = {
    "AGENT": WORKING,
    "FIELD_COLLECTOR": WORKING,
    "TEAM_LEADER": LEADING,
    "SUPERVISOR": LEADING | {Cases.ANSWER_COMPLAINTS, Cases.CARE, Reporting.EXPORT_REPORTS, Contacts.EDIT_CONSENT,
                             Contacts.EDIT_PROOFS},
    "HEAD": DIRECTING | {Staff.SEE_AUDIT, Cases.ANSWER_COMPLAINTS},
    "QUALITY": READING | {Reporting.SEE_REPORTS, Contacts.SEE_REFUSALS, Staff.SEE_PEOPLE},
    "TRAINER": {Staff.SEE_PEOPLE, Staff.EDIT_CERTIFICATES, Reporting.SEE_REPORTS},
    "PLANNER": {Staff.SEE_PEOPLE, Staff.EDIT_CALENDAR, Cases.SEE_FLOOR, Reporting.SEE_REPORTS, Portfolio.SEE_ROUNDS},
    "STRATEGIST": READING | {Portfolio.EDIT_SCHEMES, Cases.EDIT_LIMITS, Reporting.SEE_REPORTS, Reporting.EXPORT_REPORTS,
                             Reporting.SET_TARGETS},
    "COMPLIANCE": READING | {Contacts.SEE_REFUSALS, Contacts.SEE_REACH, Contacts.EDIT_CONSENT,
                             Contacts.EDIT_PROOFS, Contacts.EDIT_PACKS, Contacts.APPROVE_PACKS, Cases.OPEN_HOLDS,
                             Cases.LIFT_HOLDS, Cases.CARE, Staff.SEE_AUDIT, Staff.SEE_PEOPLE, Staff.EDIT_CALENDAR,
                             Cases.RECEIVE_COMPLAINTS, Cases.ANSWER_COMPLAINTS, Cases.RAISE_ESCALATIONS,
                             Cases.TAKE_ESCALATIONS,
                             Reporting.SEE_REPORTS},
    "CASHIER": {Portfolio.SEE_CONTRACTS, Payments.SEE_PAYMENTS, Payments.POST_PAYMENTS, Payments.ASSIGN_SUSPENSE,
                Payments.RECONCILE, Cases.SEARCH_CASES, Cases.SEE_CASES},
    "BRANCH_HEAD": LEADING | {Reporting.EXPORT_REPORTS},
    "AUDITOR": READING | {Contacts.SEE_REFUSALS, Contacts.SEE_REACH, Reporting.SEE_REPORTS,
                          Reporting.EXPORT_REPORTS, Staff.SEE_PEOPLE, Staff.SEE_AUDIT, Cases.SEE_FLOOR,
                          Portfolio.SEE_ROUNDS},
    "OPERATOR": {Portfolio.SEE_CONTRACTS, Portfolio.LOAD_FEEDS, Portfolio.SEE_ROUNDS, Payments.SEE_PAYMENTS,
                 Payments.POST_PAYMENTS, Reporting.SEE_REPORTS},
    "ADMINISTRATOR": {Payments.EDIT_WAYS, Staff.SEE_PEOPLE, Staff.EDIT_PEOPLE, Staff.EDIT_UNITS, Staff.EDIT_CALENDAR,
                      Staff.SEE_AUDIT, Staff.EDIT_CERTIFICATES, Cases.EDIT_CODES, Cases.EDIT_LIMITS,
                      Portfolio.SEE_CONTRACTS,
                      Portfolio.SEE_ROUNDS, Portfolio.REOPEN_DAYS, Portfolio.LOAD_FEEDS, Portfolio.APPROVE_FEEDS,
                      Portfolio.EDIT_SCHEMES, Reporting.SEE_REPORTS},
}  # fmt: skip


GUARDED: Mapping[str, set[StrEnum]] = {
    "HEAD": set(Privacy),
    "COMPLIANCE": {*Privacy, Contacts.UNMASK_POINTS, Portfolio.UNMASK_IDENTITY},
    "SUPERVISOR": {Privacy.SEE_REGISTER, Privacy.HANDLE_REQUESTS},
    "AUDITOR": {Privacy.SEE_REGISTER, Privacy.SEE_UNMASKINGS},
    "ADMINISTRATOR": {Privacy.SEE_REGISTER},
}
"""Who answers for personal data, on top of the table above."""


def install() -> None:
    """This will make the table known to staff."""
    roles.install({role: _held(role) for role in GRANTS}, SENTENCES)


def _held(role: str) -> set[StrEnum]:
    """All permissions of a role, from every page."""
    pages = [page.GRANTS.get(role, set()) for page in PAGES]
    return set().union(GRANTS[role], GUARDED.get(role, set()), *pages)
