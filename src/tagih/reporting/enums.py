from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Dimension(TextChoices):
    BRANCH = "BRANCH", _("Branch")
    TEAM = "TEAM", _("Team")
    AGENT = "AGENT", _("Agent")
    BUCKET = "BUCKET", _("Bucket")


class FigureGroup(TextChoices):
    WORK = "WORK", _("Work")
    MONEY = "MONEY", _("Promises and money")
    PORTFOLIO = "PORTFOLIO", _("Portfolio")


class Format(TextChoices):
    XLSX = "xlsx", _("Excel workbook")
    PDF = "pdf", _("PDF")
