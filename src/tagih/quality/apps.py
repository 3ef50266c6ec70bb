from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "tagih.quality"
    label = "quality"
