"""An agent's first five minutes."""

from django.utils.translation import gettext_lazy as _

from tagih.cases import events as cases
from tagih.config.demo.tours import facts
from tagih.web.ui.tour import Step, Tour

AGENT = Tour(("AGENT",), (
    Step(
        "take", _("Take your first case"),
        _("Press Next case, or the Enter key. The most urgent customer of your queues comes to you."),
        _("Nobody picks the easy ones: the order is the same for everybody, and the case says why it comes now."),
        "desk:home", done=lambda visit: facts.has_case(visit) or facts.caused(cases.ActivityRecorded)(visit),
        target='form[action$="/berikut/"] button',
    ),
    Step(
        "read", _("See who it is"),
        _(
            "At the top: the customer, why now, and the local time there. Then what is owed, and what "
            "was said before."
        ),
        _("All contracts of one person are one case, so that nobody gets two callers on one day."),
        "desk:home", target=".desk-why",
    ),
    Step(
        "call", _("Call the best number"),
        _(
            "Press 1, or the telephone beside the number that is marked best. The gate answers first: allowed, "
            "or not and why."
        ),
        _(
            "Every call passes the contact rules: hours, days, how often, consent. A refusal names its source "
            "and when it ends."
        ),
        "desk:home", done=facts.has_called, target='form[action*="/hubungi/"] button.btn-primary',
    ),
    Step(
        "result", _("Write down what came of it"),
        _("Type a code and Enter: NA for not answered, PM for cut off, MB for refuses. Then the next case comes."),
        _("Two letters and Enter, without the mouse. What you type survives a lost connection and a reload."),
        "desk:home", done=facts.caused(cases.ActivityRecorded), target="#command",
    ),
    Step(
        "promise", _("Take a promise to pay"),
        _("With a customer on the line type JB, then an amount and a day. A letter beside a proposal enters it."),
        _("The promise is judged by the money itself: kept, partly kept or broken, by the evening of its day."),
        "desk:home", done=facts.caused(cases.PromiseMade), target='#codes [data-code="PROMISE"]',
    ),
    Step(
        "look", _("Look back at a case"),
        _("Press / and search for the customer you just spoke with, by name or number, and open the case."),
        _("Calls, promises, payments and refusals stand in one time line. Who opened it is written down, too."),
        "desk:search", frozenset({"desk:case"}), target="a.rowlink",
    ),
))  # fmt: skip
