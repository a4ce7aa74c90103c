"""Masking on the desk: what is masked, masking it, looking at the original, taking it back."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.contrib import messages as flash
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.files.models import File
from varv.files.views import as_download
from varv.registry import actions, kinds, masking, queries
from varv.registry.forms_keeping import LiftForm, MaskForm
from varv.registry.guard import actor_of, staff
from varv.registry.kinds import Ref, Thing
from varv.registry.models import MaskedPlace, Masking
from varv.text.translated_forms import add_refusal, language_name

PER_PAGE = 50

methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class _Original:
    field: str
    where: str
    text: str
    file: int | None


@require_safe
@staff("registry.mask")
def listing(request: HttpRequest) -> HttpResponse:
    """List what is masked and what was, and the kinds of things that can be."""
    page = Paginator(queries.maskings(), PER_PAGE).get_page(request.GET.get("page"))
    refs = [Ref(made.subject_kind, made.subject_id) for made in page]
    things = kinds.describe(refs, request.user)
    lines = [
        (made, kinds.label(made.subject_kind), things.get(ref))
        for made, ref in zip(page, refs, strict=True)
    ]
    known = sorted((kinds.label(key), key) for key in masking.point.keys())  # noqa: SIM118 - no dict
    context = {"page": page, "lines": lines, "kinds": known}
    return render(request, "registry/maskings.html", context)


@require_safe
@staff("registry.mask")
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    """List the things of a kind, latest first, to choose what to mask."""
    ids = _model(kind)._default_manager.order_by("-pk").values_list("pk", flat=True)
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    things = kinds.describe([Ref(kind, pk) for pk in page], request.user)
    lines = [(pk, things[Ref(kind, pk)]) for pk in page if Ref(kind, pk) in things]
    context = {"kind": kind, "label": kinds.label(kind), "page": page, "lines": lines}
    return render(request, "registry/masking_choose.html", context)


@methods
@staff("registry.mask")
def new(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Mask texts and files of one thing."""
    thing = get_object_or_404(_model(kind)._default_manager, pk=pk)
    known = masking.point[kind]
    form = MaskForm(
        request.POST if request.method == "POST" else None, kind=kind, files=known.files(thing)
    )
    if form.is_valid():
        try:
            made = actions.mask(actor_of(request), thing=thing, **form.what())
        except ValidationError as error:
            add_refusal(form, _at_its_field(error))
        else:
            flash.success(request, _("It is masked, everywhere and at once."))
            return redirect(made)
    context = {
        "form": form,
        "thing": kinds.describe([Ref(kind, pk)], request.user).get(Ref(kind, pk)),
        "label": kinds.label(kind),
        "beyond": known.beyond,
        "texts": list(_texts(masking.rows_of(kind, thing), known.fields)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "registry/masking_new.html", context, status=status)


@require_safe
@staff("registry.mask")
def masking_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell what is masked, by whom and why, and who has looked at the original."""
    return _page(request, get_object_or_404(Masking, pk=pk), LiftForm())


@require_POST
@staff("registry.mask")
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the original, and write in the log who looked."""
    made = get_object_or_404(Masking, pk=pk)
    places = actions.read_masked(actor_of(request), made=made)
    context = {"masking": made, "originals": [_shown(place, made) for place in places]}
    return render(request, "registry/masking_original.html", context)


@require_safe
@staff("registry.mask")
def original_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """Send a masked file under its own name, and write in the log who fetched it."""
    made = get_object_or_404(Masking, pk=pk)
    place = get_object_or_404(
        made.places.filter(model="files.file", original__isnull=False), object_id=file
    )
    found = get_object_or_404(File, pk=file, destroyed_at=None)
    actions.read_masked(actor_of(request), made=made)
    return as_download(found, str(place.original))


@require_POST
@staff("registry.mask")
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the masking back."""
    made = get_object_or_404(Masking, pk=pk)
    form = LiftForm(request.POST)
    if form.is_valid():
        try:
            actions.lift_masking(actor_of(request), made=made, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_refusal(form, error)
        else:
            flash.success(request, _("The masking is lifted. The text can be seen again."))
            return redirect(made)
    return _page(request, made, form, status=422)


def _page(request: HttpRequest, made: Masking, form: LiftForm, status: int = 200) -> HttpResponse:
    person = kinds.key_of(get_user_model())
    looks = list(queries.looks_at(made)[:PER_PAGE])
    ref = Ref(made.subject_kind, made.subject_id)
    people = {pk for pk in (made.by_id, made.lifted_by_id, *(one.actor_id for one in looks)) if pk}
    things = kinds.describe([ref, *(Ref(person, pk) for pk in people)], request.user)

    def name(pk: int | None) -> Thing | None:
        return things.get(Ref(person, pk)) if pk else None

    context = {
        "masking": made,
        "label": kinds.label(made.subject_kind),
        "thing": things.get(ref),
        "places": made.places.all(),
        "by": name(made.by_id),
        "lifted_by": name(made.lifted_by_id),
        "looks": [(event, name(event.actor_id)) for event in looks],
        "form": form,
    }
    return render(request, "registry/masking.html", context, status=status)


def _texts(rows: Iterable[Model], fields: Mapping[str, str | Promise]) -> Iterable[tuple[str, str]]:
    """Give each text that can be masked, in all its languages: a passage is sought in every one."""
    for row, (name, label) in itertools.product(rows, fields.items()):
        for language, text in masking.texts_of(getattr(row, name)):
            if text:
                yield f"{label} ({language_name(language)})" if language else str(label), text


def _model(kind: str) -> type[Model]:
    if kind not in masking.point:
        raise Http404
    return apps.get_model(kinds.point[kind].model)


def _shown(place: MaskedPlace, made: Masking) -> _Original:
    value = place.original
    text = "\n\n".join(value.values()) if isinstance(value, dict) else value or ""
    model = apps.get_model(place.model)
    named = model._meta.get_field(place.field).verbose_name
    label = masking.fields_of(kinds.key_of(model)).get(place.field, named)
    file = place.object_id if place.model == "files.file" and value is not None else None
    return _Original(str(label), str(model._meta.verbose_name), text, file)


def _at_its_field(error: ValidationError) -> ValidationError:
    """Say things of the form's own fields: the names of the action are taken by Django's forms."""
    if not hasattr(error, "error_dict"):
        return error
    names = {"fields": "fields_to_mask", "files": "files_to_mask"}
    return ValidationError({names.get(name, name): told for name, told in error.error_dict.items()})
