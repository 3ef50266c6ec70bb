from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "tagih.web.field"
    label = "web_field"
