from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    COMPANY = "COMPANY", _("Company")
    REGION = "REGION", _("Region")
    BRANCH = "BRANCH", _("Branch")
    TEAM = "TEAM", _("Team")


class CertificateKind(TextChoices):
    DESK = "DESK", _("Desk collection")
    FIELD = "FIELD", _("Field collection")
    REPOSSESSION = "REPOSSESSION", _("Collateral execution")
    REVIEWER = "REVIEWER", _("Quality review")
    CARE = "CARE", _("Care for people in distress")
