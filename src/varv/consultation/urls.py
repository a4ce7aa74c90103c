"""Addresses of consultations: what everybody sees, and the desk."""

from varv.consultation import urls_mail

app_name = "consultation"
urlpatterns = [*urls_mail.urlpatterns]
