from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "tagih.web.ui"
    label = "web_ui"

    def ready(self) -> None:
        """Every screen package registers its places in a module called `navigation`."""
        autodiscover_modules("navigation")
