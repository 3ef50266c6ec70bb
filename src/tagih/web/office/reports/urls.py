from django.urls import path

from tagih.web.office.reports import targets, views

app_name = "reports"
urlpatterns = [
    path("", views.daily, name="daily"),
    path("unduh/", views.download, name="download"),
    path("berkas/<int:pk>/", views.stored, name="stored"),
    path("target/", targets.targets, name="targets"),
]
