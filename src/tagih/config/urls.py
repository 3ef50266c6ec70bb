"""Every address. Each view declares a permission or says PUBLIC (see web.ui.guard)."""

from django.urls import include, path

from tagih.config import metrics

urlpatterns: list = [
    path("metrics", metrics.metrics, name="metrics"),
    path("health", metrics.health, name="health"),
    path("", include("tagih.web.ui.urls")),
    path("laporan/", include("tagih.web.office.reports.urls")),
    path("perbaikan/", include("tagih.web.office.repair.urls")),
    path("pendampingan/", include("tagih.web.office.care.urls")),
    path("", include("tagih.web.office.letters.urls")),
    path("pengaduan/", include("tagih.web.office.complaints.urls")),
    path("data-pribadi/", include("tagih.web.office.privacy.urls")),
    path("kantor/", include("tagih.web.office.urls")),
    path("kepatuhan/", include("tagih.web.office.compliance.urls")),
    path("kas/", include("tagih.web.office.cash.urls")),
    path("pesan/", include("tagih.web.office.messaging.urls")),
    path("tertahan/", include("tagih.web.office.suspense.urls")),
    path("api/", include("tagih.web.api.urls")),
    path("putaran/", include("tagih.web.office.rounds.urls")),
    path("impor/", include("tagih.web.office.imports.urls")),
    path("meja/", include("tagih.web.desk.urls")),
    path("besok/", include("tagih.config.demo.pages")),
    path("lantai/", include("tagih.web.floor.urls")),
    path("lapangan/", include("tagih.web.field.urls")),
    path("strategi/", include("tagih.web.studio.urls")),
    path("mutu/", include("tagih.web.quality.urls")),
    path("jadwal/", include("tagih.web.workforce.urls")),
    path("p/", include("tagih.web.portal.urls")),
]

handler404 = "tagih.web.ui.pages.not_found"
handler500 = "tagih.web.ui.pages.broken"
