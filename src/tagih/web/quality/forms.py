"""What people enter about quality. Limits live in the operations."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tagih.staff.models import Person, Unit
from tagih.web.ui.forms import DayField

WORDS = forms.Textarea(attrs={"rows": 4})


class PlanForm(forms.Form):
    """A draw, before it is made."""

    name = forms.CharField(label=_("Name"), max_length=80)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    first_on = DayField(label=_("First day"))
    last_on = DayField(label=_("Last day"))
    random_per_agent = forms.IntegerField(
        label=_("At random from every agent"), min_value=0, max_value=500,
        help_text=_("The only source of published rates. Four a month for each agent is usual."),
    )  # fmt: skip
    risk_total = forms.IntegerField(
        label=_("By risk, in all"), min_value=0, max_value=100_000,
        help_text=_("Finds cases. Never gives a rate by itself."),
    )  # fmt: skip
    seed = forms.CharField(
        label=_("Seed"), max_length=60, required=False,
        help_text=_("Any word. With it anybody can draw the same sample again. Empty: the month."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class NothingForm(forms.Form):
    """A yes."""


class ReasonForm(forms.Form):
    """A reason, which is kept."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class ReplyForm(forms.Form):
    """What the agent says to a score."""

    reply = forms.CharField(label=_("Your words (optional)"), widget=WORDS, required=False, max_length=2000)


class DisputeForm(forms.Form):
    """Which items are wrong, and why."""

    items = forms.MultipleChoiceField(label=_("Which items"), widget=forms.CheckboxSelectMultiple, required=False)
    reason = forms.CharField(label=_("Why"), widget=WORDS, max_length=2000, required=False)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = items


class CalibrationForm(forms.Form):
    """Who scores which contacts, blind."""

    name = forms.CharField(label=_("Name"), max_length=80)
    contacts = forms.MultipleChoiceField(label=_("Contacts"), widget=forms.CheckboxSelectMultiple, required=False)
    reviewers = forms.ModelMultipleChoiceField(
        label=_("Reviewers"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    due_on = DayField(label=_("Scored until"))

    def __init__(self, *args: Any, contacts: list[tuple[str, str]], reviewers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacts"].choices = contacts
        self.fields["reviewers"].queryset = reviewers


def last_month(today: dt.date) -> tuple[dt.date, dt.date]:
    """This will return the first and the last day of the month before."""
    last = today.replace(day=1) - dt.timedelta(days=1)
    return last.replace(day=1), last
