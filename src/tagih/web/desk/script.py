"""What an agent may say, step by step: plain words that keep the law (POJK 22/2023 art. 62, UU PDP, UU ITE art. 27B).

Pure: facts in, sentences out. Nothing about the debt is said before the person is known to be the customer, and
nothing about it is ever said to anybody else.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tagih.cases.enums import PromiseStatus, Stage


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the words depend on. Amounts and dates are already written out for the screen."""

    agent: str
    lender: str
    customer: str
    hour: int
    stage: str
    days_late: int
    overdue: str
    due_on: str
    contracts: int = 1
    promise_status: str = ""
    promise_amount: str = ""
    promise_due_on: str = ""
    has_late_charge: bool = False
    is_sharia: bool = False


@dataclass(frozen=True)
class Step:
    """One step of a conversation: its title, what to say, and what to keep in mind."""

    key: str
    title: str
    say: str
    mind: str = ""


@dataclass(frozen=True)
class Script:
    steps: tuple[Step, ...]
    third_party: tuple[Step, ...]
    never: tuple[str, ...]


def script(facts: Facts) -> Script:
    """This will write the conversation for one customer: with the customer, and with anybody else who answers."""
    return Script(
        steps=(_opening(facts), _identity(facts), _matter(facts), _ask(facts), _agree(facts), _close(facts)),
        third_party=_third_party(facts),
        never=(
            _("Do not mention the arrears, the contract or the amount to anyone but the customer."),
            _("Do not threaten, insult, raise your voice or speak of police, shame or neighbours."),
            _("Do not ask for money to a personal account; name official channels only."),
            _("If the customer asks to stop, disputes or is unwell: record it and end kindly."),
        ),
    )


def _greeting(hour: int) -> str:
    if hour < 11:
        return _("Good morning")
    if hour < 15:
        return _("Good day")
    if hour < 18:
        return _("Good afternoon")
    return _("Good evening")


def _opening(facts: Facts) -> Step:
    say = _("%(greeting)s, I am %(agent)s from %(lender)s. May I speak with %(customer)s?") % {
        "greeting": _greeting(facts.hour),
        "agent": facts.agent,
        "lender": facts.lender,
        "customer": facts.customer,
    }
    return Step("OPENING", _("Greet"), say, _("Say nothing about the contract yet."))


def _identity(facts: Facts) -> Step:
    return Step(
        "IDENTITY",
        _("Make sure"),
        _("To keep your data safe, may I match your date of birth, or the last four digits of your identity card?"),
        _("If it does not match, continue as with another person."),
    )


def _charge(facts: Facts) -> str:
    return _("late payment sanction") if facts.is_sharia else _("late charge")


def _matter(facts: Facts) -> Step:
    values = {
        "due_on": facts.due_on,
        "days": facts.days_late,
        "overdue": facts.overdue,
        "amount": facts.promise_amount,
        "date": facts.promise_due_on,
    }
    match facts.promise_status:
        case PromiseStatus.BROKEN:
            say = _(
                "We agreed on %(amount)s for %(date)s and it has not reached us yet. The amount overdue is "
                "%(overdue)s. What happened, and is there something that has changed?"
            )
        case PromiseStatus.PARTIAL:
            say = _(
                "Thank you for the part that has arrived of the %(amount)s agreed for %(date)s. What is still overdue "
                "is %(overdue)s. When can the rest follow?"
            )
        case PromiseStatus.OPEN:
            say = _("I call about the %(amount)s agreed for %(date)s. Is everything still all right for that day?")
        case _ if facts.stage == Stage.PRE_DUE or facts.days_late <= 0:
            say = _("A reminder only: your instalment falls due on %(due_on)s. Is the payment prepared?")
        case _ if facts.days_late <= 7:
            say = _(
                "Your instalment of %(due_on)s has not reached us yet; %(overdue)s is overdue. Perhaps it was "
                "forgotten, or has it been paid already?"
            )
        case _ if facts.days_late <= 30:
            say = _(
                "Your instalment of %(due_on)s is %(days)s days late; %(overdue)s is overdue. "
                "May I know what makes it difficult this month?"
            )
        case _:
            say = _(
                "Your payments are %(days)s days late, since %(due_on)s; %(overdue)s is overdue. I would like to find "
                "a way with you that you can keep."
            )
    mind = ""
    if facts.has_late_charge:
        mind = _("If asked about the %(charge)s: say the amount on the screen, and that it grows daily.") % {
            "charge": _charge(facts)
        }
    if facts.contracts > 1:
        mind = (mind + " " if mind else "") + _("Speak about all %(n)s contracts in this one call.") % {
            "n": facts.contracts
        }
    return Step("MATTER", _("Say why you call"), say % values, mind)


def _ask(facts: Facts) -> Step:
    return Step(
        "ASK",
        _("Listen"),
        _("What can you manage, and on which day does your income arrive?"),
        _("Note the cause of the delay. Illness, death, disaster or distress: no pressing, record it."),
    )


def _agree(facts: Facts) -> Step:
    return Step(
        "AGREE",
        _("Agree"),
        _(
            "So we note: you pay that amount on that day, by the virtual account or channel in your contract. "
            "Is that right?"
        ),
        _(
            "Let the customer name day and amount first. A small sum that is kept is better than a large one that "
            "is not."
        ),
    )


def _close(facts: Facts) -> Step:
    return Step(
        "CLOSE",
        _("Close"),
        _(
            "Thank you, %(customer)s. Please pay only through official channels and keep the receipt. If something "
            "changes, call us first."
        )
        % {"customer": facts.customer},
        _("Complaints: the complaint desk of %(lender)s, or OJK 157.") % {"lender": facts.lender},
    )


def _third_party(facts: Facts) -> tuple[Step, ...]:
    return (
        Step(
            "THIRD_OPENING",
            _("Another person answers"),
            _("I am %(agent)s. I am looking for %(customer)s. When would be a good time to call again?")
            % {"agent": facts.agent, "customer": facts.customer},
            _("Not even to the spouse or family: no arrears, no contract, no amount."),
        ),
        Step(
            "THIRD_MESSAGE",
            _("Leave a message"),
            _("Please ask %(customer)s to call %(agent)s back. Thank you for your help, good bye.")
            % {"customer": facts.customer, "agent": facts.agent},
            _("If they ask what it is about: “It is personal, I may speak about it with %(customer)s only.”")
            % {"customer": facts.customer},
        ),
        Step(
            "THIRD_WRONG",
            _("Wrong number"),
            _("My apologies, we will remove this number. Good bye."),
            _("Result SS: the number is retired everywhere."),
        ),
    )
