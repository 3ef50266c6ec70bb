from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "tagih.field"
    label = "field"
