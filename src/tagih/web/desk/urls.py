from django.urls import path

from tagih.web.desk.views import agreeing, calls, line, look, numbers, phone, voice, work

app_name = "desk"
urlpatterns = [
    path("", work.home, name="home"),
    path("berikut/", work.take_next, name="next"),
    path("status/", work.change_state, name="state"),
    path("denyut/", work.beat, name="beat"),
    path("telepon/", phone.phone, name="phone"),
    path("telepon/sambung/", phone.connect, name="phone_connect"),
    path("telepon/status/", phone.state, name="phone_state"),
    path("telepon/minta/", phone.ask, name="phone_ask"),
    path("telepon/akun/", phone.account, name="phone_account"),
    path("cari/", look.search, name="search"),
    path("kasus/<str:code>/", look.case, name="case"),
    path("kasus/<str:code>/ambil/", work.take, name="take"),
    path("kasus/<str:code>/hasil/", work.result, name="result"),
    path("kasus/<str:code>/kembalikan/", work.put_back, name="put_back"),
    path("kasus/<str:code>/jeda/", work.hold, name="hold"),
    path("kasus/<str:code>/hubungi/<int:point_id>/", calls.call, name="call"),
    path("kasus/<str:code>/hubungi/batal/", calls.cancel, name="cancel_call"),
    path("kasus/<str:code>/saluran/<uuid:attempt_id>/", line.line, name="line"),
    path("kasus/<str:code>/saluran/<uuid:attempt_id>/tutup/", line.hang_up, name="hang_up"),
    path("kasus/<str:code>/saluran/<uuid:attempt_id>/<int:number>.wav", voice.heard, name="voice"),
    path("kasus/<str:code>/nomor/", numbers.add, name="add_number"),
    path("kasus/<str:code>/kode/<int:point_id>/", numbers.send_code, name="send_code"),
    path("kasus/<str:code>/kode/<int:point_id>/cocok/", numbers.confirm_code, name="confirm_code"),
    path("kasus/<str:code>/jalan-keluar/", agreeing.offers, name="offers"),
    path("kasus/<str:code>/jalan-keluar/usul/", agreeing.propose, name="propose"),
    path("kasus/<str:code>/kesepakatan/<int:pk>/", agreeing.agreement, name="agreement"),
    path("kasus/<str:code>/kesepakatan/<int:pk>/tanda-tangan/", agreeing.signing, name="signing"),
    path("kasus/<str:code>/kesepakatan/<int:pk>/akhiri/", agreeing.end, name="end_agreement"),
    path("kasus/<str:code>/riwayat/", look.history, name="history"),
    path("kasus/<str:code>/dokumen/", look.attach, name="attach"),
    path("kasus/<str:code>/dokumen/<int:document_id>/", look.document, name="document"),
]
