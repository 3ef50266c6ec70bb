from django.urls import path

from tagih.web.office.rounds import views

app_name = "rounds"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("<str:date>/buka/", views.reopen, name="reopen"),
]
