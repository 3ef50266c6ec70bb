from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "tagih.web.portal"
    label = "web_portal"
