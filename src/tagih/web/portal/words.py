"""Refusals in words for the person in front of the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tagih.cases.operations import PromiseRefused
from tagih.kernel import money

SENTENCES = {
    "PROMISE_TOO_FAR": lambda allowed: _("The latest day is %(day)s. For more time, ask us for it.") % {"day": allowed},
    "PROMISE_TOO_SMALL": lambda allowed: (
        _("The smallest amount is %(amount)s. If that is too much, ask for a plan.") % {"amount": allowed}
    ),
    "PROMISE_TOO_OFTEN": lambda allowed: _("You have promised several times this month. Please talk to us."),
    "PROMISE_IN_THE_PAST": lambda allowed: _("Choose today or a later day."),
}


@contextmanager
def promise_refusal(form: forms.Form) -> Iterator[None]:
    """This will put a passed limit into words for the person who promises; those for agents speak of roles."""
    try:
        yield
    except PromiseRefused as refusal:
        sentence = SENTENCES.get(refusal.code)
        text = sentence(_written(refusal.value)) if sentence else str(refusal.message)
        form.add_error(refusal.field if refusal.field in form.fields else None, text)


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return money.rupiah(value)
    return f"{value:%d/%m/%Y}" if hasattr(value, "year") else str(value)
