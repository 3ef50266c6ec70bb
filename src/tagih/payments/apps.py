from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "tagih.payments"
    label = "payments"
