from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "tagih.web.floor"
    label = "web_floor"
