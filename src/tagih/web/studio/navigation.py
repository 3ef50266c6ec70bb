"""Places of the studio."""

from django.utils.translation import gettext_lazy as _

from tagih.strategy.permissions import Permission
from tagih.web.ui.navigation import Place, register

register(
    Place("strategy", _("Strategy"), "studio:versions", "swap", "insight", 20, (Permission.SEE_STRATEGY,)),
)  # fmt: skip
