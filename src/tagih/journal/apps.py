from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "tagih.journal"
    label = "journal"
