from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "tagih.contacts"
    label = "contacts"
