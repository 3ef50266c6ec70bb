from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "tagih.reporting"
    label = "reporting"
