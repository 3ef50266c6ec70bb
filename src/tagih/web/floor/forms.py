"""What a leader enters: where work goes, how much, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.cases.enums import Precedence

LARGEST = 1000


class MoveForm(forms.Form):
    """Moves work of a queue to another queue, to a person, or both."""

    target = forms.ChoiceField(label=gettext_lazy("To the queue"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("For the person"), required=False)
    precedence = forms.ChoiceField(label=gettext_lazy("Which work"), required=False)
    limit = forms.IntegerField(label=gettext_lazy("At most"), min_value=1, max_value=LARGEST, initial=50)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("Others read this beside the moved work."),
    )

    def __init__(
        self, *args: Any, queues: Sequence[tuple[int, str]], people: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="move_%s", **kwargs)
        self.fields["target"].choices = [("", _("stays in this queue")), *((str(pk), name) for pk, name in queues)]
        self.fields["person"].choices = [("", _("whoever is next")), *((str(pk), name) for pk, name in people)]
        self.fields["precedence"].choices = [
            ("", _("all")),
            *((str(value), name) for value, name in Precedence.choices),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("target") and not data.get("person"):
            self.add_error("target", _("Choose a queue or a person."))
        return data


class TakeBackForm(forms.Form):
    """Why a case is taken out of somebody's hands."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)
