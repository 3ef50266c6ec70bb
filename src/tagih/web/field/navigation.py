"""Places of the field."""

from django.utils.translation import gettext_lazy as _

from tagih.field.permissions import Permission
from tagih.web.ui.navigation import Place, register

register(Place("route", _("My route"), "field:app", "pin", "work", 20, (Permission.WORK_FIELD,), foot=True))
