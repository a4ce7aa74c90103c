"""Addresses of analysis."""

from django.urls import path

from varv.analysis import views
from varv.analysis.county.urls import urlpatterns as of_county
from varv.analysis.profiles.urls import urlpatterns as of_profiles

app_name = "analysis"

urlpatterns = [
    path("evidence/", views.listing, name="all_evidence"),
    path("evidence/<slug:key>/", views.evidence, name="evidence"),
    path("desk/evidence/", views.desk, name="desk_evidence"),
    path("desk/evidence/new/", views.cite, name="desk_evidence_new"),
    *of_profiles,
    *of_county,
]
