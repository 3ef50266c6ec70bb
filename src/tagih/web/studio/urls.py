from django.urls import path

from tagih.web.studio import editor, releases, versions, why

app_name = "studio"
urlpatterns = [
    path("", versions.versions, name="versions"),
    path("baru/", editor.draft, name="draft"),
    path("periksa/", editor.look, name="look"),
    path("variabel/", editor.variables, name="variables"),
    path("bawaan/", versions.shipped, name="shipped"),
    path("versi/<int:pk>/", versions.version, name="version"),
    path("versi/<int:pk>/ubah/", editor.rewrite, name="rewrite"),
    path("versi/<int:pk>/putar-ulang/", versions.replay, name="replay"),
    path("versi/<int:pk>/ajukan/", versions.submit, name="submit"),
    path("versi/<int:pk>/setujui/", versions.approve, name="approve"),
    path("versi/<int:pk>/kembalikan/", versions.reject, name="reject"),
    path("versi/<int:pk>/rilis/", releases.release, name="release"),
    path("mengapa/<str:code>/", why.why, name="why"),
    path("tarik/", releases.take_back, name="take_back"),
]
