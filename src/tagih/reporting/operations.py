"""Figures of a day, targets, stored reports."""

import datetime as dt
import hashlib
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tagih.cases.models import Complaint
from tagih.journal import operations as journal
from tagih.kernel import clock
from tagih.kernel.database import lock, transaction
from tagih.kernel.errors import Refusal
from tagih.reporting import events, rules
from tagih.reporting.adapters import evidence, paper, workbook
from tagih.reporting.enums import Format
from tagih.reporting.models import DailyFigures, StoredReport, Target
from tagih.reporting.queries import DailyReport, daily_report
from tagih.reporting.queries.counting import Group, groups_of
from tagih.reporting.queries.evidence import evidence_of
from tagih.staff.models import Person, Unit


class FigureUnknown(Refusal):
    """No figure has that code."""

    def __init__(self, code: str) -> None:
        super().__init__("FIGURE_UNKNOWN", _("There is no such figure."), field="figure", value=code)


class TargetNotPossible(Refusal):
    """A target below nothing, or a share above everything."""

    def __init__(self, value: Decimal) -> None:
        super().__init__(
            "TARGET_NOT_POSSIBLE", _("A target is not negative, and a share is at most 100 %."), field="value",
            value=value,
        )  # fmt: skip


def compute_day(*, business_date: dt.date, by: Person | None, now: dt.datetime) -> dict[str, int]:
    """This will count the figures of a business date anew and keep what differs: `{"groups", "changed"}`.

    Counts come from the facts alone, so that backdated or reversed money gives what it would have given at once. Run
    twice it changes nothing. Rows of groups that no longer count anything are removed.
    """
    with transaction():
        lock("reporting.day", business_date)
        groups = groups_of(business_date)
        changed = _keep(business_date, groups, now)
        if changed:
            journal.publish(
                events.DayReported(business_date=business_date.isoformat(), groups=len(groups), changed=changed),
                by=by, now=now,
            )  # fmt: skip
    return {"groups": len(groups), "changed": changed}


def set_target(
    *, figure: str, unit: Unit, value: Decimal, starts_on: dt.date, by: Person | None, now: dt.datetime
) -> Target:
    """This will set what a figure should reach for a unit from a day on; the target before it ends there.

    A share is a fraction (0.25 for 25 %) and holds for the unit and all below it; a count or an amount holds for the
    unit alone.

    :raises FigureUnknown:
    :raises TargetNotPossible:
    """
    known = rules.BY_CODE.get(figure)
    if known is None:
        raise FigureUnknown(figure)
    if value < 0 or (known.kind is rules.Kind.SHARE and value > 1):
        raise TargetNotPossible(value)
    with transaction():
        lock("reporting.target", figure, unit.pk)
        others = Target.objects.filter(figure=figure, unit=unit)
        others.filter(starts_on__gte=starts_on).delete()
        others.filter(ends_on__isnull=True).update(ends_on=starts_on)
        target = Target.objects.create(figure=figure, unit=unit, value=value, starts_on=starts_on)
        journal.publish(
            events.TargetSet(unit_id=unit.pk, figure=figure, value=str(value), starts_on=starts_on.isoformat()),
            by=by, now=now,
        )  # fmt: skip
    return target


def ensure_target(*, figure: str, unit: Unit, value: str, starts_on: dt.date, now: dt.datetime) -> None:
    """This will set a target where the unit has none for the figure yet, such as a lender's first ones."""
    if not Target.objects.filter(figure=figure, unit=unit).exists():
        set_target(figure=figure, unit=unit, value=Decimal(value), starts_on=starts_on, by=None, now=now)


def store_daily(*, business_date: dt.date, language: str = "id", now: dt.datetime) -> dict[str, int]:
    """This will keep the day's report as files, for the company and each region, and return `{"files", "changed"}`.

    The same figures give the same bytes: a repetition stores nothing. Smaller units get theirs when somebody asks
    (`render_daily`), from the same figures.
    """
    units = Unit.objects.filter(kind__in=("COMPANY", "REGION"), closed_on__isnull=True).order_by("path")
    files = changed = 0
    for unit in units:
        report = daily_report(business_date, paths=[unit.path])
        if report.computed_at is None:
            continue
        for form in Format.values:
            content = render_daily(report, form=form, language=language, scope=unit.name)
            changed += _store(business_date, unit, form, language, content, now)
            files += 1
    return {"files": files, "changed": changed}


def _store(business_date: dt.date, unit: Unit, form: str, language: str, content: bytes, now: dt.datetime) -> bool:
    """Keeps one file unless the same one is kept already. The file first, then the row that names it."""
    digest = hashlib.sha256(content).hexdigest()
    place = {"business_date": business_date, "unit": unit, "form": form, "language": language}
    before = StoredReport.objects.filter(**place).first()
    if before and before.sha256 == digest and default_storage.exists(before.stored_as):
        return False
    name = f"reports/{business_date:%Y/%m}/{business_date.isoformat()}-{unit.pk}-{language}-{digest[:12]}.{form}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    with transaction():
        StoredReport.objects.update_or_create(
            **place, defaults={"stored_as": name, "sha256": digest, "size": len(content), "made_at": now}
        )
    return True


def _keep(business_date: dt.date, groups: list[Group], now: dt.datetime) -> int:
    """Only the difference is written; the number of rows that changed."""
    before = {
        (row.dimension, row.key, row.unit_path): row for row in DailyFigures.objects.filter(business_date=business_date)
    }
    made, altered = [], []
    for group in groups:
        counts = rules.stored(group.counts)
        if not counts:
            continue
        row = before.pop((group.dimension, group.key, group.unit_path), None)
        if row is None:
            made.append(
                DailyFigures(
                    business_date=business_date,
                    dimension=group.dimension,
                    key=group.key,
                    label=group.label,
                    unit_path=group.unit_path,
                    counts=counts,
                    computed_at=now,
                )
            )
        elif (row.counts, row.label) != (counts, group.label):
            row.counts, row.label, row.computed_at = counts, group.label, now
            altered.append(row)
    DailyFigures.objects.bulk_create(made, batch_size=2000)
    DailyFigures.objects.bulk_update(altered, ["counts", "label", "computed_at"], batch_size=2000)
    DailyFigures.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    return len(made) + len(altered) + len(before)


def render_daily(report: DailyReport, *, form: str, language: str, scope: str) -> bytes:
    """This will return a report as a file's bytes: `xlsx` or `pdf`, in Indonesian (`id`) or English (`en`).

    `scope` is the line under the title that says whose figures these are.
    """
    with translation.override(language):
        match Format(form):
            case Format.XLSX:
                return workbook.made(report, scope=scope)
            case Format.PDF:
                return paper.made(report, scope=scope)


def sealed_evidence(*, complaint: Complaint, by: Person, now: dt.datetime) -> bytes:
    """This will return everything about a complaint in one sealed PDF: contacts with what the gate decided, messages,
    letters, certificates and assignments of the collectors, with letters and papers attached. It keeps nothing.
    """
    told = evidence_of(complaint)
    files = [(file.name, _read(file.stored_as)) for file in told.files if default_storage.exists(file.stored_as)]
    made = f"{clock.local(now, clock.WIB):%d/%m/%Y %H.%M} WIB"
    content = {
        "title": str(_("Evidence")), "code": complaint.code, "made": made, "none": str(_("Nothing.")),
        "facts": [
            (str(_("Person")), f"{complaint.customer.full_name} ({complaint.customer.customer_no})"),
            (str(_("Received")), f"{complaint.received_on:%d/%m/%Y} · {complaint.get_channel_display()}"),
            (str(_("Answer by")), f"{complaint.due_on:%d/%m/%Y}"),
            (str(_("Class")), str(complaint.get_kind_display())),
            (str(_("Taken out")), f"{made} · {by.full_name}"),
        ],
        "words": [(str(_("Complaint")), complaint.text), (str(_("Answer")), complaint.answer or "–")],
        "sections": [
            {"name": str(SECTIONS[name]), "heads": heads, "rows": rows} for name, heads, rows in told.sections
        ],
        "files_name": str(_("Attached files and their digests")),
        "files": [(file.name, file.sha256) for file in told.files],
    }  # fmt: skip
    return evidence.pack(content, files, made_at=now)


SECTIONS = {
    "attempts": _("Contacts and the decision of the contact rules"),
    "refusals": _("Contacts that the rules refused"),
    "messages": _("Messages"),
    "letters": _("Letters"),
    "recordings": _("Recordings"),
    "certificates": _("Certificates of the collectors"),
    "assignments": _("Letters of assignment"),
}


def _read(stored_as: str) -> bytes:
    with default_storage.open(stored_as) as file:
        return file.read()
