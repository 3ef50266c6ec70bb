"""Every address. Each view declares a permission or says PUBLIC (see web.ui.guard)."""

from django.urls import include, path

urlpatterns: list = [
    path("", include("tagih.web.ui.urls")),
]

handler404 = "tagih.web.ui.pages.not_found"
handler500 = "tagih.web.ui.pages.broken"
