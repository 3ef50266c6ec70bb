from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "tagih.config"
    label = "config"
