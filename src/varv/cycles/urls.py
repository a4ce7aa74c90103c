"""Addresses of the process: programme, areas, steps, frame, interests, and their desk."""

from django.urls import path

from varv.cycles.views import (
    desk_areas,
    desk_interests,
    desk_milestones,
    desk_steps,
    desk_versions,
    interests,
    public,
    versions,
)

app_name = "cycles"

urlpatterns = [
    path("programme/", public.programme, name="programme"),
    path("programme/versions/", versions.programme_versions, name="programme_versions"),
    path("programme/versions/export.<slug:form>", versions.export, name="versions_export"),
    path(
        "programme/versions/<slug:key>/<int:number>/",
        versions.programme_version,
        name="programme_version",
    ),
    path(
        "programme/versions/<slug:key>/<int:number>/changes.<slug:form>",
        versions.programme_changes,
        name="programme_changes",
    ),
    path("areas/", public.areas, name="areas"),
    path("areas/<slug:slug>/", public.area, name="area"),
    path("areas/<slug:slug>/history/", public.area_history, name="area_history"),
    path("areas/<slug:slug>/versions/<int:number>/", versions.area_version, name="area_version"),
    path(
        "areas/<slug:slug>/versions/<int:number>/changes.<slug:form>",
        versions.area_changes,
        name="area_changes",
    ),
    path("areas/<slug:slug>/steps/<slug:kind>/", public.area_step, name="area_step"),
    path("steps/<slug:kind>/", public.step, name="step"),
    path("frame/", public.frame, name="frame"),
    path("interest/", interests.interest, name="interest"),
    path("interest/thanks/", interests.thanks, name="interest_thanks"),
    path("interest/<int:pk>/withdraw/", interests.withdraw, name="withdraw_interest"),
    path("desk/areas/", desk_areas.listing, name="desk_areas"),
    path("desk/areas/new/", desk_areas.create, name="desk_area_new"),
    path("desk/areas/merge/", desk_areas.merge, name="desk_areas_merge"),
    path("desk/areas/<int:pk>/", desk_areas.revise, name="desk_area"),
    path("desk/areas/<int:pk>/draft/", desk_versions.draft_area, name="desk_area_draft"),
    path("desk/areas/<int:pk>/split/", desk_areas.split, name="desk_area_split"),
    path("desk/programme/", desk_versions.programme, name="desk_programme"),
    path("desk/programme/draft/", desk_versions.draft_programme, name="desk_programme_draft"),
    path("desk/versions/<slug:of>/<int:pk>/", desk_versions.version, name="desk_version"),
    path("desk/versions/<slug:of>/<int:pk>/edit/", desk_versions.edit, name="desk_version_edit"),
    path("desk/versions/<slug:of>/<int:pk>/adopt/", desk_versions.adopt, name="desk_version_adopt"),
    path(
        "desk/versions/<slug:of>/<int:pk>/discard/",
        desk_versions.discard,
        name="desk_version_discard",
    ),
    path(
        "desk/versions/<slug:of>/<int:pk>/draft/",
        desk_versions.draft_from,
        name="desk_version_draft",
    ),
    path(
        "desk/versions/<slug:of>/<int:pk>/<slug:name>/",
        desk_versions.act,
        name="desk_version_act",
    ),
    path("desk/steps/", desk_steps.matrix, name="desk_steps"),
    path("desk/steps/<int:pk>/", desk_steps.step, name="desk_step"),
    path("desk/steps/<int:pk>/<slug:name>/", desk_steps.act, name="desk_step_act"),
    path("desk/laps/new/", desk_steps.open_lap, name="desk_lap_new"),
    path("desk/laps/<int:pk>/close/", desk_steps.close_lap, name="desk_lap_close"),
    path("desk/milestones/", desk_milestones.listing, name="desk_milestones"),
    path("desk/milestones/new/", desk_milestones.create, name="desk_milestone_new"),
    path("desk/milestones/<int:pk>/", desk_milestones.edit, name="desk_milestone"),
    path("desk/milestones/<int:pk>/delete/", desk_milestones.delete, name="desk_milestone_delete"),
    path("desk/interests/", desk_interests.listing, name="desk_interests"),
    path("desk/interests/new/", desk_interests.enter, name="desk_interest_new"),
    path("desk/interests/export/", desk_interests.export, name="desk_interests_export"),
]
