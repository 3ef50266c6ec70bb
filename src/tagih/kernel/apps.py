from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "tagih.kernel"
    label = "kernel"
