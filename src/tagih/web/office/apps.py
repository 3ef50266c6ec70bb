from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "tagih.web.office"
    label = "web_office"
