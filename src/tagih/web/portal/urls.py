from django.urls import path

from tagih.web.portal import acts, asking, entry, officer, pages

app_name = "portal"
urlpatterns = [
    path("petugas/", officer.ask, name="officer_ask"),
    path("petugas/<str:code>/", officer.officer, name="officer"),
    path("saya/", pages.home, name="home"),
    path("saya/keluar/", entry.leave, name="leave"),
    path("saya/bayar/<int:pk>/", pages.pay, name="pay"),
    path("saya/qris/<str:reference>.svg", pages.qris, name="qris"),
    path("saya/janji/", acts.promise, name="promise"),
    path("saya/waktu/", asking.relief, name="relief"),
    path("saya/bukti/", acts.proof, name="proof"),
    path("saya/kontak/", acts.contact, name="contact"),
    path("saya/sanggah/", asking.dispute, name="dispute"),
    path("saya/keluhan/", asking.complain, name="complain"),
    path("saya/riwayat/", pages.history, name="history"),
    path("<str:token>", entry.enter, name="enter"),
]
