from django.urls import path

from tagih.web.office.complaints import escalations, views

app_name = "complaints"
urlpatterns = [
    path("", views.complaints, name="complaints"),
    path("register/", views.register, name="register"),
    path("baru/<str:code>/", views.receive, name="receive"),
    path("<int:pk>/", views.complaint, name="complaint"),
    path("<int:pk>/jawab/", views.answer, name="answer"),
    path("<int:pk>/perpanjang/", views.extend, name="extend"),
    path("<int:pk>/ambil/", views.take, name="take"),
    path("<int:pk>/bukti/", views.evidence, name="evidence"),
    path("eskalasi/", escalations.escalations, name="escalations"),
    path("eskalasi/baru/<str:code>/", escalations.raise_one, name="escalate"),
    path("eskalasi/<int:pk>/ambil/", escalations.take, name="take_escalation"),
    path("eskalasi/<int:pk>/tutup/", escalations.close, name="close_escalation"),
]
