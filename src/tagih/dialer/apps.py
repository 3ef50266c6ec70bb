from django.apps import AppConfig


class DialerConfig(AppConfig):
    name = "tagih.dialer"
    label = "dialer"
