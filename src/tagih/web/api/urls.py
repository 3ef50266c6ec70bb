from django.urls import path

from tagih.web.api import payments

app_name = "api"
urlpatterns = [
    path("v1/payments", payments.receive, name="payments"),
]
