"""Addresses of analysis."""

from django.urls import include, path

from varv.analysis import views

app_name = "analysis"

urlpatterns = [
    path("evidence/", views.listing, name="all_evidence"),
    path("evidence/<slug:key>/", views.evidence, name="evidence"),
    path("desk/evidence/", views.desk, name="desk_evidence"),
    path("desk/evidence/new/", views.cite, name="desk_evidence_new"),
    path("", include("varv.analysis.datasets.urls")),
]
