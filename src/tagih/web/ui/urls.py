from django.urls import path

from tagih.web.ui import entrance, live, pages, profile, tour

app_name = "ui"
urlpatterns = [
    path("", pages.start, name="start"),
    path("masuk/", entrance.sign_in, name="sign_in"),
    path("masuk/kode/", entrance.code, name="code"),
    path("keluar/", entrance.sign_out, name="sign_out"),
    path("kunci/", entrance.lock, name="lock"),
    path("kunci/buka/", entrance.unlock, name="unlock"),
    path("hadir/", entrance.ping, name="ping"),
    path("hidup/", live.live, name="live"),
    path("tampilan/", profile.preferences, name="preferences"),
    path("profil/", profile.profile, name="profile"),
    path("profil/sandi/", profile.password, name="password"),
    path("profil/faktor-kedua/", profile.second_factor, name="second_factor"),
    path("profil/keluar-di-tempat-lain/", profile.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("tur/", tour.panel, name="tour"),
    path("tur/lanjut/", tour.onward, name="tour_onward"),
    path("tur/tutup/", tour.close, name="tour_close"),
    path("tur/mulai/", tour.start, name="tour_start"),
    path("gaya/", pages.style, name="style"),
]
