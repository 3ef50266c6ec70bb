"""Every address. Each view declares a permission or says PUBLIC (see web.ui.guard)."""

urlpatterns: list = []
