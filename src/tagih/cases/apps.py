from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tagih.cases"
    label = "cases"
