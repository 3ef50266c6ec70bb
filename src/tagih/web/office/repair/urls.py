from django.urls import path

from tagih.web.office.repair import reach, search, shared, updates

app_name = "repair"
urlpatterns = [
    path("", search.queue, name="queue"),
    path("<int:pk>/", search.item, name="item"),
    path("<int:pk>/tanya/<str:kind>/<int:point_id>/", search.ask, name="ask"),
    path("<int:pk>/langkah/<str:kind>/", search.step, name="step"),
    path("<int:pk>/ambil/<int:point_id>/", search.adopt, name="adopt"),
    path("<int:pk>/cari/", search.look_up, name="look_up"),
    path("pengajuan/", updates.requests, name="requests"),
    path("pengajuan/baru/<str:customer_no>/", updates.new, name="new_request"),
    path("pengajuan/<int:pk>/", updates.request_page, name="request"),
    path("pengajuan/<int:pk>/bukti/", updates.proof, name="proof"),
    path("pengajuan/<int:pk>/tarik/", updates.withdraw, name="withdraw"),
    path("nomor-bersama/", shared.numbers, name="shared"),
    path("nomor-bersama/<int:pk>/", shared.number, name="shared_number"),
    path("nomor-bersama/<int:pk>/tampilkan/", shared.reveal, name="reveal_shared"),
    path("nomor-bersama/<int:pk>/batal/", shared.reopen, name="reopen_shared"),
    path("jangkauan/", reach.reach, name="reach"),
    path("kotak-pesan/", reach.inbox, name="inbox"),
]
