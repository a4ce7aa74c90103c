"""Addresses of runs and findings: as everybody reads them, and the desk's."""

from django.urls import path

from varv.analysis.views import desk_findings, desk_runs, findings, runs

_RUN = "runs/<int:pk>/"
_DESK = "desk/runs/<int:pk>/"
_FINDING = "desk/findings/<int:pk>/"

urlpatterns = [
    path("runs/", runs.runs, name="runs"),
    path(_RUN, runs.run, name="run"),
    path(f"{_RUN}<slug:kind>/", runs.result, name="run_result"),
    path(f"{_RUN}<slug:kind>.<slug:form>", runs.download, name="run_download"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("desk/runs/", desk_runs.runs, name="desk_runs"),
    path("desk/runs/new/", desk_runs.choose, name="desk_run_choose"),
    path("desk/runs/new/<int:version>/", desk_runs.new, name="desk_run_new"),
    path(_DESK, desk_runs.run, name="desk_run"),
    path(f"{_DESK}progress/", desk_runs.progress, name="desk_run_progress"),
    path(f"{_DESK}cancel/", desk_runs.cancel, name="desk_run_cancel"),
    path(f"{_DESK}again/", desk_runs.again, name="desk_run_again"),
    path(f"{_DESK}repeat/", desk_runs.repeat, name="desk_run_repeat"),
    path(f"{_DESK}publish/", desk_runs.publish, name="desk_run_publish"),
    path(f"{_DESK}compare/<int:other>/", desk_runs.compare, name="desk_run_compare"),
    path(f"{_DESK}results/<slug:kind>/", desk_runs.result, name="desk_run_result"),
    path(f"{_DESK}results/<slug:kind>.<slug:form>", runs.desk_download, name="desk_run_download"),
    path(f"{_DESK}results/<slug:kind>/finding/", desk_findings.new, name="desk_finding_new"),
    path("desk/findings/", desk_findings.findings, name="desk_findings"),
    path(_FINDING, desk_findings.finding, name="desk_finding"),
    path(f"{_FINDING}rewrite/", desk_findings.rewrite, name="desk_finding_rewrite"),
    path(f"{_FINDING}confirm/", desk_findings.confirm, name="desk_finding_confirm"),
    path(f"{_FINDING}withdraw/", desk_findings.withdraw, name="desk_finding_withdraw"),
    path(f"{_FINDING}publish/", desk_findings.publish, name="desk_finding_publish"),
]
