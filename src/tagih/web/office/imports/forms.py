"""What a clerk says about a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tagih.portfolio import queries
from tagih.portfolio.enums import Feed
from tagih.web.ui.forms import DayField


class FeedForm(forms.Form):
    """A file and what it is."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or Parquet, also packed with gzip."),
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.xlsx,.parquet,.gz", "data-drop-input": ""}),
        max_length=200,
    )
    feed = forms.ChoiceField(label=_("What it holds"), choices=[("", "–"), *Feed.choices])
    date = DayField(label=_("Business date"), help_text=_("The day whose books the file shows."))
    profile = forms.ChoiceField(
        label=_("Profile"), required=False, help_text=_("How this lender writes files; empty for Tagih's own columns.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [("", _("Tagih's own columns")), *queries.profile_choices()]


class RefusalForm(forms.Form):
    """Why a file is turned away."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}))
