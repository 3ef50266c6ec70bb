from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "tagih.web.ui"
    label = "web_ui"
