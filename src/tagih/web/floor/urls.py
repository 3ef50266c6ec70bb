from django.urls import path

from tagih.web.floor import approving, moving, views

app_name = "floor"
urlpatterns = [
    path("", views.home, name="home"),
    path("papan/", views.board, name="board"),
    path("persetujuan/", approving.approvals, name="approvals"),
    path("persetujuan/<int:pk>/", approving.decide, name="decide"),
    path("petugas.csv", views.agents_csv, name="agents_csv"),
    path("antrean.csv", views.queues_csv, name="queues_csv"),
    path("petugas/<str:employee_no>/", views.agent, name="agent"),
    path("antrean/<int:queue_id>/pindah/", moving.move, name="move"),
    path("antrean/<int:queue_id>/hitung/", moving.preview, name="preview"),
    path("antrean/<int:queue_id>/jeda/", moving.pause, name="pause"),
    path("pekerjaan/<int:item_id>/tarik/", moving.take_back, name="take_back"),
]
