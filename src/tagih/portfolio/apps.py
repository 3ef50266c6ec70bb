from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "tagih.portfolio"
    label = "portfolio"
