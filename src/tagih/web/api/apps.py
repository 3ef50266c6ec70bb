from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "tagih.web.api"
    label = "web_api"
