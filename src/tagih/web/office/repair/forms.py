"""What is entered about a search and about changed contact data."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tagih.contacts.enums import Finding, OwnerRole, PointKind, SharedState
from tagih.contacts.queries import Holder
from tagih.web.ui.forms import RegionField

FOUND = (Finding.NUMBER, Finding.ADDRESS)
SILENT = (*FOUND, Finding.KNOWS_NOTHING)
VERDICTS = (
    (SharedState.OWNED, _("It belongs to one of these people; wrong for the others")),
    (SharedState.KEPT, _("An office or family number: it may be shared")),
    (SharedState.WRONG, _("It belongs to nobody of them: wrong for everybody")),
)
LABELS = (
    ("MOBILE", _("mobile")),
    ("HOME", _("home")),
    ("OFFICE", _("office")),
    ("BILLING", _("billing address")),
    ("DOMICILE", _("domicile")),
)


class StepForm(forms.Form):
    """What a step brought. Without asking anybody only some findings are possible."""

    finding = forms.ChoiceField(label=_("Finding"))
    value = forms.CharField(
        label=_("Number or address found"), max_length=200, required=False, help_text=_("As it was said")
    )
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def __init__(self, data: Any = None, *, asked: bool, needs_asking: bool) -> None:
        super().__init__(data)
        fitting = tuple(f for f in Finding if f != Finding.NOT_POSSIBLE) if asked else SILENT
        if needs_asking and not asked:
            fitting = (Finding.NOT_POSSIBLE,)
        self.fields["finding"].choices = [(finding.value, finding.label) for finding in fitting]
        if needs_asking and not asked:
            del self.fields["value"]


class UpdateForm(forms.Form):
    """A new number or address, with the document that proves it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PointKind.choices)
    value = forms.CharField(label=_("New number, e-mail or address"), max_length=200)
    owner_role = forms.ChoiceField(label=_("Whose"), choices=OwnerRole.choices)
    owner_name = forms.CharField(label=_("Name, if not the customer"), max_length=200, required=False)
    label = forms.ChoiceField(label=_("Place"), choices=LABELS)
    region_code = RegionField(required=False, help_text=_("For an address: code or name, such as 18.71"))
    proof = forms.FileField(
        label=_("Proof"), help_text=_("Signed form, photo of a letter: PDF, PNG or JPEG, at most 10 MB")
    )
    note = forms.CharField(label=_("Note"), max_length=400, required=False)


class DecisionForm(forms.Form):
    """A second person's decision."""

    is_proven = forms.BooleanField(
        label=_("The document proves that it is theirs"), required=False,
        help_text=_("Then it counts as verified; otherwise it waits until somebody is reached there."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Needed when you reject"))


class SharedForm(forms.Form):
    """Whose a number is that several people gave."""

    decision = forms.ChoiceField(label=_("Whose number is it?"), choices=VERDICTS, widget=forms.RadioSelect)
    owner = forms.ChoiceField(label=_("The person, if it belongs to one"), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("Such as: called, the head of the savings group answered"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, holders: Iterable[Holder]) -> None:
        super().__init__(data)
        people = {str(one.customer_id): f"{one.full_name} ({one.customer_no})" for one in holders}
        self.fields["owner"].choices = [("", _("nobody named")), *people.items()]


class ReasonForm(forms.Form):
    """A reason, which is kept."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
