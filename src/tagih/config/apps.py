import importlib

from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule

LOADED_AT_START = ("jobs", "reactions", "presenters", "events")


class ConfigConfig(AppConfig):
    name = "tagih.config"
    label = "config"

    def ready(self) -> None:
        """Loads what registers itself: jobs, reactions, presenters; then lets reactions hear."""
        for app in apps.get_app_configs():
            if app.name.startswith("tagih.") and app.module is not None:
                for name in LOADED_AT_START:
                    if module_has_submodule(app.module, name):
                        importlib.import_module(f"{app.name}.{name}")
        from tagih.config import reactions, roles  # noqa: PLC0415 (lazy: models load first)
        from tagih.config.demo import hands, telephone, tours  # noqa: PLC0415 (lazy: models load first)

        reactions.wire()
        roles.install()
        tours.install()
        telephone.install()
        if settings.TAGIH_TOMORROW:
            hands.follow()
