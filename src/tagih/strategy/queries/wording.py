"""A strategy's faults in words: what is wrong where, and what helps."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tagih.strategy.rules.document.checking import check
from tagih.strategy.rules.document.parts import Strategy
from tagih.strategy.rules.faults import Fault

_KINDS = {"NUMBER": _("a number"), "TEXT": _("a text"), "TRUTH": _("true or false")}
_NEAR = _("Did you mean %(near)s?")
_LIST = _("Use one of: %(known)s.")
_ANYTHING = _("See `tagih strategy variables`.")
_QUOTES = _("Write texts in single quotation marks, such as 'C1'.")
REASONS: dict[str, tuple[Promise, Promise | str]] = {
    # a condition
    "TOO_LONG": (_("The condition is longer than %(limit)s characters."), _("Split it into several segments.")),
    "TOO_DEEP": (_("The condition has more than %(limit)s brackets in one another."), _("Write it more simply.")),
    "EMPTY": (_("The condition is empty."), _ANYTHING),
    "UNREADABLE": (_("The condition cannot be read: a quotation mark is not closed."), _QUOTES),
    "COMMENT": (_("A condition holds no comments."), _("Write it as a comment of the document, with #.")),
    "UNEXPECTED": (_("“%(value)s” has no place here."), _("Only comparisons joined by AND, OR and NOT are allowed.")),
    "EXPECTED": (_("%(word)s is missing before “%(value)s”."), _("Complete the condition.")),
    "UNKNOWN_NAME": (_("There is no variable “%(value)s”."), _ANYTHING),
    "UNKNOWN_FUNCTION": (_("There is no function “%(value)s”."), _LIST),
    "ARGUMENTS": (_("%(value)s takes from %(least)s to %(most)s values."), _("Correct their number.")),
    "TYPES_DIFFER": (_("“%(value)s” compares %(left)s with %(right)s."), _QUOTES),
    "NOT_A_NUMBER": (_("“%(value)s” is not a number."), _("Calculate only with numbers.")),
    "NOT_A_CONDITION": (_("“%(value)s” is neither true nor false."), _("Compare it with something.")),
    "NO_ORDER": (_("Texts and flags have no order, so “%(value)s” says nothing."), _("Use =, <> or IN.")),
    "ONLY_CONSTANTS": (_("“%(value)s” asks nothing about the person."), _("Name a variable, or leave it out.")),
    "FLAGS_COMPARED": (_("“%(value)s” compares flags with each other."), _("Write flag, NOT flag, or join by AND.")),
    "LIST_OF_CONSTANTS": (_("“%(value)s” cannot stand in a list."), _("IN takes numbers or texts only.")),
    "NO_SUCH_VALUE": (_("%(variable)s is never “%(value)s”."), _LIST),
    "UNSAFE_TEXT": (_("The text “%(value)s” has signs that engines read differently."),
                    _("Use letters, digits, spaces and . , : / & ( ) + - only.")),
    "BARE_NULL": (_("Nothing is ever equal to NULL."), _("Write IS NULL or IS NOT NULL.")),
    "QUOTED_NAME": (_("“%(value)s” stands in double quotation marks."), _QUOTES),
    "NUMBER_FORM": (_("“%(value)s” is not a number of at most 15 digits."), _("Write it like 2500000 or 0.25.")),
    "NUMBER_TOO_LARGE": (_("“%(value)s” makes too large or too small a number."), _("Write the number itself.")),
    "DIVISION_BY_ZERO": (_("“%(value)s” divides by zero."), _("Divide by something else.")),
    "TOO_MUCH_ARITHMETIC": (_("The comparison has more than %(limit)s operators."), _("Split it.")),
    "BACKWARDS": (_("“%(value)s” ends before it begins."), _("Write the smaller number first.")),
    # the document
    "NOT_YAML": (_("The text is not YAML: %(value)s."), _("Check indentation, colons and brackets there.")),
    "DOCUMENT_TOO_LONG": (_("The text has more than %(limit)s characters."), _("Shorten it.")),
    "EMPTY_DOCUMENT": (_("The text is empty."), _("Begin with the strategy that comes with Tagih.")),
    "ANCHOR": (_("Anchors and references are not used in a strategy."), _("Write the part out.")),
    "TAG": (_("The tag “%(value)s” is not used in a strategy."), _("Take it out.")),
    "NOT_A_MAPPING": (_("Here a part with keys and values is expected."), _("Write key: value.")),
    "NOT_A_LIST": (_("Here a list is expected, or it is too short."), _("Write each item after a dash.")),
    "NOT_A_TEXT": (_("Here a text of reasonable length is expected."), _("Write it in one line.")),
    "UNKNOWN_KEY": (_("There is no key “%(value)s” here."), _LIST),
    "KEY_TWICE": (_("The key “%(value)s” is there twice."), _("Take one out.")),
    "KEY_MISSING": (_("The key “%(value)s” is missing."), _("Add it.")),
    "BAD_ID": (_("“%(value)s” is no usable id."), _("Small letters, digits and _, at most 40.")),
    "BAD_NAME": (_("“%(value)s” is no usable name."), _("Capital letters, digits and _, at most 40.")),
    "ID_TWICE": (_("“%(value)s” is there twice."), _("Give each its own id.")),
    "NO_SUCH_CHOICE": (_("“%(value)s” is not one of the possibilities."), _LIST),
    "NOT_IN_RANGE": (_("“%(value)s” is not a whole number from %(low)s to %(high)s."), _("Correct the number.")),
    "ONE_TRIGGER": (_("A step has exactly one trigger, here: “%(value)s”."),
                    _("Keep one of dpd, days_to_due, event, result.")),
    "CAP_WINDOW": (_("Attempts are not counted over %(value)s days."), _LIST),
    "DELAY_WITHOUT_AFTER": (_("A delay needs a step to come after."), _("Add after: and the step's id.")),
    "SHARES": (_("The shares of the arms add up to %(value)s, not to 100."), _("Correct the shares.")),
    # the whole
    "UNKNOWN_TREATMENT": (_("There is no treatment “%(value)s”."), _("Correct the name or add the treatment.")),
    "UNKNOWN_STEP": (_("There is no step “%(value)s”."), _("Correct the name or add the step.")),
    "CYCLE": (_("Steps wait for each other: %(circle)s."), _("Take one after: out.")),
    "NEVER_HOLDS": (_("Nobody can ever meet “%(value)s”."), _("Correct the limits.")),
    "ALWAYS_HOLDS": (_("Everybody always meets “%(value)s”."), _("Say whom you mean.")),
    "OVERLAP": (_("Somebody can be here and in %(other)s too: %(example)s."),
                _("Draw the line between them, or give one a smaller priority.")),
    "NEVER_REACHED": (_("Nobody with the treatment “%(value)s” ever comes to this step."),
                      _("Compare its trigger and filter with the segments.")),
    "UNUSED_TREATMENT": (_("No segment uses it."), ""),
    "MAYBE_NEVER": (_("No example was found that meets “%(value)s”, and no proof that there is none."), ""),
    "MAYBE_OVERLAP": (_("It is not proven that nobody is here and in %(other)s too; no example was found."), ""),
}  # fmt: skip
_END = _("the end")
_WANTED = {"a variable or a value": _("A variable or a value")}


@dataclass(frozen=True, slots=True)
class ToldFault:
    """A fault in words."""

    code: str
    line: int
    column: int
    name: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CheckedText:
    """What became of checking a text: faults, notes that stop nobody, and the strategy if it can be used."""

    faults: tuple[ToldFault, ...]
    notes: tuple[ToldFault, ...]
    strategy: Strategy | None


def checked(text: str) -> CheckedText:
    """This will check the text of a strategy and put what was found into words."""
    reading = check(text)
    told = [(fault.is_note, _told(fault)) for fault in reading.faults]
    faults = tuple(fault for is_note, fault in told if not is_note)
    notes = tuple(fault for is_note, fault in told if is_note)
    return CheckedText(faults, notes, reading.strategy)


def _told(fault: Fault) -> ToldFault:
    reason, remedy = REASONS[fault.code]
    facts = {"value": fault.value or _END, **fault.facts}
    facts |= {side: _KINDS.get(fault.facts[side], "") for side in ("left", "right") if side in fault.facts}
    facts |= {"word": _WANTED.get(fault.facts["word"], fault.facts["word"])} if "word" in fault.facts else {}
    helps = _NEAR if fault.facts.get("near") else remedy
    return ToldFault(
        fault.code, fault.line, fault.column, fault.name, fault.value,
        _filled(reason, facts), _filled(helps, facts) if helps else "",
    )  # fmt: skip


def _filled(text: Promise | str, facts: dict) -> str:
    return str(text) % {key: str(value) for key, value in facts.items()}
