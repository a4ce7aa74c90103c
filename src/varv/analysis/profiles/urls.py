"""Addresses of the areas in figures."""

from django.urls import path

from varv.analysis.profiles import views, views_desk

urlpatterns = [
    path("figures/areas/", views.all_areas, name="area_figures"),
    path("figures/areas/export.<slug:form>", views.export_all, name="area_figures_export"),
    path("figures/areas/<slug:slug>/", views.one_area, name="area_profile"),
    path(
        "figures/areas/<slug:slug>/export.<slug:form>",
        views.export_one,
        name="area_profile_export",
    ),
    path("desk/activities/", views_desk.listing, name="desk_activity_sets"),
    path("desk/activities/figures/", views_desk.sources, name="desk_profile_source"),
    path(
        "desk/activities/figures/<int:pk>/",
        views_desk.instead,
        name="desk_profile_source_instead",
    ),
    path(
        "desk/activities/figures/<int:pk>/earlier/",
        views_desk.raise_one,
        name="desk_profile_source_earlier",
    ),
    path(
        "desk/activities/figures/<int:pk>/remove/",
        views_desk.remove,
        name="desk_profile_source_remove",
    ),
    path("desk/activities/<int:pk>/", views_desk.edit, name="desk_activity_set"),
]
