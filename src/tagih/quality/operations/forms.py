"""Scorecards: drafted, published, never changed afterwards."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.quality import events
from tagih.quality.enums import FormStatus
from tagih.quality.models import Scorecard, ScorecardVersion
from tagih.quality.rules.scorecards import problems_of
from tagih.staff.models import Person

SHIPPED = ("call", "written", "visit")


class FormRefused(Refusal):
    """A scorecard cannot be kept or published as it is."""


def draft_form(*, code: str, content: Mapping[str, Any], by: Person | None, now: dt.datetime) -> ScorecardVersion:
    """This will keep a new version of a scorecard as a draft, or write over the draft there is.

    :raises FormRefused: the form is not sound
    """
    if problems := problems_of(content):
        where, problem = problems[0]
        raise FormRefused(
            problem, _("The form is not sound at “%(where)s” (%(problem)s).") % {"where": where, "problem": problem},
            field="content", value=where,
        )  # fmt: skip
    with database.transaction():
        card, _made = Scorecard.objects.get_or_create(code=code.strip().upper())
        Scorecard.objects.select_for_update().get(pk=card.pk)
        draft = ScorecardVersion.objects.filter(scorecard=card, status=FormStatus.DRAFT).first()
        if draft is None:
            last = ScorecardVersion.objects.filter(scorecard=card).aggregate(last=Max("number"))["last"] or 0
            draft = ScorecardVersion(scorecard=card, number=last + 1)
        draft.content, draft.made_at, draft.made_by = dict(content), now, by
        draft.save()
    return draft


def publish_form(*, version: ScorecardVersion, by: Person | None, now: dt.datetime) -> ScorecardVersion:
    """This will bring a draft into force; the version before it is retired. Scores that were begun keep their version.

    :raises FormRefused: it is no draft
    """
    with database.transaction():
        Scorecard.objects.select_for_update().get(pk=version.scorecard_id)
        version = ScorecardVersion.objects.select_related("scorecard").get(pk=version.pk)
        if version.status != FormStatus.DRAFT:
            raise FormRefused("NO_DRAFT", _("Only a draft can be published."))
        in_force = ScorecardVersion.objects.filter(scorecard=version.scorecard, status=FormStatus.PUBLISHED)
        in_force.update(status=FormStatus.RETIRED, retired_at=now)
        version.status, version.published_at, version.published_by = FormStatus.PUBLISHED, now, by
        version.save(update_fields=["status", "published_at", "published_by"])
        event = events.FormPublished(code=version.scorecard.code, number=version.number)
        journal.publish(event, by=by, now=now)
    return version


def load_shipped_forms(*, now: dt.datetime) -> int:
    """This will publish the shipped scorecards of which an installation has none yet, and return how many."""
    loaded = 0
    for name in SHIPPED:
        told = tomllib.loads((resources.files("tagih.quality") / "starter" / f"{name}.toml").read_text("utf-8"))
        if not ScorecardVersion.objects.filter(scorecard__code=told["code"]).exists():
            draft = draft_form(code=told.pop("code"), content=told, by=None, now=now)
            publish_form(version=draft, by=None, now=now)
            loaded += 1
    return loaded
