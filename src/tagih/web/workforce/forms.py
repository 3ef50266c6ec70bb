"""What planners, leaders and agents enter."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tagih.staff.models import Person, Unit
from tagih.web.ui.forms import DayField
from tagih.workforce.enums import DepartureKind, OfferKind
from tagih.workforce.models import LeaveKind, ShiftKind


class NothingForm(forms.Form):
    """Asks for nothing but a yes."""


class LeaveForm(forms.Form):
    kind = forms.ModelChoiceField(LeaveKind.objects.order_by("pk"), label=_("Kind"), empty_label=None)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class AbsenceForm(LeaveForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"))
    field_order = ("person", "kind", "first_day", "last_day", "note")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class SwapForm(forms.Form):
    """My day against a colleague's: choices are (value, words)."""

    giver_day = forms.ChoiceField(label=_("My shift"))
    other = forms.ChoiceField(label=_("In exchange for"))

    def __init__(self, *args: Any, mine: Iterable[tuple[str, str]], others: Iterable[tuple[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["giver_day"].choices = list(mine)
        self.fields["other"].choices = list(others)


class PlanForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)
    first_day = DayField(label=_("First day"), help_text=_("A Monday."))
    weeks = forms.TypedChoiceField(label=_("Weeks"), coerce=int, choices=[(n, n) for n in (1, 2, 4, 5)], initial=4)
    source = forms.ChoiceField(
        label=_("People needed"), choices=[("hand", _("as entered below")), ("forecast", _("foreseen from past work"))]
    )
    weekday = forms.IntegerField(label=_("Monday to Friday"), min_value=0, initial=4, help_text=_("People at once."))
    saturday = forms.IntegerField(label=_("Saturday"), min_value=0, initial=2)
    seconds = forms.IntegerField(label=_("Seconds of search"), min_value=1, max_value=300, initial=20)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].to_field_name = "code"
        self.fields["unit"].initial = units.filter(kind="TEAM").first()


class ShiftForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)
    code = forms.CharField(label=_("Short code"), max_length=12, help_text=_("The key that sets it in the plan."))
    name = forms.CharField(label=_("Name"), max_length=60)
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Earlier than the start: on the next day."),
    )  # fmt: skip
    unpaid_min = forms.IntegerField(label=_("Unpaid break, minutes"), min_value=0, max_value=180, initial=60)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].to_field_name = "code"
        self.fields["unit"].initial = units.filter(kind="TEAM").first()

    def minutes(self) -> dict[str, int]:
        starts, ends = (_minute(self.cleaned_data[name]) for name in ("starts", "ends"))
        ends += 1440 if ends <= starts else 0
        return {"starts_min": starts, "ends_min": ends, "paid_min": ends - starts - self.cleaned_data["unpaid_min"]}


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute


class OfferForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=OfferKind.choices)
    day = DayField(label=_("Day"))
    shift = forms.ModelChoiceField(ShiftKind.objects.none(), label=_("Shift"), empty_label=None)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=50, initial=1)

    def __init__(self, *args: Any, shifts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shift"].queryset = shifts


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class CorrectionForm(forms.Form):
    started = forms.TimeField(label=_("Came"), widget=forms.TimeInput(attrs={"type": "time"}))
    ended = forms.TimeField(label=_("Left"), widget=forms.TimeInput(attrs={"type": "time"}))
    reason = forms.CharField(label=_("Why"), max_length=200)


class DepartureForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=DepartureKind.choices)
    noticed_on = DayField(label=_("Notice given on"))
    last_day = DayField(label=_("Last day of work"))
    ends_at = forms.TimeField(
        label=_("Access ends at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Empty: with the last day."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=200)


class MoveForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("To the team"), empty_label=None)
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Back on"), required=False, help_text=_("Empty: for good."))
    reason = forms.CharField(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class StaffingForm(forms.Form):
    """Three modes at once: what comes in, what goes out, and both by the same people."""

    calls = forms.FloatField(label=_("Calls in half an hour"), min_value=0, max_value=5000, initial=20)
    aht = forms.IntegerField(label=_("Seconds a call"), min_value=5, max_value=3600, initial=240)
    within = forms.IntegerField(label=_("Answered within, seconds"), min_value=0, max_value=600, initial=20)
    level = forms.IntegerField(label=_("Answered in time, %"), min_value=1, max_value=99, initial=80)
    patience = forms.IntegerField(label=_("Callers wait, seconds"), min_value=5, max_value=3600, initial=120)
    reach = forms.IntegerField(label=_("People to reach in a day"), min_value=0, max_value=1_000_000, initial=400)
    dials = forms.FloatField(label=_("Dials an hour and agent"), min_value=0.1, max_value=500, initial=25)
    rpc = forms.FloatField(label=_("Right party, % of dials"), min_value=0.1, max_value=100, initial=15)
    hours = forms.FloatField(label=_("Productive hours a day"), min_value=0.5, max_value=12, initial=6.4)
    cases = forms.FloatField(label=_("Cases in half an hour"), min_value=0, max_value=5000, initial=30)
    case_s = forms.IntegerField(label=_("Seconds a case"), min_value=5, max_value=3600, initial=180)
