"""Addresses of meetings: the public side here, the desk's in ``urls_desk``."""

from django.urls import path

from varv.meetings import urls_desk
from varv.meetings.views import public, registrations

app_name = "meetings"

urlpatterns = [
    path("meetings/", public.meetings, name="meetings"),
    path("meetings/sign-up/", registrations.sign_up, name="sign_up"),
    path("meetings/signed-up/", registrations.signed_up, name="signed_up"),
    path(
        "meetings/registrations/<int:pk>/change/",
        registrations.change,
        name="change_registration",
    ),
    path(
        "meetings/registrations/<int:pk>/cancel/",
        registrations.cancel,
        name="cancel_registration",
    ),
    path("meetings/calendar.ics", public.feed, name="feed"),
    path("meetings/<slug:slug>/", public.meeting, name="meeting"),
    path("meetings/<slug:slug>/calendar.ics", public.calendar, name="calendar"),
    *urls_desk.urlpatterns,
]
