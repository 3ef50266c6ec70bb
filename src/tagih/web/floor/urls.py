from django.urls import path

from tagih.web.floor import approving, moving, tapes, views, wallboard
from tagih.web.floor.field import crew
from tagih.web.floor.field import views as field

app_name = "floor"
urlpatterns = [
    path("", views.home, name="home"),
    path("papan/", views.board, name="board"),
    path("persetujuan/", approving.approvals, name="approvals"),
    path("persetujuan/<int:pk>/", approving.decide, name="decide"),
    path("petugas.csv", views.agents_csv, name="agents_csv"),
    path("antrean.csv", views.queues_csv, name="queues_csv"),
    path("petugas/<str:employee_no>/", views.agent, name="agent"),
    path("telepon/", wallboard.home, name="calls"),
    path("telepon/papan/", wallboard.board, name="calls_board"),
    path("telepon/5-menit.csv", wallboard.slots_csv, name="calls_csv"),
    path("telepon/berhenti/", wallboard.stop_all, name="stop_all"),
    path("telepon/kampanye/<str:code>/", wallboard.switch, name="switch_campaign"),
    path("telepon/dengar/<str:employee_no>/", wallboard.listen, name="listen"),
    path("telepon/rekaman/", tapes.home, name="recordings"),
    path("telepon/rekaman/<uuid:recording_id>.wav", tapes.sound, name="recording"),
    path("antrean/<int:queue_id>/pindah/", moving.move, name="move"),
    path("antrean/<int:queue_id>/hitung/", moving.preview, name="preview"),
    path("antrean/<int:queue_id>/jeda/", moving.pause, name="pause"),
    path("pekerjaan/<int:item_id>/tarik/", moving.take_back, name="take_back"),
    path("lapangan/", field.day, name="field"),
    path("lapangan/<int:branch_id>/rencana/", field.ask, name="field_ask"),
    path("lapangan/<int:branch_id>/kolektor/", crew.crew, name="field_crew"),
    path("lapangan/<int:branch_id>/kolektor/<str:employee_no>/", crew.hand, name="field_hand"),
    path("lapangan/<int:branch_id>/ponsel/<uuid:device_id>/blokir/", crew.block, name="field_block"),
    path("lapangan/henti/<int:stop_id>/", field.move, name="field_move"),
    path("lapangan/panggilan/<int:panic_id>/", field.answer_call, name="field_call"),
    path("lapangan/bukti/", field.reviews, name="field_reviews"),
    path("lapangan/bukti/<uuid:visit_id>/", field.review, name="field_review"),
    path("lapangan/gambar/<int:picture_id>/", field.picture, name="field_picture"),
]
