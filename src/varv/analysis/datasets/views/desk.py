"""The desk: all datasets, one of them with its versions, and what it is called."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv import clock
from varv.analysis import words
from varv.analysis.datasets import actions, queries, showing
from varv.analysis.datasets.addresses import with_code
from varv.analysis.datasets.forms import TEXTS, AboutForm
from varv.analysis.datasets.forms_services import QueryForm
from varv.analysis.datasets.looking import look_at
from varv.analysis.models import Dataset
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.refusals import accepted

may_view = staff("analysis.view_dataset")
may_import = staff("analysis.import_dataset")


@require_safe
@may_view
def listing(request: StaffRequest) -> HttpResponse:
    """List what is under way and all datasets."""
    context = {
        "deliveries": list(queries.deliveries_under_way()),
        "datasets": [(one, showing.latest(one)) for one in queries.all_datasets()],
        "may_import": request.user.has_perm("analysis.import_dataset"),
    }
    return render(request, "analysis/datasets/desk/all.html", context)


@require_safe
@may_view
def dataset(request: StaffRequest, key: str) -> HttpResponse:
    """Show one dataset to the staff, with where its next version comes from."""
    found = dataset_or_404(key)
    versions = list(queries.versions_of(found))
    context = {
        "dataset": found,
        "versions": versions,
        "latest": versions[0] if versions else None,
        "largest": showing.largest(versions[0]) if versions else [],
        "is_asked": found.fetch_at is not None and found.fetch_at <= clock.now(),
        "refusal": words.refusal(found.fetch_error) if found.fetch_error != "refused" else "",
        "findings": words.told(found.fetch_findings),
        "may_import": request.user.has_perm("analysis.import_dataset"),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "analysis/datasets/desk/dataset.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def edit(request: StaffRequest, key: str) -> HttpResponse:
    """Reword what a dataset is."""
    found = dataset_or_404(key)
    form = AboutForm(
        request.POST or None, languages=the_region().languages, answers=answers_of(found)
    )
    if form.is_valid() and accepted(
        form, lambda: actions.edit_dataset(request.user, dataset=found, about=form.about)
    ):
        messages.success(request, _("What the dataset is has been changed."))
        return redirect(found.desk_url)
    return show_form(request, form, _("Change what the dataset is"), found)


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def new_query(request: StaffRequest) -> HttpResponse:
    """Save a query to a service, which makes a dataset."""
    return _query(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def edit_query(request: StaffRequest, key: str) -> HttpResponse:
    """Change what a service is asked for."""
    found = dataset_or_404(key)
    if found.origin != Dataset.Origin.SERVICE:
        raise Http404("the dataset comes from no service")
    return _query(request, found)


@require_POST
@may_import
def ask(request: StaffRequest, key: str) -> HttpResponse:
    """Have the service asked now."""
    found = dataset_or_404(key)
    try:
        actions.ask_now(request.user, dataset=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The service is being asked. Look again in a moment."))
    return redirect(found.desk_url)


def _query(request: StaffRequest, found: Dataset | None) -> HttpResponse:
    typed = with_code(request.POST or None)
    form = _query_form(typed, found)
    heading = _("Change what is asked for") if found else _("Fetch from a statistics service")
    if typed is not None and "look" in typed:
        return _looked_at(request, form, heading, found)
    made: list[Dataset] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.append(
            actions.save_query(
                request.user,
                about=form.about,
                query=form.query,
                reading=form.reading,
                every=form.cleaned_data["every"],
                dataset=found,
            )
        ),
    ):
        messages.success(request, _("The query is saved, and the service is being asked."))
        return redirect(made[0].desk_url)
    return show_form(request, form, heading, found)


def _query_form(typed: QueryDict | None, found: Dataset | None) -> QueryForm:
    return QueryForm(
        typed,
        languages=the_region().languages,
        answers=answers_of(found) if found else {},
        query=found.query if found else {},
        reading=found.reading if found else {},
        every=found.every if found else Dataset.Every.YEAR,
    )


def _looked_at(
    request: StaffRequest, form: QueryForm, heading: str, found: Dataset | None
) -> HttpResponse:
    """Show what the table has beside what was typed; nothing is saved."""
    if not form.keep_to_the_table():
        return show_form(request, form, heading, found)
    asked = {name: form.cleaned_data[name] for name in ("service", "table")}
    context = {"form": form, "heading": heading, "dataset": found, "look": look_at(asked)}
    return render(request, "analysis/datasets/desk/form.html", context)


def show_form(
    request: StaffRequest, form: AboutForm, heading: str, found: Dataset | None
) -> HttpResponse:
    """Show a form about a dataset, with what is wrong in it."""
    context = {"form": form, "heading": heading, "dataset": found}
    status = 422 if form.is_bound else 200
    return render(request, "analysis/datasets/desk/form.html", context, status=status)


def answers_of(found: Dataset) -> dict[str, object]:
    """Return what a form about a dataset begins with."""
    names = ("publisher", "source_url", "is_public")
    return {name: dict(getattr(found, name)) for name in TEXTS} | {
        name: getattr(found, name) for name in names
    }


def dataset_or_404(key: str) -> Dataset:
    """Return the dataset of an address."""
    found = queries.dataset_at(key)
    if found is None:
        raise Http404("there is no such dataset")
    return found
