from django.urls import path

from tagih.web.office.letters import public, views

app_name = "letters"
urlpatterns = [
    path("surat/", views.letters, name="letters"),
    path("surat/cetak/", views.print_ready, name="print"),
    path("surat/cetak/<int:pk>/", views.print_file, name="print_file"),
    path("surat/<int:pk>/", views.letter, name="letter"),
    path("surat/<int:pk>/kertas/", views.paper, name="paper"),
    path("surat/<int:pk>/terkirim/", views.deliver, name="deliver"),
    path("surat/<int:pk>/kembali/", views.take_back, name="take_back"),
    path("surat/<int:pk>/batal/", views.void, name="void"),
    path("surat/kasus/<str:code>/baru/", views.write, name="write"),
    path("periksa/<str:check_code>/", public.verify, name="verify"),
    path("tanda-tangan/<str:secret>/", public.sign, name="sign"),
]
