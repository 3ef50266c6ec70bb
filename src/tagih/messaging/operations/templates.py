"""Templates: written by one person, approved by another, in use one version at a time."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.messaging.enums import Language, VersionState
from tagih.messaging.events import TemplateDecided
from tagih.messaging.models import Snippet, Template, TemplateVersion
from tagih.messaging.operations.channels import open_sandbox
from tagih.messaging.queries.channels import setting_of
from tagih.messaging.rules.lengths import Length, measure
from tagih.messaging.rules.lint import ERROR, Finding, lint
from tagih.messaging.rules.templates import Text, example, may_become
from tagih.staff.models import Person


class VersionFixed(Refusal):
    """A version that was submitted is not edited any more."""

    def __init__(self) -> None:
        super().__init__("VERSION_FIXED", _("This version can no longer be changed."), remedy=_("Write a new version."))


class TemplateFaulty(Refusal):
    """The linter found what must not be said."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(
            "TEMPLATE_FAULTY", format_lazy(_("{count} things must be put right first."), count=len(findings)),
            field=findings[0].field, remedy=_("They are listed beside the text."),
        )  # fmt: skip


class ApprovedByTheSame(Refusal):
    """Nobody approves what they wrote."""

    def __init__(self) -> None:
        super().__init__(
            "APPROVED_BY_THE_SAME", _("Whoever wrote it cannot approve it."), remedy=_("Ask a second person.")
        )


class DecisionUnexplained(Refusal):
    """A rejection says why."""

    def __init__(self) -> None:
        super().__init__("DECISION_UNEXPLAINED", _("Say what should be different."), field="note")


class TemplateCodeTaken(Refusal):
    """There is a template of that code."""

    def __init__(self, code: str) -> None:
        super().__init__("TEMPLATE_CODE_TAKEN", _("This code is taken."), field="code", value=code)


def add_template(
    *, code: str, name: str, channel: str, purpose: str, level: int, is_service: bool, by: Person | None,
    now: dt.datetime, fallback: Template | None = None,
) -> Template:  # fmt: skip
    """This will make a template without words.

    :raises TemplateCodeTaken:
    """
    code = code.strip().upper()
    with transaction():
        if Template.objects.filter(code=code).exists():
            raise TemplateCodeTaken(code)
        return Template.objects.create(
            code=code, name=name.strip(), channel=channel, purpose=purpose, level=level, is_service=is_service,
            fallback=fallback,
        )  # fmt: skip


def write_version(
    *, template: Template, texts: dict[str, Text], by: Person | None, now: dt.datetime
) -> TemplateVersion:
    """This will write the words of the open draft of a template, or begin a draft.

    :raises VersionFixed: a version waits for its approval
    """
    with transaction():
        Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
        draft = template.versions.filter(state__in=[VersionState.DRAFT, VersionState.SUBMITTED]).first()
        if draft is not None and draft.state == VersionState.SUBMITTED:
            raise VersionFixed
        if draft is None:
            newest = template.versions.order_by("-number").values_list("number", flat=True).first() or 0
            draft = TemplateVersion(template=template, number=newest + 1)
        said = {language: texts.get(language, Text("")) for language in ("id", "en")}
        draft.body_id, draft.subject_id = said["id"].body, said["id"].subject
        draft.body_en, draft.subject_en = said["en"].body, said["en"].subject
        draft.written_at, draft.written_by = now, by
        draft.save()
    return draft


def texts_of(version: TemplateVersion) -> dict[str, Text]:
    """This will return what a version says in each language."""
    return {"id": Text(version.body_id, version.subject_id), "en": Text(version.body_en, version.subject_en)}


def findings_of(version: TemplateVersion) -> list[Finding]:
    """This will read a version with the linter."""
    template = version.template
    return lint(
        channel=template.channel, purpose=template.purpose, is_service=template.is_service, texts=texts_of(version)
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """A version in one language, filled with examples, with its length and what one costs."""

    language: str
    text: Text
    length: Length
    cost: Decimal


def previews(version: TemplateVersion) -> list[Preview]:
    """This will show a version as a person would get it."""
    price = setting_of(version.template.channel).cost_per_part
    found = []
    for language, text in texts_of(version).items():
        said = example(text)
        length = measure(said.body)
        parts = 1 if version.template.channel == "EMAIL" else length.parts
        found.append(Preview(str(Language(language).label), said, length, price * parts))
    return found


def write_words(*, template: Template, words: Mapping[str, str], by: Person, now: dt.datetime) -> TemplateVersion:
    """This will write the words of the open draft as a form has them: `subject_id`, `body_id`, `subject_en`, `body_en`.

    :raises VersionFixed: a version waits for its approval
    """
    texts = {one: Text(words.get(f"body_{one}", ""), words.get(f"subject_{one}", "")) for one in ("id", "en")}
    return write_version(template=template, texts=texts, by=by, now=now)


def submit_version(*, version: TemplateVersion, by: Person, now: dt.datetime) -> None:
    """This will hand a draft to a second person.

    :raises VersionFixed: it was submitted before
    :raises TemplateFaulty: the linter found errors
    """
    with transaction():
        held = _held(version, VersionState.SUBMITTED)
        faults = [one for one in findings_of(held) if one.severity == ERROR]
        if faults:
            raise TemplateFaulty(faults)
        held.state, held.submitted_at, held.written_by = VersionState.SUBMITTED, now, held.written_by or by
        held.save(update_fields=["state", "submitted_at", "written_by"])


def approve_version(*, version: TemplateVersion, by: Person, now: dt.datetime) -> None:
    """This will put a submitted version in use, in place of the one before.

    :raises VersionFixed: it does not wait for approval
    :raises ApprovedByTheSame: `by` wrote it
    """
    with transaction():
        held = _held(version, VersionState.APPROVED)
        if held.written_by_id == by.pk:
            raise ApprovedByTheSame
        _put_in_use(held, by=by, now=now)
        told = TemplateDecided(template_code=held.template.code, version=held.number, is_approved=True)
        journal.publish(told, by=by, now=now)


def reject_version(*, version: TemplateVersion, note: str, by: Person, now: dt.datetime) -> None:
    """This will send a submitted version back with a word on what should be different.

    :raises VersionFixed: it does not wait for approval
    :raises DecisionUnexplained:
    """
    if not note.strip():
        raise DecisionUnexplained
    with transaction():
        held = _held(version, VersionState.REJECTED)
        held.state, held.decided_at, held.decided_by = VersionState.REJECTED, now, by
        held.decision_note = note.strip()[:400]
        held.save(update_fields=["state", "decided_at", "decided_by", "decision_note"])
        told = TemplateDecided(template_code=held.template.code, version=held.number, is_approved=False)
        journal.publish(told, by=by, now=now)


def load_reference(*, now: dt.datetime) -> int:
    """This will add the templates and snippets that come with Tagih and are not known yet; return how many."""
    text = (resources.files("tagih.messaging") / "starter" / "templates.toml").read_text(encoding="utf-8")
    told, added = tomllib.loads(text), 0
    with transaction():
        for one in told["template"]:
            added += _load(one, now)
        for one in told["template"]:
            if "fallback" in one:
                fallback = Template.objects.get(code=one["fallback"])
                Template.objects.filter(code=one["code"], fallback__isnull=True).update(fallback=fallback)
        for one in told["snippet"]:
            _snippet, is_new = Snippet.objects.get_or_create(code=one["code"], defaults=one)
            added += is_new
    if settings.TAGIH_MESSAGES == "sandbox":
        added += open_sandbox(now=now)
    return added


def _load(told: dict[str, Any], now: dt.datetime) -> bool:
    known = {name: told[name] for name in ("name", "channel", "purpose", "level")}
    known["is_service"] = told.get("is_service", False)
    template, is_new = Template.objects.get_or_create(code=told["code"], defaults=known)
    if is_new:
        texts = {language: Text(told[language], told.get(f"subject_{language}", "")) for language in ("id", "en")}
        version = write_version(template=template, texts=texts, by=None, now=now)
        _put_in_use(version, by=None, now=now)
    return is_new


def _put_in_use(version: TemplateVersion, *, by: Person | None, now: dt.datetime) -> None:
    TemplateVersion.objects.filter(template=version.template, state=VersionState.APPROVED).update(
        state=VersionState.REPLACED
    )
    version.state, version.decided_at, version.decided_by = VersionState.APPROVED, now, by
    version.save(update_fields=["state", "decided_at", "decided_by"])


def _held(version: TemplateVersion, target: VersionState) -> TemplateVersion:
    held = TemplateVersion.objects.select_for_update(of=("self",)).select_related("template").get(pk=version.pk)
    if not may_become(held.state, target):
        raise VersionFixed
    return held
