"""Addresses of consultations: what everybody sees, and the desk."""

from varv.consultation import urls_invitations

app_name = "consultation"
urlpatterns = [*urls_invitations.urlpatterns]
