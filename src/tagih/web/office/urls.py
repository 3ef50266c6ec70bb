from django.urls import path

from tagih.web.office import calendar, codes, people, person_actions, roles, units

app_name = "office"

people_urls = [
    path("orang/", people.people, name="people"),
    path("orang/baru/", people.hire, name="hire"),
    path("orang/<int:pk>/", people.person, name="person"),
    path("orang/<int:pk>/ubah/", person_actions.edit, name="edit_person"),
    path("orang/<int:pk>/peran/", person_actions.grant, name="grant"),
    path("orang/<int:pk>/peran/<int:membership>/pindah/", person_actions.move, name="move"),
    path("orang/<int:pk>/peran/<int:membership>/akhiri/", person_actions.end_membership, name="end_membership"),
    path("orang/<int:pk>/sertifikat/", person_actions.certify, name="certify"),
    path("orang/<int:pk>/sandi/", person_actions.reset_password, name="reset_password"),
    path("orang/<int:pk>/faktor-kedua/", person_actions.remove_factor, name="remove_factor"),
    path("orang/<int:pk>/berhenti/", person_actions.let_go, name="let_go"),
    path("orang/<int:pk>/kembali/", person_actions.take_back, name="take_back"),
]
unit_urls = [
    path("organisasi/", units.units, name="units"),
    path("organisasi/<int:pk>/baru/", units.open_unit, name="open_unit"),
    path("organisasi/<int:pk>/ubah/", units.edit_unit, name="edit_unit"),
    path("organisasi/<int:pk>/tutup/", units.close_unit, name="close_unit"),
]
calendar_urls = [
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/baru/", calendar.add_day, name="add_day"),
    path("kalender/<int:pk>/", calendar.edit_day, name="edit_day"),
    path("kalender/<int:pk>/batal/", calendar.cancel_day, name="cancel_day"),
]
code_urls = [
    path("kode/", codes.codes, name="codes"),
    path("kode/<str:kind>/baru/", codes.add_code, name="add_code"),
    path("kode/<int:pk>/", codes.edit_code, name="edit_code"),
    path("kode/<int:pk>/keluar/", codes.end_code, name="end_code"),
]
role_urls = [
    path("peran/", roles.overview, name="roles"),
    path("jejak/", roles.audit, name="audit"),
]

urlpatterns = [*people_urls, *unit_urls, *calendar_urls, *code_urls, *role_urls]
