import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from tagih.staff.models import Unit
from tagih.web.ui import charts
from tagih.web.ui.downloads import as_csv
from tagih.web.ui.listing import listing
from tagih.web.ui.templatetags import ui
from tests.factories import staff

NOON = dt.datetime(2026, 11, 21, 7, 5, tzinfo=dt.UTC)


def render(text: str, **context: object) -> str:
    return Template("{% load ui %}" + text).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ x|rupiah }}", "Rp1.250.000"),
        ("{{ none|rupiah }}", "–"),
        ("{{ n|number }}", "12.345,6"),
        ("{{ r|percent }}", "12,3 %"),
        ("{{ t|day }}", "21/11/2026"),
        ("{{ t|long_day }}", "21 November 2026"),
        ("{{ t|weekday }}", "Sabtu, 21 November 2026"),
        ("{{ t|moment }}", "21/11/2026 14.05"),
        ("{{ t|clock_time }}", "14.05"),
        ("{{ name|initials }}", "SA"),
    ],
)
def test_figures_and_days_are_written_the_indonesian_way(text, shown):
    context = {"x": Decimal("1250000"), "none": None, "n": 12345.6, "r": Decimal("0.1234"), "t": NOON,
               "name": "Siti Nur Aini"}  # fmt: skip

    with translation.override("id"):
        assert render(text, **context) == shown


@pytest.mark.parametrize(
    ("back", "word"),
    [
        (30, "just now"),
        (90, "1 minute ago"),
        (7200, "2 hours ago"),
        (3 * 86400, "3 days ago"),
        (30 * 86400, "22/10/2026"),
    ],
)
def test_ago(back, word):
    with translation.override("en"):
        assert ui.ago(NOON - dt.timedelta(seconds=back), NOON) == word


def test_parts_escape_what_they_are_given():
    evil = "<script>"

    shown = render('{% pill x "ok" %}{% stat x x x %}{% empty x x %}{% notice x %}{% icon "phone" x %}', x=evil)

    assert evil not in shown
    assert "&lt;script&gt;" in shown


def test_charts_stay_in_their_box():
    spark = charts.spark([5, 5, 5])
    columns = charts.columns([0, 10, 5], ["a", "b", "c"])

    assert charts.spark([1]) is None
    assert all(0 <= float(pair.split(",")[1]) <= 24 for pair in spark.line.split())
    assert max(float(column.height) for column in columns) <= 180 - 22
    assert charts.share(0, 10) == "0"
    assert charts.share(1, 1_000_000) == "0.8"


def test_csv_defuses_formulas():
    text = as_csv(["a"], [["=1+1"], ["@x"], ["-5"], ["aman"], [Decimal("-5")], [None]]).decode("utf-8-sig")

    assert text.split("\r\n")[1:-1] == ["'=1+1", "'@x", "'-5", "aman", "-5", '""']


@pytest.mark.django_db
@pytest.mark.parametrize("counted", [True, False])
def test_pages_of_a_list_neither_overlap_nor_lose(counted):
    for _number in range(7):
        staff.unit("BRANCH", name="Sama")
    seen = []

    for number in range(1, 5):
        request = RequestFactory().get("/", {"page": number, "sort": "-name", "q": "x"})
        page = listing(
            request, Unit.objects.filter(kind="BRANCH"), sorts={"name": ("name", "pk")}, default="name", size=3,
            counted=counted,
        )  # fmt: skip
        if page.number == number:
            seen += [unit.pk for unit in page]
        assert page.sort == "-name"
        assert page.query == "sort=-name&q=x"

    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "-3"}, {"sort": "password"}, {"page": "99999"}])
def test_wrong_page_or_sort_is_the_default(query):
    staff.unit("BRANCH")

    page = listing(RequestFactory().get("/", query), Unit.objects.all(), sorts={"name": ("name", "pk")}, default="name")

    assert page.sort == "name"
    assert len(page.rows) == 2
