"""Templates: the words in use, a draft with its linter and length, the second person's decision."""

from django import forms
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.messaging import operations, queries
from tagih.messaging.models import Template, TemplateVersion
from tagih.messaging.permissions import Permission
from tagih.web.office.messaging.words import FINDINGS
from tagih.web.ui.forms import show_refusal
from tagih.web.ui.guard import requires_any


class WordsForm(forms.Form):
    """A version's words."""

    subject_id = forms.CharField(label=gettext_lazy("Subject, Indonesian"), max_length=150, required=False)
    body_id = forms.CharField(
        label=gettext_lazy("Indonesian"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    subject_en = forms.CharField(label=gettext_lazy("Subject, English"), max_length=150, required=False)
    body_en = forms.CharField(label=gettext_lazy("English"), widget=forms.Textarea(attrs={"rows": 6}), required=False)
    note = forms.CharField(label=gettext_lazy("What should be different"), max_length=400, required=False)


@requires_any(Permission.EDIT_TEMPLATES, Permission.APPROVE_TEMPLATES)
def templates(request: HttpRequest) -> HttpResponse:
    """All templates with the version in use and one that waits."""
    rows = Template.objects.prefetch_related("versions").order_by("-level", "code")
    shown = [(row, {version.state: version for version in row.versions.all()}) for row in rows]
    return render(request, "office/messaging/templates.html", {"rows": shown, "crumbs": [(_("Templates"), "")]})


@requires_any(Permission.EDIT_TEMPLATES, Permission.APPROVE_TEMPLATES)
def template(request: HttpRequest, code: str) -> HttpResponse:
    """One template: words, preview, length, cost, findings; saving, submitting, deciding."""
    row = get_object_or_404(Template, code=code)
    version = row.versions.filter(state__in=["DRAFT", "SUBMITTED"]).first() or row.versions.order_by("-number").first()
    initial = (
        {name: getattr(version, name) for name in ("subject_id", "body_id", "subject_en", "body_en")} if version else {}
    )
    form = WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = _done(request, row, version, form)
        if answer is not None:
            return answer
        version = row.versions.filter(state__in=["DRAFT", "SUBMITTED"]).first() or version
    context = {
        "template": row, "version": version, "form": form, "previews": operations.previews(version) if version else [],
        "findings": [(one, FINDINGS[one.code]) for one in operations.findings_of(version)] if version else [],
        "is_own": version is not None and version.written_by_id == request.user.pk,
        "variables": queries.variable_examples(),
        "crumbs": [(_("Templates"), reverse("messaging:templates")), (row.code, "")],
    }  # fmt: skip
    return render(request, "office/messaging/template.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, row: Template, version: TemplateVersion | None, form: WordsForm) -> HttpResponse | None:
    act, now, told = request.POST.get("act", "save"), clock.now(), form.cleaned_data
    wanted = Permission.APPROVE_TEMPLATES if act in ("approve", "reject") else Permission.EDIT_TEMPLATES
    if not request.standing.may(wanted):
        return HttpResponseForbidden()
    try:
        if act in ("save", "submit"):
            version = operations.write_words(template=row, words=told, by=request.user, now=now)
        if act == "submit":
            operations.submit_version(version=version, by=request.user, now=now)
            flash.success(request, _("A second person decides about it now."))
        elif act == "approve" and version is not None:
            operations.approve_version(version=version, by=request.user, now=now)
            flash.success(request, _("These words are in use now."))
        elif act == "reject" and version is not None:
            operations.reject_version(version=version, note=told["note"], by=request.user, now=now)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return None
    return redirect("messaging:template", code=row.code)
