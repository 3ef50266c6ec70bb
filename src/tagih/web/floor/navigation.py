from django.utils.translation import gettext_lazy as _

from tagih.cases.permissions import Permission
from tagih.dialer.permissions import Permission as Dialer
from tagih.field.permissions import Permission as Field
from tagih.web.ui.navigation import Place, register

SEE = (Permission.SEE_FLOOR,)

register(
    Place("floor", _("Floor"), "floor:home", "people", group="lead", order=10, permissions=SEE, foot=True),
    Place("approvals", _("Approvals"), "floor:approvals", "handshake", "lead", 12, (Permission.APPROVE_ARRANGEMENTS,)),
    Place("calls", _("Calls"), "floor:calls", "phone", group="lead", order=14, permissions=(Dialer.SEE_WALLBOARD,)),
    Place("tapes", _("Recordings"), "floor:recordings", "play", "lead", 16, (Dialer.HEAR_RECORDINGS,)),
)
register(Place("field_lead", _("Field"), "floor:field", "pin", "lead", 22, (Field.SEE_FIELD,)))
