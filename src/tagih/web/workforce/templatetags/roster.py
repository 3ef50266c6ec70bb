"""Small words of plans in templates."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def minute(value: int) -> str:
    """This will write a minute of the day as people here do: 08.30."""
    return f"{value // 60 % 24:02d}.{value % 60:02d}"


@register.filter
def words(text: str) -> list[str]:
    """This will split a text at its blanks."""
    return text.split()


@register.filter
def item(mapping: Any, key: str) -> str:
    """This will return what a mapping holds under a key, or nothing."""
    return mapping.get(key, "")


@register.filter
def bound_note(hours: str) -> str:
    """This will say what no plan can go below."""
    return _("no plan can go below %(hours)s") % {"hours": hours}


@register.filter
def points(share: float) -> str:
    """This will write a difference of shares in points of a hundred: +12."""
    return f"{share * 100:+.0f}"
