"""Contact rules: what is in force with its sources, and the lender's own versions on their way into force."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tagih.contacts import operations as contacts
from tagih.contacts import queries
from tagih.contacts.enums import ConsentScope, PackStatus
from tagih.contacts.models import PackReplay, PackVersion
from tagih.contacts.permissions import Permission
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Product
from tagih.web.ui.acts import act
from tagih.web.ui.guard import may, requires

TONES = {PackStatus.DRAFT: "", PackStatus.SUBMITTED: "warn", PackStatus.APPROVED: "ok", PackStatus.REJECTED: "bad"}
BASIS_TONES = {"LAW": "brand", "HOUSE": "line", "PLATFORM": "info"}
TITLES = {
    "House rules: no conversation begins in the last five minutes": gettext_lazy(
        "House rules: no conversation begins in the last five minutes"
    ),
    "Indonesia: consumer protection in financial services (POJK 22/2023)": gettext_lazy(
        "Indonesia: consumer protection in financial services (POJK 22/2023)"
    ),
    "Indonesia: POJK 22/2023, joint leave is a working day": gettext_lazy(
        "Indonesia: POJK 22/2023, joint leave is a working day"
    ),
    "Indonesia: peer-to-peer lending (SEOJK 19/SEOJK.06/2023)": gettext_lazy(
        "Indonesia: peer-to-peer lending (SEOJK 19/SEOJK.06/2023)"
    ),
}
EXAMPLE = """extends = "house_default"
id = "HOUSE_DEFAULT"
title = ""
country = "ID"
effective_from = {day}

[windows]
CALL = "08:00-19:55"
BOT = "08:00-19:55"
VISIT = "08:00-19:55"

[rules.AFTER_WINDOW]
source = ""
basis = "HOUSE"
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack in words."""

    code: str
    sentence: str
    source: str
    basis: str
    tone: str
    consent: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A pack with its rules."""

    pack: Any
    rules: list[Rule]

    @property
    def title(self) -> str:
        """The title in the reader's language where the pack comes with Tagih, else as the lender wrote it."""
        return str(TITLES.get(self.pack.title, self.pack.title))

    @property
    def law(self) -> int:
        return sum(rule.tone == "brand" for rule in self.rules)

    @property
    def house(self) -> int:
        return len(self.rules) - self.law


class PackForm(forms.Form):
    """The text of the lender's own rules."""

    product = forms.ModelChoiceField(
        label=gettext_lazy("Product"), queryset=Product.objects.order_by("name"), required=False,
        empty_label=gettext_lazy("All products"), help_text=gettext_lazy("Empty: a rule of the whole house."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Rules"), strip=False, max_length=20_000,
        widget=forms.Textarea({"rows": 22, "class": "cp-editor", "spellcheck": "false"}),
        help_text=gettext_lazy("Every rule needs a source. Days and hours are those of the customer's address."),
    )  # fmt: skip


class NoteForm(forms.Form):
    """Why a version is sent back."""

    note = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}))


@requires(Permission.SEE_REFUSALS)
def rulebook(request: HttpRequest) -> HttpResponse:
    """What the gate asks today, pack by pack, and all versions of the lender's own rules."""
    today = clock.today_in(clock.WIB, now=clock.now())
    asked = queries.asked(queries.current_stamp(), today, None)
    versions = PackVersion.objects.select_related("product", "written_by", "decided_by").order_by("-pk")
    context = {
        "packs": [_shown(pack) for pack in asked.packs],
        "versions": [(version, PackStatus(version.status).label, TONES[PackStatus(version.status)])
                     for version in versions],
        "today": today,
        "may_edit": may(request, Permission.EDIT_PACKS),
        "crumbs": [(_("Compliance"), reverse("compliance:refusals")), (_("Contact rules"), "")],
    }  # fmt: skip
    return render(request, "office/compliance/rulebook.html", context)


@requires(Permission.SEE_REFUSALS)
def pack(request: HttpRequest, name: str) -> HttpResponse:
    """One pack in force: each rule with its source, law or house, and what consent lifts."""
    asked = queries.asked(queries.current_stamp(), clock.today_in(clock.WIB, now=clock.now()), None)
    found = next((one for one in asked.packs if one.id == name), None)
    if found is None:
        raise Http404
    context = {"shown": _shown(found), "crumbs": _crumbs(found.id)}
    return render(request, "office/compliance/pack.html", context)


@requires(Permission.SEE_REFUSALS)
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its text, what it would have changed, and what can be done with it now."""
    found = get_object_or_404(PackVersion.objects.select_related("product", "written_by", "decided_by"), pk=pk)
    replay = PackReplay.objects.filter(version=found, digest=queries.digest_of(found.text)).order_by("-pk").first()
    status = PackStatus(found.status)
    context = {
        "version": found,
        "status": status.label,
        "tone": TONES[status],
        "replay": replay,
        "needs_replay": replay is None or not queries.replay_holds(replay, now=clock.now()),
        "effects": _effects(replay) if replay else [],
        "shown": _shown(queries.compiled(found.text)),
        "may_edit": may(request, Permission.EDIT_PACKS) and status in (PackStatus.DRAFT, PackStatus.REJECTED),
        "may_submit": may(request, Permission.EDIT_PACKS) and status == PackStatus.DRAFT,
        "may_decide": may(request, Permission.APPROVE_PACKS) and status == PackStatus.SUBMITTED,
        "is_own": request.user.pk in (found.written_by_id, found.submitted_by_id),
        "crumbs": _crumbs(str(found)),
    }
    template = "office/compliance/version.html"
    return render(request, f"{template}#state" if request.headers.get("X-Tagih-Live") else template, context)


@requires(Permission.EDIT_PACKS)
def draft(request: HttpRequest) -> HttpResponse:
    """A new draft, from an example that says what the house keeps now."""
    day = clock.today_in(clock.WIB, now=clock.now())
    form = PackForm(request.POST or None, initial={"text": EXAMPLE.format(day=day.isoformat())})

    def save(data: dict[str, Any]) -> HttpResponse:
        made = contacts.draft_pack(text=_clean(data), product=data["product"], by=request.user, now=clock.now())
        return redirect("compliance:version", pk=made.pk)

    return act(
        request, form, save, title=_("New draft of contact rules"), button=_("Keep the draft"), done="",
        back=reverse("compliance:rulebook"), crumbs=_crumbs("")[:2],
        text=_("It holds for nobody until the last 90 days were asked again with it and a second person approved it."),
    )  # fmt: skip


@requires(Permission.EDIT_PACKS)
def rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """Another text for a draft."""
    found = get_object_or_404(PackVersion, pk=pk)
    form = PackForm(request.POST or None, initial={"text": found.text, "product": found.product_id})
    del form.fields["product"]
    back = reverse("compliance:version", args=[pk])
    return act(
        request, form,
        lambda data: contacts.rewrite_pack(version=found, text=_clean(data), by=request.user, now=clock.now()),
        title=_("Change %(pack)s") % {"pack": found}, button=_("Save"), done=_("Saved."), back=back,
        crumbs=_crumbs("")[:2],
    )  # fmt: skip


@require_POST
@requires(Permission.EDIT_PACKS)
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the last 90 days asked again with this draft."""
    contacts.start_replay(version=get_object_or_404(PackVersion, pk=pk), by=request.user, now=clock.now())
    return redirect("compliance:version", pk=pk)


@require_POST
@requires(Permission.EDIT_PACKS)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a draft before a second person."""
    found = get_object_or_404(PackVersion, pk=pk)
    return _decided(request, pk, lambda: contacts.submit_pack(version=found, by=request.user, now=clock.now()),
                    _("Submitted. Somebody else must approve it now."))  # fmt: skip


@require_POST
@requires(Permission.APPROVE_PACKS)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a submitted version in force from its first day."""
    found = get_object_or_404(PackVersion, pk=pk)
    return _decided(request, pk, lambda: contacts.approve_pack(version=found, by=request.user, now=clock.now()),
                    _("Approved. The gate asks it from its first day."))  # fmt: skip


@requires(Permission.APPROVE_PACKS)
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a submitted version back with a reason."""
    found = get_object_or_404(PackVersion, pk=pk)
    return act(
        request, NoteForm(request.POST or None),
        lambda data: contacts.reject_pack(version=found, note=data["note"], by=request.user, now=clock.now()),
        title=_("Send %(pack)s back") % {"pack": found}, button=_("Send back"), done=_("Sent back to the writer."),
        back=reverse("compliance:version", args=[pk]), crumbs=_crumbs("")[:2], tone="bad",
    )  # fmt: skip


def _decided(request: HttpRequest, pk: int, operation: Any, done: str) -> HttpResponse:
    try:
        operation()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("compliance:version", pk=pk)


def _shown(found: Any) -> Shown:
    raised = queries.raised_by(found)
    return Shown(found, [
        Rule(
            code=rule,
            sentence=queries.sentence_of(rule),
            source=queries.in_words(ground.source),
            basis=queries.basis_of(ground.basis),
            tone=BASIS_TONES.get(ground.basis, "line"),
            consent=str(ConsentScope(ground.consent).label) if ground.consent else "",
        )
        for rule, ground in found.grounds.items() if rule in raised
    ])  # fmt: skip


def _effects(replay: PackReplay) -> list[dict[str, Any]]:
    """Bars: which rules refuse more, which fewer."""
    rows = sorted(replay.by_rule.items(), key=lambda pair: -pair[1])
    return [
        {"label": f"{'−' if rule.startswith('-') else '+'} {queries.sentence_of(rule.removeprefix('-'))}",
         "value": count, "tone": "ok" if rule.startswith("-") else "bad"}
        for rule, count in rows
    ]  # fmt: skip


def _clean(data: dict[str, Any]) -> str:
    return str(data["text"]).replace("\r\n", "\n")


def _crumbs(last: str) -> list[tuple[Any, str]]:
    return [(_("Compliance"), reverse("compliance:refusals")), (_("Contact rules"), reverse("compliance:rulebook")),
            (last, "")]  # fmt: skip
