from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "tagih.letters"
    label = "letters"
