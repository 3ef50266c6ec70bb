"""Schemes are data: shipped ones are loaded once, and a product gets its own from a date on."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.portfolio.enums import SchemeKind
from tagih.portfolio.models import Product, Scheme, SchemeAssignment
from tagih.portfolio.rules.presets import PRESETS


class SchemeStartsBefore(Refusal):
    """A scheme cannot begin before the one it follows."""

    def __init__(self, starts_on: dt.date) -> None:
        super().__init__(
            "SCHEME_STARTS_BEFORE", _("A scheme already begins on that date or later."), field="starts_on",
            value=starts_on, remedy=_("Choose a later date."),
        )  # fmt: skip


def load_schemes(*, now: dt.datetime) -> int:
    """This will load the schemes that Tagih ships, leave edited ones alone, and return how many were missing."""
    rows = [
        Scheme(kind=kind, code=code, name=name, definition=definition, source=source)
        for kind, presets in PRESETS.items()
        for code, (name, definition, source) in presets.items()
    ]
    before = Scheme.objects.count()
    Scheme.objects.bulk_create(rows, ignore_conflicts=True)
    return Scheme.objects.count() - before


def assign_scheme(*, kind: SchemeKind, code: str, product: Product | None, starts_on: dt.date) -> SchemeAssignment:
    """This will let a scheme hold for a product, or for all without one, from a date on; the one before it ends there.

    :raises SchemeStartsBefore: another scheme begins on that date or later
    """
    with database.transaction():
        scheme = Scheme.objects.get(kind=kind, code=code)
        others = SchemeAssignment.objects.select_for_update().filter(kind=kind, product=product)
        if others.filter(starts_on__gte=starts_on).exists():
            raise SchemeStartsBefore(starts_on)
        others.filter(ends_on__isnull=True).update(ends_on=starts_on)
        return SchemeAssignment.objects.create(product=product, kind=kind, scheme=scheme, starts_on=starts_on)
