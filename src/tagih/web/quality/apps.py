from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "tagih.web.quality"
    label = "web_quality"
