"""Places of the back office."""

from django.utils.translation import gettext_lazy as _

from tagih.cases.permissions import Permission as Cases
from tagih.contacts.permissions import Permission as Contacts
from tagih.field.permissions import Permission as Field
from tagih.letters.permissions import Permission as Letters
from tagih.messaging.permissions import Permission as Messaging
from tagih.payments.permissions import Permission as Payments
from tagih.portfolio.permissions import Permission as Portfolio
from tagih.privacy.permissions import Permission as Privacy
from tagih.reporting.permissions import Permission as Reporting
from tagih.staff.permissions import Permission as Staff
from tagih.web.ui.navigation import Place, register

register(
    Place("repair", _("Contact repair"), "repair:queue", "search", "work", 30, (Contacts.WORK_REPAIR,)),
    Place("shared", _("Shared numbers"), "repair:shared", "people", "work", 31, (Contacts.APPROVE_POINTS,)),
    Place("reach", _("Reach"), "repair:reach", "chart", "insight", 35, (Contacts.SEE_REACH,)),
    Place("report", _("Daily report"), "reports:daily", "chart", "insight", 30, (Reporting.SEE_REPORTS,), foot=True),
    Place("compliance", _("Compliance"), "compliance:refusals", "flag", "insight", 35, (Contacts.SEE_REFUSALS,)),
    Place(
        "imports",
        _("Imports"),
        "imports:imports",
        "upload",
        "office",
        40,
        (Portfolio.LOAD_FEEDS, Portfolio.APPROVE_FEEDS),
        foot=True,
    ),
    Place("rounds", _("Daily rounds"), "rounds:rounds", "refresh", "office", 42, (Portfolio.SEE_ROUNDS,)),
    Place("suspense", _("Suspense"), "suspense:suspense", "inbox", "office", 45, (Payments.ASSIGN_SUSPENSE,)),
    Place("people", _("People"), "office:people", "people", "office", 50, (Staff.SEE_PEOPLE,), foot=True),
    Place("units", _("Organisation"), "office:units", "tree", "office", 51, (Staff.SEE_PEOPLE,)),
    Place("roles", _("Roles"), "office:roles", "shield", "office", 52, (Staff.SEE_PEOPLE,)),
    Place(
        "calendar", _("Calendar"), "office:calendar", "calendar", "office", 60, (Staff.SEE_PEOPLE, Staff.EDIT_CALENDAR)
    ),
    Place("codes", _("Code lists"), "office:codes", "list", "office", 61, (Cases.EDIT_CODES,)),
    Place("audit", _("Audit trail"), "office:audit", "history", "office", 70, (Staff.SEE_AUDIT,)),
    Place(
        "complaints", _("Complaints"), "complaints:complaints", "message", "work", 42,
        (Cases.ANSWER_COMPLAINTS, Cases.RECEIVE_COMPLAINTS),
    ),
    Place(
        "escalations", _("Escalations"), "complaints:escalations", "flag", "lead", 20, (Cases.TAKE_ESCALATIONS,)
    ),
    Place("letters", _("Letters"), "letters:letters", "letter", "work", 40, (Letters.SEE_LETTERS,)),
    Place("care", _("Care"), "care:tasks", "shield", "lead", 25, (Cases.CARE,)),
    Place("privacy", _("Personal data"), "privacy:register", "lock", "office", 64, (Privacy.SEE_REGISTER,)),
    Place("threads", _("Conversations"), "messaging:threads", "inbox", "work", 25, (Messaging.ANSWER_MESSAGES,)),
    Place("messages", _("Messages"), "messaging:messages", "message", "insight", 40, (Messaging.SEE_MESSAGES,)),
    Place(
        "templates",
        _("Templates"),
        "messaging:templates",
        "edit",
        "office",
        46,
        (Messaging.EDIT_TEMPLATES, Messaging.APPROVE_TEMPLATES),
    ),
    Place("channels", _("Channels"), "messaging:channels", "settings", "office", 47, (Messaging.EDIT_CHANNELS,)),
)
register(Place("cash", _("Cash of collectors"), "cash:cash", "wallet", "money", 20, (Field.SEE_CASH,)))
