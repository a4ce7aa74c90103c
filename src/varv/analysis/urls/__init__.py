"""Addresses of analysis."""

from varv.analysis.urls import evidence, runs

app_name = "analysis"
urlpatterns = [*evidence.urlpatterns, *runs.urlpatterns]
