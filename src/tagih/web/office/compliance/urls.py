from django.urls import path

from tagih.web.office.compliance import letters, refusals, rules, told

app_name = "compliance"
urlpatterns = [
    path("", refusals.refusals, name="refusals"),
    path("keputusan/<int:pk>/", refusals.decision, name="decision"),
    path("keputusan/<int:pk>/permintaan/", told.wish, name="wish"),
    path("keputusan/<int:pk>/bukti/", told.proof, name="proof"),
    path("keputusan/<int:pk>/surat-tugas/", told.assignment, name="assignment"),
    path("surat/kasus/<str:code>/", letters.of_case, name="letters_of_case"),
    path("surat/<str:customer_no>/", letters.letters, name="letters"),
    path("surat/<str:customer_no>/<int:pk>/tarik/", letters.withdraw, name="withdraw_letter"),
    path("aturan/", rules.rulebook, name="rulebook"),
    path("aturan/baru/", rules.draft, name="draft"),
    path("aturan/versi/<int:pk>/", rules.version, name="version"),
    path("aturan/versi/<int:pk>/ubah/", rules.rewrite, name="rewrite"),
    path("aturan/versi/<int:pk>/putar-ulang/", rules.replay, name="replay"),
    path("aturan/versi/<int:pk>/ajukan/", rules.submit, name="submit"),
    path("aturan/versi/<int:pk>/setujui/", rules.approve, name="approve"),
    path("aturan/versi/<int:pk>/kembalikan/", rules.reject, name="reject"),
    path("aturan/<str:name>/", rules.pack, name="pack"),
]
