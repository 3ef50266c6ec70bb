from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "tagih.staff"
    label = "staff"
