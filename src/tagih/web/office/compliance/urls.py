from django.urls import path

from tagih.web.office.compliance import refusals

app_name = "compliance"
urlpatterns = [
    path("", refusals.refusals, name="refusals"),
    path("keputusan/<int:pk>/", refusals.decision, name="decision"),
]
