"""Addresses of consultations: what everybody sees, and the desk."""

from varv.consultation.urls import (
    desk,
    exports,
    invitations,
    mail,
    papers,
    public,
    writing,
)

app_name = "consultation"
urlpatterns = [
    # Before the rest: "confirm" and "invited" are no rounds.
    *writing.urlpatterns,
    *invitations.urlpatterns,
    *public.urlpatterns,
    *desk.urlpatterns,
    *mail.urlpatterns,
    *exports.urlpatterns,
    *papers.urlpatterns,
]
