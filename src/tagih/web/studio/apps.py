from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "tagih.web.studio"
    label = "web_studio"
