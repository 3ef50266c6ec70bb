"""What people enter about personal data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tagih.contacts.enums import ConsentScope
from tagih.privacy.enums import Intake, Proposal, Recipient, RequestKind
from tagih.privacy.queries import grounds, processing
from tagih.web.ui.forms import DayField

LONG = {"rows": 4}


def moment_field(label: Any, *, required: bool = False) -> forms.DateTimeField:
    """A day and an hour of Jakarta."""
    return forms.DateTimeField(
        label=label, required=required, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )


class ReceiveForm(forms.Form):
    """A request as it came."""

    customer_no = forms.CharField(label=_("Customer number"), max_length=40)
    kind = forms.ChoiceField(label=_("Asks for"), choices=RequestKind.choices)
    intake = forms.ChoiceField(label=_("How it came"), choices=Intake.choices)
    identified_by = forms.CharField(
        label=_("How you made sure that it is the person"), max_length=200,
        help_text=_("Such as: identity card seen at the branch."),
    )  # fmt: skip
    asked_at = moment_field(_("When it was asked (empty: now)"))
    wish = forms.CharField(
        label=_("In the person's words"), required=False, widget=forms.Textarea(attrs=LONG), max_length=2000
    )


class ProposalForm(forms.Form):
    """Grant, or refuse on a ground."""

    proposal = forms.ChoiceField(label=_("Answer"), choices=Proposal.choices)
    ground = forms.ChoiceField(label=_("Ground of a refusal"), required=False)
    reasoning = forms.CharField(label=_("Reasoning"), widget=forms.Textarea(attrs=LONG), max_length=2000)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(ground.id, f"{ground.text} ({ground.law})") for ground in grounds(kind)]
        self.fields["ground"].choices = [("", _("none")), *named]


class ReasonForm(forms.Form):
    """A reason, which is kept."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class AnswerForm(forms.Form):
    """Why a proposal is declined."""

    answer = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class LiftingForm(forms.Form):
    """Why a restriction ends."""

    reason = forms.CharField(
        label=_("Why it ends"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: the person withdrew the restriction in a letter of 12 November."),
    )  # fmt: skip


class NothingForm(forms.Form):
    """A yes."""


class SwitchForm(forms.Form):
    """Whether a retention rule works, and after how long."""

    is_on = forms.BooleanField(label=_("The rule works"), required=False)
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=1200)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ConsentForm(forms.Form):
    """What the person agreed to, and the proof."""

    scope = forms.ChoiceField(label=_("Agrees to"), choices=ConsentScope.choices)
    granted_on = DayField(label=_("Agreed on"))
    evidence = forms.CharField(
        label=_("Proof"), max_length=200, help_text=_("Such as: signed form, recording of a call")
    )
    detail = forms.CharField(label=_("Limits"), max_length=200, required=False)


class BreachForm(forms.Form):
    """A failure to protect personal data."""

    title = forms.CharField(label=_("What happened, in a line"), max_length=160)
    discovered_at = moment_field(_("When it was discovered"), required=True)
    data = forms.MultipleChoiceField(label=_("Which data"), required=False, widget=forms.CheckboxSelectMultiple)
    people = forms.IntegerField(label=_("How many people (empty: unknown)"), required=False, min_value=0)
    how = forms.CharField(label=_("When and how it came out"), widget=forms.Textarea(attrs=LONG))
    remedy = forms.CharField(label=_("What is done about it"), required=False, widget=forms.Textarea(attrs=LONG))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["data"].choices = [(row.id, row.data) for row in processing()]


class BreachNoticeForm(forms.Form):
    """Who was told, and in which words."""

    recipient = forms.ChoiceField(label=_("Told"), choices=Recipient.choices)
    told = forms.CharField(label=_("Whom exactly, and how"), max_length=200)
    sent_at = moment_field(_("When"), required=True)
    text = forms.CharField(label=_("Text of the notice"), widget=forms.Textarea(attrs={"rows": 8}))


class CloseBreachForm(forms.Form):
    """What was done in the end."""

    remedy = forms.CharField(label=_("What was done about it"), widget=forms.Textarea(attrs=LONG))
