from django.urls import path

from tagih.web.office.privacy import breaches, person, register, requests, restrictions

app_name = "privacy"
urlpatterns = [
    path("", register.processing, name="register"),
    path("retensi/", register.retention, name="retention"),
    path("retensi/<slug:rule>/", register.switch, name="switch"),
    path("retensi/usul/<int:pk>/setuju/", register.approve, name="approve_switch"),
    path("retensi/usul/<int:pk>/tolak/", register.decline, name="decline_switch"),
    path("pembatasan/", restrictions.restrictions, name="restrictions"),
    path("pembatasan/<int:pk>/akhiri/", restrictions.propose, name="propose_lifting"),
    path("pembatasan/usul/<int:pk>/setuju/", restrictions.lift, name="lift_restriction"),
    path("pembatasan/usul/<int:pk>/tolak/", restrictions.keep, name="keep_restriction"),
    path("pembukaan/", register.unmaskings, name="unmaskings"),
    path("permintaan/", requests.requests_, name="requests"),
    path("permintaan/baru/", requests.receive, name="receive"),
    path("permintaan/<int:pk>/", requests.request_, name="request"),
    path("permintaan/<int:pk>/usul/", requests.propose, name="propose"),
    path("permintaan/<int:pk>/putuskan/", requests.decide, name="decide"),
    path("permintaan/<int:pk>/kembalikan/", requests.send_back, name="send_back"),
    path("permintaan/<int:pk>/laksanakan/", requests.carry_out, name="carry_out"),
    path("permintaan/<int:pk>/berkas/", requests.file, name="file"),
    path("orang/<str:customer_no>/", person.person, name="person"),
    path("orang/<str:customer_no>/identitas/", person.reveal_identity, name="reveal_identity"),
    path("orang/<str:customer_no>/titik/<int:pk>/", person.reveal_point, name="reveal_point"),
    path("orang/<str:customer_no>/persetujuan/", person.grant_consent, name="grant_consent"),
    path("orang/<str:customer_no>/persetujuan/<str:scope>/tarik/", person.revoke_consent, name="revoke_consent"),
    path("insiden/", breaches.breaches, name="breaches"),
    path("insiden/baru/", breaches.record, name="record_breach"),
    path("insiden/<int:pk>/", breaches.breach, name="breach"),
    path("insiden/<int:pk>/pemberitahuan/", breaches.notice, name="breach_notice"),
    path("insiden/<int:pk>/tutup/", breaches.close, name="close_breach"),
]
