"""Addresses of input as files; ``consultation.urls`` adds them to its own."""

from django.urls import path

from varv.consultation.views import exports

urlpatterns = [
    path(
        "rounds/<slug:slug>/contributions/export.<slug:form>",
        exports.public,
        name="export",
    ),
    path("desk/input/export.<slug:form>", exports.desk, name="desk_export"),
]
