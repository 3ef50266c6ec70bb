from django.urls import path

from tagih.web.office.cash import views

app_name = "cash"
urlpatterns = [
    path("", views.cash, name="cash"),
    path("setoran/<uuid:deposit_id>/", views.deposit, name="deposit"),
    path("setoran/<uuid:deposit_id>/slip/", views.slip, name="slip"),
    path("petugas/<str:employee_no>/", views.person, name="person"),
    path("petugas/<str:employee_no>/tutup/", views.close, name="close"),
]
