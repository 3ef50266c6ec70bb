"""Components for templates: `{% load ui %}`. The page /gaya/ shows each of them."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms, template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tagih.kernel import money, regions
from tagih.web.ui import charts, navigation
from tagih.web.ui import tour as tours

register = template.Library()


# Words and figures


@register.filter
def rupiah(value: Decimal | int | None) -> str:
    """`Rp1.250.000`; a dash for nothing."""
    return "–" if value in (None, "") else money.rupiah(Decimal(value))


@register.filter
def rupiah_short(value: Decimal | int | None) -> str:
    """`Rp1,3 jt`, for narrow places."""
    return "–" if value in (None, "") else money.short(Decimal(value))


@register.filter
def region(code: str) -> str:
    """`Kota Bandar Lampung, Lampung (18.71)`; the code where it has no name."""
    return regions.in_words(code)


@register.filter
def number(value: Any) -> str:
    """`12.345` or `12.345,6`."""
    if value in (None, ""):
        return "–"
    text = f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def percent(value: Any, places: int = 1) -> str:
    """`12,3 %` of a ratio such as 0.123."""
    if value in (None, ""):
        return "–"
    return f"{Decimal(value) * 100:.{int(places)}f}".replace(".", ",") + " %"


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """`21/11/2026`."""
    return "–" if not value else _local(value).strftime("%d/%m/%Y")


@register.filter
def long_day(value: dt.date | dt.datetime | None) -> str:
    """`21 November 2026`."""
    return "–" if not value else dateformat.format(_local(value), "j F Y")


@register.filter
def weekday(value: dt.date | dt.datetime | None) -> str:
    """`Sabtu, 21 November 2026`."""
    return "–" if not value else dateformat.format(_local(value), "l, j F Y")


@register.filter
def moment(value: dt.datetime | None) -> str:
    """`21/11/2026 14.05`."""
    return "–" if not value else _local(value).strftime("%d/%m/%Y %H.%M")


@register.filter
def clock_time(value: dt.datetime | dt.time | None) -> str:
    """`14.05`."""
    if not value:
        return "–"
    return (value if isinstance(value, dt.time) else _local(value)).strftime("%H.%M")


@register.filter
def ago(value: dt.datetime | None, now: dt.datetime | None = None) -> str:
    """`5 minutes ago`, `yesterday`, or the day."""
    if not value:
        return "–"
    seconds = int(((now or timezone.localtime()) - value).total_seconds())
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", seconds // 60) % {"n": seconds // 60}
    if seconds < 86400:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", seconds // 3600) % {"n": seconds // 3600}
    if seconds < 7 * 86400:
        return ngettext("%(n)d day ago", "%(n)d days ago", seconds // 86400) % {"n": seconds // 86400}
    return day(value)


@register.filter
def initials(name: str) -> str:
    """`SW` of `Siti Wahyuni`."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.filter
def holds(standing: Any, permission: str) -> bool:
    """`{% if request.standing|holds:"cases.move_work" %}`"""
    return standing.may(permission)


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


# Small parts


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """`{% icon "phone" %}`; with a label it speaks, without it is decoration."""
    css = f"icon icon-{size}" if size else "icon"
    source = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, source)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, source)


@register.simple_tag
def pill(text: Any, tone: str = "", icon_name: str = "") -> SafeString:
    """`{% pill "Aktif" "ok" %}`: tones ok, warn, bad, info, brand, line."""
    css = f"pill pill-{tone}" if tone else "pill"
    return format_html('<span class="{}">{}{}</span>', css, icon(icon_name) if icon_name else "", text)


@register.simple_tag
def progress(value: Any, largest: Any = 100, label: str = "", tone: str = "") -> SafeString:
    """`{% progress done all "Selesai" %}`."""
    return format_html(
        '<progress value="{}" max="{}" class="{}" aria-label="{}"></progress>', value, largest or 1, tone, label
    )


@register.simple_tag
def key(text: str) -> SafeString:
    """`{% key "N" %}`: a keyboard hint."""
    return format_html("<kbd>{}</kbd>", text)


@register.inclusion_tag("ui/parts/stat.html")
def stat(label: str, value: Any, note: str = "", tone: str = "", series: Sequence | None = None, href: str = "",
         help_text: str = "") -> dict[str, Any]:  # fmt: skip
    """A key figure; put several into `<div class="stats">`. `help_text` is the definition, shown on demand."""
    return {"label": label, "value": value, "note": note, "tone": tone, "href": href, "help_text": help_text,
            "spark": charts.spark(series) if series else None}  # fmt: skip


@register.inclusion_tag("ui/parts/sparkline.html")
def sparkline(values: Sequence, label: str = "") -> dict[str, Any]:
    """`{% sparkline values "Janji per hari" %}`"""
    return {"spark": charts.spark(values), "label": label}


@register.inclusion_tag("ui/parts/bars.html")
def bars(rows: Sequence[dict[str, Any]], unit: str = "") -> dict[str, Any]:
    """Horizontal bars: rows of `{"label", "value", "text"?, "tone"?, "href"?}`."""
    largest = max((row["value"] for row in rows), default=0)
    return {"rows": [row | {"width": charts.share(row["value"], largest), "text": row.get("text", number(row["value"]))}
                     for row in rows], "unit": unit}  # fmt: skip


@register.inclusion_tag("ui/parts/columns.html")
def column_chart(values: Sequence, labels: Sequence[str], title: str) -> dict[str, Any]:
    """A column chart over time, with a table for those who do not see it."""
    return {"columns": charts.columns(values, labels), "title": title, "width": 640, "height": 180, "base": 158}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", icon_name: str = "inbox", href: str = "", action: str = "") -> dict[str, str]:
    """What a list shows when there is nothing: why, and what to do."""
    return {"title": title, "text": text, "icon_name": icon_name, "href": href, "action": action}


@register.inclusion_tag("ui/parts/notice.html")
def notice(text: str, tone: str = "info", title: str = "", remedy: str = "") -> dict[str, str]:
    """A standing message in the page: what is the matter, and what to do."""
    names = {"info": "info", "ok": "ok", "warn": "warn", "bad": "bad"}
    return {"text": text, "tone": tone, "title": title, "remedy": remedy, "icon_name": names.get(tone, "info")}


# Forms


@register.inclusion_tag("ui/parts/field.html")
def field(bound: forms.BoundField, css: str = "", key: str = "") -> dict[str, Any]:
    """`{% field form.name %}`: label, control, hint and error, tied together for screen readers."""
    widget = bound.field.widget
    kind = "input"
    if isinstance(widget, forms.CheckboxInput):
        kind = "check"
    elif isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        kind = "choices"
    return {
        "field": bound,
        "kind": kind,
        "css": css,
        "key": key,
        "optional": not bound.field.required and kind == "input",
    }


@register.inclusion_tag("ui/parts/form_errors.html")
def form_errors(form: forms.Form) -> dict[str, Any]:
    """`{% form_errors form %}`: what is wrong with the form as a whole; first thing in the form."""
    return {"form": form}


# Lists


@register.inclusion_tag("ui/parts/sort_head.html", takes_context=True)
def sort_head(context: template.Context, name: str, label: str, listing: Any, css: str = "") -> dict[str, Any]:
    """`{% sort_head "name" _("Name") people %}`: a column head that sorts."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    active = listing.sort.removeprefix("-") == name
    descending = active and listing.sort.startswith("-")
    query["sort"] = name if descending or not active else f"-{name}"
    return {"label": label, "query": query.urlencode(), "active": active, "descending": descending, "css": css}


@register.inclusion_tag("ui/parts/pager.html")
def pager(listing: Any) -> dict[str, Any]:
    """`{% pager people %}`: which rows of how many, back and on."""
    return {"page": listing, "back": listing.number - 1, "on": listing.number + 1}


# The frame


@register.inclusion_tag("ui/parts/nav.html", takes_context=True)
def nav(context: template.Context) -> dict[str, Any]:
    """The list of places for this person."""
    return {"groups": navigation.grouped(_places(context["request"]))}


@register.inclusion_tag("ui/parts/footnav.html", takes_context=True)
def footnav(context: template.Context) -> dict[str, Any]:
    """The foot bar of a phone: at most four places and the menu."""
    places = _places(context["request"])
    first = [place for place in places if place.foot]
    chosen = (first + [place for place in places if not place.foot])[:4]
    return {"places": chosen}


@register.inclusion_tag("ui/parts/tour.html", takes_context=True)
def tour(context: template.Context) -> dict[str, Any]:
    """The panel of a demonstration's guided tour, where one is open."""
    shown = tours.look(context["request"])
    return {"tour": shown}


@register.simple_tag(takes_context=True)
def has_tour(context: template.Context) -> bool:
    """Whether this person's role has a guided tour here."""
    return tours.tour_of(context["request"]) is not None


def _places(request: HttpRequest) -> list[navigation.Shown]:
    if not hasattr(request, "_tagih_places"):
        request._tagih_places = navigation.places_for(request)
    return request._tagih_places


@register.simple_tag
def brandmark() -> SafeString:
    """The mark: a kawung flower, four petals around a centre."""
    petal = '<ellipse cx="23.4" cy="16" rx="6.6" ry="3.8" transform="rotate({} 16 16)"/>'
    petals = "".join(petal.format(turn) for turn in (45, 135, 225, 315))
    heart = '<circle cx="16" cy="16" r="2" fill="currentColor"/>'
    return mark_safe(  # noqa: S308 (no input)
        f'<svg viewBox="0 0 32 32" aria-hidden="true" fill="#e0a11b">{petals}{heart}</svg>'
    )
