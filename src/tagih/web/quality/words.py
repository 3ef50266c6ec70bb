"""Codes of quality in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SIGNS = {
    "GRAVE_PHRASE": gettext_lazy("a grave phrase was heard"),
    "PHRASE": gettext_lazy("a phrase of pressure was heard"),
    "COMPLAINED": gettext_lazy("complaint afterwards"),
    "TALK_OVER": gettext_lazy("much talking over each other"),
    "LONG_AFTER_REFUSAL": gettext_lazy("long after a refusal"),
    "MANY_ATTEMPTS": gettext_lazy("many attempts that day"),
    "AGENT_HUNG_UP": gettext_lazy("the agent spoke last after a refusal"),
    "RECORDING_MISSING": gettext_lazy("recording missing"),
    "PROMISE_BROKEN": gettext_lazy("promise broken"),
    "NEW_AGENT": gettext_lazy("new colleague"),
    "SILENCE": gettext_lazy("long silence"),
    "REFUSED": gettext_lazy("refused to pay"),
}
FATAL = {
    "WRONG_PERSON": gettext_lazy("debt told to another person"),
    "THREAT": gettext_lazy("threat or insult"),
    "HOUR_OR_DAY": gettext_lazy("forbidden hour or day"),
    "NO_IDENTIFICATION": gettext_lazy("no identification"),
    "FALSE_CLAIM": gettext_lazy("false legal claim"),
    "UNRECORDED_ARRANGEMENT": gettext_lazy("arrangement not recorded"),
    "PRIVATE_ACCOUNT": gettext_lazy("cash to a private account"),
}


def fatal_words(kind: str) -> str:
    """This will return a kind of grave failure in words; blank for none."""
    return str(FATAL.get(kind, ""))


def answer_words(item: Any) -> list[tuple[str, str]]:
    """This will return the answers that an item allows, each in words."""
    if item.kind == "YES_NO":
        choices = [("YES", _("Yes")), ("NO", _("No"))]
    else:
        choices = [(str(step), str(step)) for step in range(item.top, -1, -1)]
    return [*choices, ("NA", _("N/A"))] if item.allows_na else choices
