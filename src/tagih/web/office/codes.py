"""Code lists: actions, results, parties, places, causes of delay. Data with dates, never deleted."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.cases import operations as cases
from tagih.cases import queries
from tagih.cases.enums import CodeKind, HoldReason
from tagih.cases.models import Code
from tagih.cases.permissions import Permission
from tagih.kernel import clock
from tagih.web.office.forms import NothingForm
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires

FLAGS = (
    ("is_worked", gettext_lazy("counts as work")),
    ("is_connected", gettext_lazy("connected")),
    ("is_right_party", gettext_lazy("right party")),
    ("is_promise", gettext_lazy("promise")),
    ("retires_contact_point", gettext_lazy("retires the number")),
)


class CodeForm(forms.Form):
    """A code as people type and read it."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=24,
        help_text=gettext_lazy("Capital letters and underscores; never changes."),
    )
    short = forms.CharField(
        label=gettext_lazy("Short key"),
        max_length=4,
        required=False,
        help_text=gettext_lazy("What an agent types, such as JB."),
    )
    name_id = forms.CharField(label=gettext_lazy("Name in Indonesian"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    cool_down_hours = forms.IntegerField(
        label=gettext_lazy("Rest in hours"),
        min_value=0,
        max_value=720,
        initial=0,
        help_text=gettext_lazy("How long the person is left alone after it."),
    )
    position = forms.IntegerField(label=gettext_lazy("Place in the list"), min_value=0, max_value=999, initial=0)
    opens_hold = forms.ChoiceField(
        label=gettext_lazy("Opens a hold"), required=False, choices=[("", "–"), *HoldReason.choices]
    )

    def __init__(self, *args: Any, kind: str, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]
        if kind == CodeKind.RESULT:
            for name, label in FLAGS:
                self.fields[name] = forms.BooleanField(label=label, required=False)
        else:
            del self.fields["cool_down_hours"]
            del self.fields["opens_hold"]


@requires(Permission.EDIT_CODES)
def codes(request: HttpRequest) -> HttpResponse:
    """The lists, one tab for each."""
    kind = _kind(request.GET.get("kind", ""))
    found = list(queries.codes_on(request.standing.on, kind=kind))
    names = {code.pk: code.name_id for code in found}
    context = {
        "kind": kind,
        "kinds": CodeKind.choices,
        "codes": [_line(code, names) for code in found],
        "crumbs": [(_("Code lists"), "")],
    }
    return render(request, "office/codes.html", context)


@requires(Permission.EDIT_CODES)
def add_code(request: HttpRequest, kind: str) -> HttpResponse:
    """Adds a code that is valid from today."""
    kind = _kind(kind)
    return act(
        request,
        CodeForm(request.POST or None, kind=kind, is_new=True),
        lambda data: cases.add_code(kind=kind, **data, by=request.user, now=clock.now()),
        title=_("New code"),
        text=CodeKind(kind).label,
        button=_("Add"),
        done=_("The code is valid from today."),
        **_around(kind),
    )


@requires(Permission.EDIT_CODES)
def edit_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a code from today on; what was recorded with it stays as it was."""
    code = get_object_or_404(Code, pk=pk, valid_until__isnull=True)
    form = CodeForm(request.POST or None, kind=code.kind, is_new=False, initial=code.__dict__)
    return act(
        request,
        form,
        lambda data: cases.change_code(code=code, **data, by=request.user, now=clock.now()),
        title=f"{code.code} · {code.name_id}",
        text=_("Holds from today. What was recorded with it stays as it was."),
        button=_("Save"),
        done=_("Saved."),
        **_around(code.kind),
    )


@requires(Permission.EDIT_CODES)
def end_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a code off the list after today."""
    code = get_object_or_404(Code, pk=pk, valid_until__isnull=True)
    return act(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        lambda _data: cases.end_code(code=code, by=request.user, now=clock.now()),
        title=_("Take off the list"),
        text=f"{code.code} · {code.name_id}",
        button=_("Take off the list"),
        done=_("Today is its last day."),
        tone="bad-solid",
        **_around(code.kind),
    )


def _line(code: Code, names: dict[int, str]) -> dict[str, Any]:
    """What one row of a list says; that it counts as work goes without saying, that it does not is said."""
    hold = HoldReason(code.opens_hold).label if code.opens_hold in HoldReason.values else code.opens_hold
    return {
        "code": code,
        "flags": [label for name, label in FLAGS[1:] if getattr(code, name)],
        "is_idle": code.kind == CodeKind.RESULT and not code.is_worked,
        "hold": hold,
        "parent": names.get(code.parent_id, ""),
    }


def _kind(text: str) -> str:
    return text if text in CodeKind.values else CodeKind.RESULT


def _around(kind: str) -> dict[str, Any]:
    address = f"{reverse('office:codes')}?kind={kind}"
    return {"back": address, "crumbs": [(_("Code lists"), address)]}
