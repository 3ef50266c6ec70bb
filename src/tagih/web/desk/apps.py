from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tagih.web.desk"
    label = "web_desk"
