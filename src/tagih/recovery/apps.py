from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "tagih.recovery"
    label = "recovery"
