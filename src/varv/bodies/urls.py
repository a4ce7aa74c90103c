"""Addresses of bodies."""

from django.urls import path

from varv.bodies.views import desk, public

app_name = "bodies"

urlpatterns = [
    path("bodies/", public.bodies, name="bodies"),
    path("bodies/<slug:key>/", public.body, name="body"),
    path("desk/bodies/", desk.listing, name="desk_bodies"),
    path("desk/bodies/new/", desk.create, name="desk_body_new"),
    path("desk/bodies/<int:pk>/", desk.body, name="desk_body"),
    path("desk/bodies/<int:pk>/seats/new/", desk.give_seat, name="desk_seat_new"),
    path("desk/bodies/<int:pk>/decisions/new/", desk.record_decision, name="desk_decision_new"),
    path("desk/seats/<int:pk>/end/", desk.end_seat, name="desk_seat_end"),
]
