"""Addresses of consultations: what everybody sees, and the desk."""

from varv.consultation import urls_writing

app_name = "consultation"
urlpatterns = [*urls_writing.urlpatterns]
