"""What an agent enters: the result of a contact, a hold. Pure checks of shape; the operation judges the rest."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.cases.enums import AgentState, CodeKind, HoldReason
from tagih.cases.models import Code
from tagih.cases.queries import name_of
from tagih.kernel.ids import instant_of
from tagih.web.ui.forms import DayField, RupiahField

TIME = re.compile(r"^(\d{1,2})(?:[.:]?(\d{2}))?$")
PAY_CHANNELS = (
    ("", gettext_lazy("not said")),
    ("VA", gettext_lazy("Virtual account")),
    ("RETAIL", gettext_lazy("Minimarket")),
    ("BRANCH", gettext_lazy("Branch counter")),
    ("EWALLET", gettext_lazy("E-wallet or QRIS")),
    ("POST", gettext_lazy("Post office")),
)
AFTER = (
    ("NEXT", gettext_lazy("then the next case")),
    (AgentState.BREAK, gettext_lazy("then a break")),
    (AgentState.PRAYER, gettext_lazy("then prayer")),
    (AgentState.MEETING, gettext_lazy("then a meeting")),
)
DESK_ACTIONS = ("CALL_OUT", "CALL_IN")


class TimeField(forms.Field):
    """A time of day as people type it: `9`, `9.30`, `0930`, `16:30`. Cleans to a time."""

    default_error_messages = {"invalid": gettext_lazy("“%(value)s” is not a time. Write 16.30 or 9.")}

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.time):
            return value
        found = TIME.match(str(value).strip())
        try:
            return dt.time(int(found[1]), int(found[2] or 0)) if found else self._refuse(value)
        except ValueError:
            return self._refuse(value)

    def _refuse(self, value: Any) -> dt.time:
        raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value})


class ResultForm(forms.Form):
    """The result of one contact. Which parts count is decided by the needs of the result code."""

    activity_id = forms.UUIDField(widget=forms.HiddenInput)
    result = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": gettext_lazy("Which result? Type its code, such as NA.")}
    )
    item = forms.IntegerField(required=False, widget=forms.HiddenInput)
    attempt = forms.UUIDField(required=False, widget=forms.HiddenInput)
    contact_point = forms.IntegerField(required=False, widget=forms.HiddenInput)
    amount = RupiahField(label=gettext_lazy("Amount"), required=False)
    due_on = DayField(label=gettext_lazy("Pays on"), required=False)
    amount_2 = RupiahField(label=gettext_lazy("Second part"), required=False)
    due_on_2 = DayField(label=gettext_lazy("Pays it on"), required=False)
    contract = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Pays by"), required=False, choices=PAY_CHANNELS)
    follow_up_day = DayField(label=gettext_lazy("Day"), required=False)
    follow_up_time = TimeField(label=gettext_lazy("Time"), required=False)
    paid_on = DayField(label=gettext_lazy("Paid on"), required=False)
    paid_channel = forms.ChoiceField(label=gettext_lazy("Paid by"), required=False, choices=PAY_CHANNELS)
    delay_reason = forms.ChoiceField(label=gettext_lazy("Cause of delay"), required=False)
    action = forms.ChoiceField(label=gettext_lazy("Action"))
    party = forms.ChoiceField(label=gettext_lazy("Spoken with"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    notes = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    after = forms.ChoiceField(label=gettext_lazy("After saving"), required=False, choices=AFTER)

    def __init__(
        self,
        *args: Any,
        codes: Iterable[Code],
        contracts: Sequence[tuple[int, str]] = (),
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        codes = list(codes)
        for name in ("due_on", "due_on_2", "follow_up_day", "paid_on"):
            self.fields[name].today = today
            self.fields[name].widget.attrs["data-today"] = today.isoformat()
        self.fields["action"].choices = [
            (code.code, name_of(code)) for code in codes if code.kind == CodeKind.ACTION and code.code in DESK_ACTIONS
        ]
        self.fields["party"].choices = [("", "–"), *_choices(codes, CodeKind.PARTY)]
        self.fields["place"].choices = [("", "–"), *_choices(codes, CodeKind.PLACE)]
        self.fields["delay_reason"].choices = [("", "–"), *_grouped(codes)]
        self.results = {code.code: code for code in codes if code.kind == CodeKind.RESULT}
        if len(contracts) > 1:
            self.fields["contract"].choices = [("", _("all contracts")), *((str(pk), no) for pk, no in contracts)]
        else:
            del self.fields["contract"]
        self._mark()

    def _mark(self) -> None:
        """Which fields the keyboard walks through (`data-main`), and where their proposals stand."""
        marks: dict[str, dict[str, str]] = {
            "amount": {"data-main": "", "data-proposals": "amount-proposals"},
            "due_on": {"data-main": "", "data-proposals": "day-proposals"},
            "follow_up_day": {"data-main": "", "data-proposals": "callback-proposals"},
            "follow_up_time": {"data-main": "", "data-proposals": "callback-proposals", "inputmode": "numeric",
                               "autocomplete": "off", "placeholder": "16.30"},
            "paid_on": {"data-main": ""},
            "delay_reason": {"data-main": ""},
            "notes": {"data-note": "", "data-desk-key": "."},
        }  # fmt: skip
        for name, attrs in marks.items():
            self.fields[name].widget.attrs |= attrs

    def clean_activity_id(self) -> Any:
        value = self.cleaned_data["activity_id"]
        try:
            instant_of(value)
        except ValueError as error:
            raise ValidationError(
                _("This entry has no valid mark. Load the page again; your input is kept.")
            ) from error
        return value

    def clean_result(self) -> str:
        code = self.cleaned_data["result"]
        if code not in self.results:
            raise ValidationError(_("There is no result “%(code)s”. Choose one from the list."), params={"code": code})
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        result = self.results.get(data.get("result", ""))
        if result is None:
            return data
        if bool(data.get("amount_2")) != bool(data.get("due_on_2")):
            missing = "due_on_2" if data.get("amount_2") else "amount_2"
            if missing not in self.errors:
                self.add_error(missing, _("A second part needs an amount and a day."))
        needs = set(result.needs) | ({"promise"} if result.is_promise else set())
        asked = {
            "promise": (("amount", _("How much will be paid?")), ("due_on", _("On which day?"))),
            "follow_up": (("follow_up_day", _("On which day?")), ("follow_up_time", _("At what time?"))),
            "proof": (("paid_on", _("On which day was it paid?")),),
            "reason": (("delay_reason", _("What is the cause of the delay?")),),
            "note": (("notes", _("This result needs a note.")),),
        }
        for need in asked:
            for name, question in asked[need] if need in needs else ():
                if data.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, question)
        return data


class HoldForm(forms.Form):
    """A pause of collection: why, until when."""

    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=[("", "–"), *HoldReason.choices])
    ends_on = DayField(label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until lifted."))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=400)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="hold_%s", **kwargs)
        self.fields["ends_on"].today = today


def _choices(codes: Iterable[Code], kind: str) -> list[tuple[str, str]]:
    return [(code.code, name_of(code)) for code in codes if code.kind == kind]


def _grouped(codes: Sequence[Code]) -> list[tuple[str, Any]]:
    """Two levels: causes under their parents; a cause without parent or children stands alone."""
    causes = [code for code in codes if code.kind == CodeKind.DELAY]
    children: dict[int, list[Code]] = {}
    for code in causes:
        if code.parent_id:
            children.setdefault(code.parent_id, []).append(code)
    grouped: list[tuple[str, Any]] = []
    for code in causes:
        if code.parent_id:
            continue
        if code.pk in children:
            grouped.append((name_of(code), [(child.code, name_of(child)) for child in children[code.pk]]))
        else:
            grouped.append((code.code, name_of(code)))
    return grouped
