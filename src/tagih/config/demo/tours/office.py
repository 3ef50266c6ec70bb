"""The first five minutes of those who watch, pay in, load and set up."""

from django.utils.translation import gettext_lazy as _

from tagih.config.demo.tours import facts
from tagih.payments import events as payments
from tagih.portfolio import events as portfolio
from tagih.quality import events as quality
from tagih.web.ui.tour import Step, Tour

COMPLIANCE = Tour(("COMPLIANCE",), (
    Step(
        "refusals", _("See what the gate refused"),
        _("By reason, day, channel and unit. Every contact has to ask before it happens."),
        _("There is no way around the gate: an attempt that was not allowed can't exist."),
        "compliance:refusals", frozenset({"compliance:refusals"}), target='a[href="/kepatuhan/"]',
    ),
    Step(
        "decision", _("Open one decision"),
        _("Choose a refusal: the rule, its source in law, and the facts as they were at that minute."),
        _("Decisions are stored with their facts, so that you can answer a complaint months later."),
        "compliance:refusals", frozenset({"compliance:decision"}), target='a.rowlink[href*="/keputusan/"]',
    ),
    Step(
        "rules", _("Read the rules in force"),
        _(
            "Packs of rules with source and period. Your house may be stricter than the law: write a draft, try "
            "it on past days."
        ),
        _("A second person approves, with a first day. Nobody changes a contact rule alone or backwards."),
        "compliance:rulebook", frozenset({"compliance:rulebook", "compliance:pack"}),
        target='a[href="/kepatuhan/aturan/"]',
    ),
    Step(
        "unmaskings", _("See who looked at numbers"),
        _("Each time a full number or identity was shown: who, whose, why, and how often next to colleagues."),
        _(
            "Personal data is masked by default; looking is allowed where the work needs it, and is always "
            "written down."
        ),
        "privacy:unmaskings", frozenset({"privacy:unmaskings"}), target='a[href="/data-pribadi/pembukaan/"]',
    ),
    Step(
        "care", _("See who needs care"),
        _("Complaints, illness, disasters and distress with their time limits. Take one, or declare a disaster area."),
        _("While such a task is open, collection from that person rests."),
        "care:tasks", frozenset({"care:tasks"}), target='a[href="/pendampingan/"]',
    ),
))  # fmt: skip

CASHIER = Tour(("CASHIER",), (
    Step(
        "suspense", _("See money without an owner"),
        _("Payments that name no known contract wait here. They count for nobody yet."),
        _("Money is never lost and never guessed: it is posted once, or it waits for you."),
        "suspense:suspense", frozenset({"suspense:suspense"}), target='a[href="/tertahan/"]',
    ),
    Step(
        "open", _("Open one payment"),
        _("Choose a reference. You see what the payer wrote, when and through which channel."),
        _("Most are a mistyped number. Search the contract by name, number or plate."),
        "suspense:suspense", frozenset({"suspense:assign"}), target='a.rowlink[href*="/tertahan/"]',
    ),
    Step(
        "assign", _("Give it to its contract"),
        _("Choose the contract, write how you know, and confirm."),
        _(
            "It counts from the day it was paid: arrears, promise and report are put right, and waiting calls "
            "fall silent."
        ),
        "suspense:suspense", done=facts.caused(payments.SuspenseAssigned), target="main form .btn-primary",
    ),
    Step(
        "case", _("Look at the customer"),
        _("Find the case by contract number and open it: the payment stands in the time line."),
        _("The agent sees it in the same second. Nobody calls a person who has just paid."),
        "desk:search", frozenset({"desk:case"}), target="a.rowlink",
    ),
))  # fmt: skip

AUDITOR = Tour(("AUDITOR",), (
    Step(
        "audit", _("Read who did what"),
        _("The audit trail in whole sentences, newest first. Search for a customer number to see one person's story."),
        _("It is written in the same transaction as the deed itself; nobody can change or delete it."),
        "office:audit", frozenset({"office:audit"}), target='a[href="/kantor/jejak/"]',
    ),
    Step(
        "unmaskings", _("See who looked at numbers"),
        _("Each time a full number or identity was shown: who, whose, why, and how often next to colleagues."),
        _("Looking leaves a trace here as doing does."),
        "privacy:unmaskings", frozenset({"privacy:unmaskings"}), target='a[href="/data-pribadi/pembukaan/"]',
    ),
    Step(
        "decision", _("Check one decision of the gate"),
        _("Choose a refusal and compare the facts with the rule and its source."),
        _("Allowed contacts are stored as well: you can ask why a call was right, not only why it was refused."),
        "compliance:refusals", frozenset({"compliance:decision"}), target='a.rowlink[href*="/keputusan/"]',
    ),
    Step(
        "rounds", _("Check the days"),
        _("Which files came, how many rows were accepted and rejected, when the books of each day were closed."),
        _("A closed day opens again only with a reason and a name."),
        "rounds:rounds", frozenset({"rounds:rounds"}), target='a[href="/putaran/"]',
    ),
    Step(
        "report", _("Compare with the report"),
        _("Open the daily report and its definitions. Every figure goes down to unit, team, agent and bucket."),
        _("You may export what you see; you can't change anything, and your visits are written down like everybody's."),
        "reports:daily", frozenset({"reports:daily"}), target='a[href="/laporan/"]',
    ),
))  # fmt: skip

ADMINISTRATOR = Tour(("ADMINISTRATOR",), (
    Step(
        "people", _("Open a person"),
        _("Choose somebody from the list: roles, teams, certificates."),
        _("Memberships have dates. Who was in which team on the day decides the figures; history is never rewritten."),
        "office:people", frozenset({"office:person"}), target="main a.rowlink",
    ),
    Step(
        "hire", _("See how somebody is hired"),
        _("Open New person: name, number, role, unit, and a password for one use. You need not save."),
        _("Nobody may do anything without a role, and each role says in a sentence what it is there for."),
        "office:hire", frozenset({"office:hire"}), target='a[href="/kantor/orang/baru/"]',
    ),
    Step(
        "units", _("Look at the organisation"),
        _("Company, regions, branches, teams. Whoever has a role at a unit sees what lies below it."),
        _("What a person may see follows from this tree and today's date, on every screen and in every export."),
        "office:units", frozenset({"office:units"}), target='a[href="/kantor/organisasi/"]',
    ),
    Step(
        "codes", _("Look at the code lists"),
        _("Results, parties, places and reasons, with what each one means for the case."),
        _("Your house's own codes are rows, not programming; an old code ends on a date and stays in the history."),
        "office:codes", frozenset({"office:codes"}), target='a[href="/kantor/kode/"]',
    ),
    Step(
        "rounds", _("Check last night's round"),
        _(
            "Each business date: files landed, cases opened and closed, promises judged, books closed, and how "
            "long it took."
        ),
        _("A round that was interrupted goes on where it stood. A closed day opens only with a reason."),
        "rounds:rounds", frozenset({"rounds:rounds"}), target='a[href="/putaran/"]',
    ),
))  # fmt: skip

OPERATOR = Tour(("OPERATOR",), (
    Step(
        "imports", _("See what was imported"),
        _("Every file with its rows: accepted, repaired, rejected. The core system's files of this morning are here."),
        _("The same file twice is landed once. A bad row never stops a file and is never lost."),
        "imports:imports", frozenset({"imports:imports"}), target='a[href="/impor/"]',
    ),
    Step(
        "landing", _("Open one import"),
        _("Choose a file. Rejected rows come with line, column and a reason that a clerk can act on; download them."),
        _("What can be repaired without guessing is repaired and counted; nothing is changed in silence."),
        "imports:imports", frozenset({"imports:landing"}), target='a.rowlink[href*="/impor/"]',
    ),
    Step(
        "load", _("Load a file"),
        _("Drop a file of yours, or a file you downloaded before, and watch it land. Telling twice changes nothing."),
        _("A file with too many rejects or too few rows waits for a person's yes before it counts."),
        "imports:imports", done=facts.caused(portfolio.FeedReceived), target="form.card button.btn-primary",
    ),
    Step(
        "rounds", _("Check last night's round"),
        _(
            "Each business date: files landed, cases opened and closed, promises judged, books closed, and how "
            "long it took."
        ),
        _("A round that was interrupted goes on where it stood. A closed day opens only with a reason."),
        "rounds:rounds", frozenset({"rounds:rounds"}), target='a[href="/putaran/"]',
    ),
))  # fmt: skip

QUALITY = Tour(("QUALITY",), (
    Step(
        "queue", _("See whom you are to hear"),
        _("Contacts that were drawn for you, with the day until which they are due. Open one."),
        _("Some were drawn by chance, some because of a risk. Only the drawing by chance gives a rate."),
        "quality:queue", frozenset({"quality:queue"}), target='a[href="/mutu/antrean/"]',
    ),
    Step(
        "score", _("Score a contact"),
        _("Begin, answer each item, write a word where something was missed, and submit."),
        _(
            "The form is the code of conduct with its source in law. A grave failure needs a comment, so that it can "
            "be shown."
        ),
        "quality:queue", done=facts.caused(quality.ScoreSubmitted), target='form[action*="/mulai/"] button',
    ),
    Step(
        "dispute", _("Decide a dispute"),
        _("An agent does not agree with a colleague's score. Hear the contact again, and decide item by item."),
        _("Nobody decides about their own score. Until it is decided the score counts nowhere."),
        "quality:disputes", frozenset({"quality:disputes", "quality:decide"}), target='a[href="/mutu/sanggahan/"]',
    ),
    Step(
        "rates", _("Read the rates"),
        _("Each with its interval: how sure the sample makes it."),
        _(
            "An agent with three reviewed calls is not ranked against one with thirty: small samples say little, and "
            "this page says so."
        ),
        "quality:rates", frozenset({"quality:rates"}), target='a[href="/mutu/"]',
    ),
))  # fmt: skip

TOURS = (COMPLIANCE, QUALITY, CASHIER, AUDITOR, ADMINISTRATOR, OPERATOR)
