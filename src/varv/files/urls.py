"""Addresses of files."""

from django.urls import path

from varv.files import views

app_name = "files"
urlpatterns = [path("files/<uuid:key>/", views.download, name="download")]
