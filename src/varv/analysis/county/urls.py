"""Addresses of the whole county."""

from django.urls import path

from varv.analysis.county import views

urlpatterns = [
    path("figures/county/", views.whole, name="county"),
    path("figures/county/export.<slug:form>", views.export, name="county_export"),
    path("desk/county/", views.desk, name="desk_county"),
    path("desk/county/figures/", views.figures, name="desk_county_figures"),
    path("desk/county/sign/", views.sign, name="desk_county_sign"),
]
