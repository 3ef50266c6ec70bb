from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "tagih.web.workforce"
    label = "web_workforce"
