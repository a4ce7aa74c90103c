"""Addresses of consultations: what everybody sees, and the desk."""

from varv.consultation import (
    urls_desk,
    urls_exports,
    urls_invitations,
    urls_mail,
    urls_public,
    urls_writing,
)

app_name = "consultation"
urlpatterns = [
    # Before the rest: "confirm" and "invited" are no rounds.
    *urls_writing.urlpatterns,
    *urls_invitations.urlpatterns,
    *urls_public.urlpatterns,
    *urls_desk.urlpatterns,
    *urls_mail.urlpatterns,
    *urls_exports.urlpatterns,
]
