from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "tagih.messaging"
    label = "messaging"
