from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "tagih.privacy"
    label = "privacy"
