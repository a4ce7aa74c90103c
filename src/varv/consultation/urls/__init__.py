"""Addresses of consultations: what everybody sees, and the desk."""

from varv.consultation.urls import (
    answers,
    desk,
    exports,
    invitations,
    mail,
    papers,
    points,
    public,
    writing,
)

app_name = "consultation"
urlpatterns = [
    # Before the rest: "confirm" and "invited" are no rounds.
    *writing.urlpatterns,
    *invitations.urlpatterns,
    *answers.urlpatterns,
    *public.urlpatterns,
    *desk.urlpatterns,
    *mail.urlpatterns,
    *exports.urlpatterns,
    *points.urlpatterns,
    *papers.urlpatterns,
]
