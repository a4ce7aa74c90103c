"""All addresses. Apps write their own full paths; what is here belongs to no single app."""

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from varv.web import metrics
from varv.web.api import docs
from varv.web.api.routes import api
from varv.web.api.routes_analysis import router as analysis
from varv.web.api.routes_figures import router as figures
from varv.web.api.routes_memos import router as memos
from varv.web.views import backups, desk, health, home, my, pages, rehearsal, search

api.add_router("", analysis)
api.add_router("", figures)
api.add_router("", memos)

web = (
    [
        path("", home.home, name="home"),
        path("my/", my.my, name="my"),
        path("my/leave/", my.leave, name="leave"),
        path("search/", search.search, name="search"),
        path("about/", pages.about, name="about"),
        path("accessibility/", pages.accessibility, name="accessibility"),
        path("privacy/", pages.privacy, name="privacy"),
        path("health", health.health, name="health"),
        path("health/live", health.live, name="health_live"),
        path("robots.txt", pages.robots, name="robots"),
        path("favicon.ico", pages.favicon, name="favicon"),
        path("desk/", desk.desk, name="desk"),
        path("desk/backups/", backups.backups, name="desk_backups"),
        path("desk/rehearsal/", rehearsal.rehearsal, name="rehearsal"),
        path("desk/rehearsal/planned/", rehearsal.planned, name="rehearsal_planned"),
        path("desk/rehearsal/step/", rehearsal.step, name="rehearsal_step"),
        path("desk/rehearsal/start-over/", rehearsal.start_over, name="rehearsal_start_over"),
        path("metrics", metrics.metrics, name="metrics"),
        path("api/docs", docs.docs, name="api_docs"),
    ],
    "web",
)

urlpatterns = [
    path("", include(web)),
    path("", include("varv.people.urls")),
    path("", include("varv.registry.urls")),
    path("", include("varv.files.urls")),
    path("", include("varv.reach.urls")),
    path("", include("varv.bodies.urls")),
    path("", include("varv.cycles.urls")),
    path("", include("varv.consultation.urls")),
    path("", include("varv.meetings.urls")),
    path("", include("varv.analysis.urls")),
    path("api/v1/", api.urls),
    # Without a token, or every page would hold one and be nobody else's: see ADR 16.
    path("language/", csrf_exempt(set_language), name="set_language"),
]

handler400 = "varv.web.views.errors.bad_request"
handler403 = "varv.web.views.errors.permission_denied"
handler404 = "varv.web.views.errors.page_not_found"
handler500 = "varv.web.views.errors.server_error"
