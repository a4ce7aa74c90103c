"""Addresses of consultations: what everybody sees, and the desk."""

from django.urls import URLPattern

from varv.consultation import urls_desk

app_name = "consultation"
urlpatterns: list[URLPattern] = [*urls_desk.urlpatterns]
