from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "tagih.strategy"
    label = "strategy"
