"""Addresses of analysis."""

from django.urls import include, path

from varv.analysis.county.urls import urlpatterns as of_county
from varv.analysis.memos.urls import urlpatterns as of_memos
from varv.analysis.profiles.urls import urlpatterns as of_profiles
from varv.analysis.urls import evidence, runs

app_name = "analysis"
urlpatterns = [
    *evidence.urlpatterns,
    *runs.urlpatterns,
    *of_profiles,
    *of_memos,
    *of_county,
    path("", include("varv.analysis.datasets.urls")),
]
