"""Addresses of evidence."""

from django.urls import path

from varv.analysis.views import evidence as views

urlpatterns = [
    path("evidence/", views.listing, name="all_evidence"),
    path("evidence/<slug:key>/", views.evidence, name="evidence"),
    path("desk/evidence/", views.desk, name="desk_evidence"),
    path("desk/evidence/new/", views.cite, name="desk_evidence_new"),
]
