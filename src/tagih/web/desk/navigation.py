from django.utils.translation import gettext_lazy as _

from tagih.cases.permissions import Permission
from tagih.web.ui.navigation import Place, register

WORK, FIND = (Permission.WORK_CASES,), (Permission.SEARCH_CASES,)

register(
    Place("desk", _("My desk"), "desk:home", "headset", group="work", order=10, permissions=WORK, foot=True),
    Place("search", _("Find a case"), "desk:search", "search", group="work", order=20, permissions=FIND, foot=True),
)
