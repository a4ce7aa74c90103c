"""Addresses of analysis."""

from django.urls import include, path

from varv.analysis.urls import evidence, runs

app_name = "analysis"
urlpatterns = [
    *evidence.urlpatterns,
    *runs.urlpatterns,
    path("", include("varv.analysis.datasets.urls")),
]
