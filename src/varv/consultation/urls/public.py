"""Addresses of rounds and input as everybody sees them."""

from django.urls import path

from varv.consultation.views import public

urlpatterns = [
    path("rounds/", public.rounds, name="rounds"),
    path("rounds/<slug:slug>/", public.round, name="round"),
    path("rounds/<slug:slug>/contributions/", public.contributions, name="contributions"),
    path(
        "rounds/<slug:slug>/contributions/<int:number>/",
        public.contribution,
        name="contribution",
    ),
]
