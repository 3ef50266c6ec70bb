"""The first five minutes of those who lead: a team, several teams, the whole of collections."""

from django.utils.translation import gettext_lazy as _

from tagih.cases import events as cases
from tagih.config.demo.tours import facts
from tagih.web.ui.tour import Step, Tour

LEADER = Tour(("TEAM_LEADER", "SUPERVISOR", "BRANCH_HEAD"), (
    Step(
        "floor", _("Watch your floor"),
        _("Who works, who waits, who is away, and how much is in each queue. Stay a moment: it moves by itself."),
        _("Calls, contacts and promises count as they are written down, so nobody asks for figures during the day."),
        "floor:home", target="#board .stats",
    ),
    Step(
        "agent", _("Look at one agent's day"),
        _("Choose a name. You see the cases of today with their results, in the order in which they were worked."),
        _(
            "A low figure has a reason: hard cases, wrong numbers, long calls. Here you see which, before you "
            "speak of it."
        ),
        "floor:home", frozenset({"floor:agent"}), target="#board a.rowlink",
    ),
    Step(
        "move", _("Move work"),
        _("Press Move beside a queue, choose another queue or a person, say how many and why."),
        _(
            "The foremost cases go first and keep their history. Your reason is kept with them; the next round "
            "leaves them there."
        ),
        "floor:home", done=facts.caused(cases.WorkMoved), target='[hx-get*="/pindah/"]',
    ),
    Step(
        "report", _("Open the daily report"),
        _(
            "Each figure shows its formula and its change against the day before. Go down to a team, an agent, a "
            "bucket."
        ),
        _(
            "One definition for each figure: your report and the head's can't disagree. Ratios come from counts, "
            "never from averages."
        ),
        "reports:daily", frozenset({"reports:daily"}), target='a[href="/laporan/"]',
    ),
    Step(
        "refusals", _("See what the gate refused"),
        _(
            "How often a contact was not allowed, by which rule, in which team. Open one to see the facts it was "
            "decided on."
        ),
        _(
            "Many refusals of one kind are a hint for your planning: wrong hours, used-up attempts, numbers "
            "without consent."
        ),
        "compliance:refusals", frozenset({"compliance:decision"}),
        target='a.rowlink[href*="/keputusan/"], a[href="/kepatuhan/"]',
    ),
))  # fmt: skip

HEAD = Tour(("HEAD",), (
    Step(
        "report", _("Read the company's day"),
        _(
            "Open the daily report: contacts, promises, promises kept and the money after contacts, against the "
            "day before."
        ),
        _("It is counted from the entries themselves, restated when money is backdated, and closed with the evening."),
        "reports:daily", frozenset({"reports:daily"}), target='a[href="/laporan/"]',
    ),
    Step(
        "targets", _("See the targets"),
        _("For the company or one unit, each with its day of beginning."),
        _("A new target never rewrites the past: each day is measured by what held on that day."),
        "reports:targets", frozenset({"reports:targets"}), target='a[href="/laporan/target/"]',
    ),
    Step(
        "floor", _("Look at all floors"),
        _("The same screen as a team leader's, for everybody. Choose an agent, or move work between regions."),
        _("One view from the company down to one case, so that a meeting can go from the figure to the reason."),
        "floor:home", frozenset({"floor:home"}), target='a[href="/lantai/"]',
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
    Step(
        "care", _("See who needs care"),
        _(
            "Illness, disaster, a complaint, distress: these customers have a task with a time limit, and "
            "collection rests."
        ),
        _("Kindness is a duty with a clock here, not a matter of the agent's mood."),
        "care:tasks", frozenset({"care:tasks"}), target='a[href="/pendampingan/"]',
    ),
))  # fmt: skip
