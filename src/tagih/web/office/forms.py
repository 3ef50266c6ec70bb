"""Forms of the set-up screens. Limits live in the operations; these only read what was typed."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tagih.kernel.enums import DayKind, DayStatus
from tagih.staff import roles
from tagih.staff.enums import CertificateKind, UnitKind
from tagih.staff.models import Unit
from tagih.web.ui.forms import DayField, RegionField


def role_choices() -> list[tuple[str, Any]]:
    """This will return the roles as choices."""
    return [(role.code, role.name) for role in roles.ROLES.values()]


class UnitField(forms.ModelChoiceField):
    """A unit of the tree, written with the names above it so that two teams of one name are told apart."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **kwargs)

    def offer(self, units: QuerySet[Unit]) -> None:
        """Sets the choices, indented by depth, in the order of the tree."""
        known = list(units)
        names = {unit.path: unit.name for unit in known}
        ordered = sorted(known, key=lambda unit: _names_above(unit, names))
        top = min((unit.path.count(".") for unit in known), default=1)
        self.queryset = units
        self.choices = [("", "–")] + [
            (unit.pk, "\u2003" * (unit.path.count(".") - top) + f"{unit.name} ({unit.code})") for unit in ordered
        ]


def _names_above(unit: Unit, names: dict[str, str]) -> list[str]:
    parts = unit.path.strip(".").split(".")
    return [names.get(".".join(parts[: depth + 1]) + ".", parts[depth]) for depth in range(len(parts))]


class HireForm(forms.Form):
    """A new person, with a first role."""

    full_name = forms.CharField(label=_("Full name"), max_length=120, widget=forms.TextInput({"autofocus": True}))
    username = forms.CharField(
        label=_("User name"), max_length=60, help_text=_("Small letters, digits, dots. For instance siti.wahyuni.")
    )
    employee_no = forms.CharField(label=_("Employee number"), max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)
    joined_on = DayField(label=_("First day"))
    role = forms.ChoiceField(label=_("Role"), choices=lazy(role_choices, list)())
    unit = UnitField(label=_("Unit"))


class EditForm(forms.Form):
    """Corrections to who a person is."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    employee_no = forms.CharField(label=_("Employee number"), max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)


class GrantForm(forms.Form):
    """A role in a unit from a day on."""

    role = forms.ChoiceField(label=_("Role"), choices=lazy(role_choices, list)())
    unit = UnitField(label=_("Unit"))
    starts_on = DayField(label=_("From"))


class MoveForm(forms.Form):
    """Another unit from a day on."""

    unit = UnitField(label=_("New unit"))
    on = DayField(label=_("First day there"))


class EndMembershipForm(forms.Form):
    """The first day without the role."""

    ends_on = DayField(label=_("First day without the role"))


class LetGoForm(forms.Form):
    """The last day of work."""

    left_on = DayField(label=_("Last day of work"))


class ReturnForm(forms.Form):
    """The first day back."""

    joined_on = DayField(label=_("First day back"))


class CertificateForm(forms.Form):
    """A certificate of profession."""

    kind = forms.ChoiceField(label=_("Certificate"), choices=CertificateKind.choices)
    number = forms.CharField(label=_("Number"), max_length=60)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, help_text=_("For instance SPPI."))
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Last valid day"))


class NothingForm(forms.Form):
    """A yes without anything to fill in."""


class UnitForm(forms.Form):
    """A new unit under a parent."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autofocus": True}))
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("As the core system writes it, such as BR-014."))
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    region_code = RegionField(required=False, help_text=_("Code or name, such as 18.71; sets the local time."))


class UnitEditForm(forms.Form):
    """Name, region and place of a unit."""

    name = forms.CharField(label=_("Name"), max_length=120)
    region_code = RegionField(required=False, help_text=_("Code or name, such as 18.71; sets the local time."))
    parent = UnitField(label=_("Under"), required=False)


class CloseUnitForm(forms.Form):
    """The day from which a unit is closed."""

    closed_on = DayField(label=_("Closed from"))


class FreeDayForm(forms.Form):
    """A free day, or what is said about it."""

    date = DayField(label=_("Day"))
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=DayKind.choices)
    status = forms.ChoiceField(label=_("Status"), choices=DayStatus.choices)
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False, help_text=_("The decree, such as SKB 3 Menteri 2026.")
    )


def with_day(name: str, day: dt.date) -> dict[str, str]:
    """This will return initial data with a day as it is typed."""
    return {name: day.strftime("%d/%m/%Y")}
