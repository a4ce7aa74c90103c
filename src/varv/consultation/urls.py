"""Addresses of consultations: what everybody sees, and the desk."""

from varv.consultation import urls_exports

app_name = "consultation"
urlpatterns = [
    *urls_exports.urlpatterns,
]
