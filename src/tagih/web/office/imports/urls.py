from django.urls import path

from tagih.web.office.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:pk>/", views.landing, name="landing"),
    path("<int:pk>/ditolak/", views.rejects, name="rejects"),
    path("<int:pk>/setujui/", views.approve, name="approve"),
    path("<int:pk>/tolak/", views.refuse, name="refuse"),
]
