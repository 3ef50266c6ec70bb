from django.urls import path

from tagih.web.office.care import views

app_name = "care"
urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("<int:pk>/", views.task, name="task"),
    path("<int:pk>/tangani/", views.take, name="take"),
    path("<int:pk>/akhiri/", views.end, name="end"),
    path("bencana/baru/", views.declare, name="declare"),
    path("bencana/<int:pk>/akhiri/", views.end_area, name="end_area"),
]
