from django.utils.translation import gettext_lazy as _

from tagih.cases.permissions import Permission
from tagih.field.permissions import Permission as Field
from tagih.web.ui.navigation import Place, register

SEE = (Permission.SEE_FLOOR,)

register(Place("floor", _("Floor"), "floor:home", "people", group="lead", order=10, permissions=SEE, foot=True))
register(
    Place("approvals", _("Approvals"), "floor:approvals", "handshake", "lead", 12, (Permission.APPROVE_ARRANGEMENTS,))
)
register(Place("field_lead", _("Field"), "floor:field", "pin", "lead", 22, (Field.SEE_FIELD,)))
