from django.urls import path

from tagih.web.office.suspense import views

app_name = "suspense"
urlpatterns = [
    path("", views.suspense, name="suspense"),
    path("<int:pk>/", views.assign, name="assign"),
]
