from django.urls import path

from tagih.web.field import api, shell, verify

app_name = "field"
urlpatterns = [
    path("", shell.shell, name="app"),
    path("sw.js", shell.worker, name="worker"),
    path("app.webmanifest", shell.manifest, name="manifest"),
    path("api/saya/", api.me, name="me"),
    path("api/perangkat/", api.register, name="register"),
    path("api/paket/", api.package, name="package"),
    path("api/kirim/", api.receive, name="receive"),
    path("api/gambar/<uuid:identity>/", api.blob, name="blob"),
    path("v/<str:code>", verify.card, name="card"),
    path("k/<str:code>", verify.receipt, name="receipt"),
]
