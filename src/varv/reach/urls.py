"""Addresses of reach: what everybody sees, and the desk."""

from django.urls import path

from varv.reach import views

app_name = "reach"

urlpatterns = [
    path("reach/", views.reach, name="reach"),
    path("reach/export.<slug:form>", views.export, name="export"),
    path("desk/reach/", views.desk, name="desk_reach"),
    path("desk/reach/export.<slug:form>", views.desk_export, name="desk_export"),
]
