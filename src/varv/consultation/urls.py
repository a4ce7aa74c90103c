"""Addresses of consultations: what everybody sees, and the desk."""

from django.urls import URLPattern

app_name = "consultation"
urlpatterns: list[URLPattern] = []
