from django.urls import path

from tagih.web.quality import answers, calibrations, plans, rates, reviews, sounds

app_name = "quality"
urlpatterns = [
    path("", rates.rates, name="rates"),
    path("rencana/", plans.plans, name="plans"),
    path("rencana/baru/", plans.make, name="make_plan"),
    path("rencana/<int:pk>/", plans.plan, name="plan"),
    path("rencana/<int:pk>/tarik/", plans.draw, name="draw_plan"),
    path("rencana/<int:pk>/tutup/", plans.close, name="close_plan"),
    path("rencana/<int:pk>/rilis/", plans.release, name="release"),
    path("rencana/<int:pk>/bagikan/", plans.share_out, name="share_out"),
    path("rencana/<int:pk>/berkas/", plans.file, name="plan_file"),
    path("antrean/", reviews.queue, name="queue"),
    path("antrean/<int:pk>/mulai/", reviews.start, name="start_score"),
    path("antrean/<int:pk>/keluarkan/", reviews.drop, name="drop_review"),
    path("nilai/<int:pk>/", reviews.score, name="score"),
    path("nilai/<int:pk>/tanda/", reviews.mark, name="mark"),
    path("nilai/<int:pk>/suara/", sounds.sound, name="sound"),
    path("nilai/<int:pk>/gelombang/", sounds.outline, name="outline"),
    path("nilai/<int:pk>/baca/", answers.acknowledge, name="acknowledge"),
    path("nilai/<int:pk>/sanggah/", answers.dispute, name="dispute"),
    path("tanda/<int:pk>/hapus/", reviews.unmark, name="unmark"),
    path("saya/", answers.mine, name="mine"),
    path("sanggahan/", answers.disputes, name="disputes"),
    path("sanggahan/<int:pk>/", answers.decide, name="decide"),
    path("sanggahan/<int:pk>/tarik/", answers.withdraw, name="withdraw"),
    path("kalibrasi/", calibrations.calibrations, name="calibrations"),
    path("kalibrasi/baru/", calibrations.make, name="make_calibration"),
    path("kalibrasi/<int:pk>/", calibrations.calibration, name="calibration"),
    path("kalibrasi/<int:pk>/buka/", calibrations.lay_open, name="lay_open"),
    path("kalibrasi/<int:pk>/tutup/", calibrations.close, name="close_calibration"),
]
