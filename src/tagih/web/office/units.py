"""The organisation tree."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.staff import operations as staff
from tagih.staff import queries
from tagih.staff.enums import UnitKind
from tagih.staff.models import Unit
from tagih.staff.permissions import Permission
from tagih.web.office import forms as office_forms
from tagih.web.ui.acts import act
from tagih.web.ui.guard import may, requires

BELOW = {
    UnitKind.COMPANY: (UnitKind.REGION, UnitKind.BRANCH, UnitKind.TEAM),
    UnitKind.REGION: (UnitKind.BRANCH, UnitKind.TEAM),
    UnitKind.BRANCH: (UnitKind.TEAM,),
    UnitKind.TEAM: (),
}


@dataclass(slots=True)
class Node:
    """A unit with what lies under it. `people` are those directly in it, `total` also those below."""

    unit: Unit
    people: int
    total: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def may_hold_units(self) -> bool:
        return bool(BELOW[UnitKind(self.unit.kind)])


@requires(Permission.SEE_PEOPLE)
def units(request: HttpRequest) -> HttpResponse:
    """The tree as far as the person's scope reaches."""
    standing = request.standing
    shows_closed = "closed" in request.GET
    found = queries.units_under(standing.paths(Permission.SEE_PEOPLE))
    if not shows_closed:
        found = found.filter(closed_on__isnull=True)
    counts = queries.headcounts(on=standing.on)
    nodes = [Node(unit, counts.get(unit.pk, 0)) for unit in found]
    context = {
        "tree": _tree(nodes),
        "count": len(nodes),
        "provisional": sum(node.unit.is_provisional for node in nodes),
        "shows_closed": shows_closed,
        "may_edit": may(request, Permission.EDIT_UNITS),
        "crumbs": [(_("Organisation"), "")],
    }
    return render(request, "office/units.html", context)


@requires(Permission.EDIT_UNITS)
def open_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a unit under this one."""
    parent = _unit(request, pk)
    form = office_forms.UnitForm(request.POST or None, initial={"region_code": parent.region_code})
    form.fields["kind"].choices = [(kind.value, kind.label) for kind in BELOW[UnitKind(parent.kind)]]
    return act(
        request,
        form,
        lambda data: staff.open_unit(parent=parent, **data, by=request.user, now=clock.now()),
        title=_("New unit"),
        text=_("Under %(unit)s.") % {"unit": parent.name},
        button=_("Open the unit"),
        done=_("The unit is open."),
        **_around(),
    )


@requires(Permission.EDIT_UNITS)
def edit_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Renames, confirms, or moves a unit."""
    unit = _unit(request, pk)
    initial = {"name": unit.name, "region_code": unit.region_code, "parent": unit.parent_id}
    form = office_forms.UnitEditForm(request.POST or None, initial=initial)
    above = queries.units_under(request.standing.paths(Permission.EDIT_UNITS)).filter(closed_on__isnull=True)
    form.fields["parent"].offer(above.exclude(path__startswith=unit.path).exclude(kind=UnitKind.TEAM))
    if unit.parent_id is None:
        del form.fields["parent"]

    def save(data: dict[str, Any]) -> None:
        parent = data.get("parent")
        changed = unit
        if parent is not None and parent.pk != unit.parent_id:
            changed = staff.move_unit(unit=unit, parent=parent, by=request.user, now=clock.now())
        staff.edit_unit(
            unit=changed, name=data["name"], region_code=data["region_code"], by=request.user, now=clock.now()
        )

    text = _("This unit came from a file and waits to be confirmed; saving confirms it.") if unit.is_provisional else ""
    return act(request, form, save, title=unit.name, text=text, button=_("Save"), done=_("Saved."), **_around())


@requires(Permission.EDIT_UNITS)
def close_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a unit that nobody belongs to any more."""
    unit = _unit(request, pk)
    form = office_forms.CloseUnitForm(
        request.POST or None, initial=office_forms.with_day("closed_on", request.standing.on)
    )
    return act(
        request,
        form,
        lambda data: staff.close_unit(unit=unit, **data, by=request.user, now=clock.now()),
        title=_("Close %(unit)s") % {"unit": unit.name},
        text=_("It disappears from lists; its history stays."),
        button=_("Close the unit"),
        done=_("The unit is closed."),
        tone="bad-solid",
        **_around(),
    )


def _unit(request: HttpRequest, pk: int) -> Unit:
    return get_object_or_404(queries.units_under(request.standing.paths(Permission.EDIT_UNITS)), pk=pk)


def _around() -> dict[str, Any]:
    address = reverse("office:units")
    return {"back": address, "crumbs": [(_("Organisation"), address)]}


def _tree(nodes: list[Node]) -> list[Node]:
    """Hangs each node under its parent, or at the top when its parent is out of scope; sums people upwards."""
    by_path = {node.unit.path: node for node in nodes}
    tops = []
    for node in sorted(nodes, key=lambda node: (-node.unit.path.count("."), node.unit.name)):
        node.total += node.people
        node.children.sort(key=lambda child: child.unit.name)
        above = node.unit.path[: node.unit.path.rstrip(".").rfind(".") + 1]
        if above in by_path:
            by_path[above].children.append(node)
            by_path[above].total += node.total
        else:
            tops.append(node)
    return sorted(tops, key=lambda node: node.unit.path)
