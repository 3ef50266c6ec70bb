from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "tagih.workforce"
    label = "workforce"
