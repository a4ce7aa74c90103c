"""The desk: organisations that may be doubles, two side by side, merging and its undoing."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varv.people import actions, queries
from varv.people.access import staff
from varv.people.models import Organisation, OrganisationMerge
from varv.people.requests import StaffRequest
from varv.people.views.desk_organisations import PER_PAGE, survivor_or_404


@dataclass(frozen=True)
class Compared:
    """One fact about both organisations."""

    label: str
    values: tuple[object, object]


@require_safe
@staff("people.view_organisation")
def listing(request: StaffRequest) -> HttpResponse:
    """List the pairs that nobody has judged."""
    page = Paginator(queries.doubles_waiting(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/desk/doubles.html", {"page": page})


@require_safe
@staff("people.view_organisation")
def compare(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Show two organisations side by side, with what each has."""
    found = Organisation.objects.select_related("municipality").in_bulk([pk, other])
    for one in (pk, other):
        if one not in found:
            return redirect("people:desk_organisation", pk=survivor_or_404(one))
    if pk == other:
        return redirect("people:desk_organisation", pk=pk)
    return _page(request, found[pk], found[other])


@require_POST
@staff("people.change_organisation")
def merge(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Merge ``other`` into the organisation."""
    survivor, double = get_object_or_404(Organisation, pk=pk), _standing(other)
    if double is None:
        return redirect("people:desk_organisation", pk=survivor_or_404(other))
    try:
        done = actions.merge_organisations(request.user, survivor=survivor, double=double)
    except ValidationError as error:
        return _page(request, survivor, double, refused=error.messages)
    text = _("%(double)s is merged into %(survivor)s. It can be undone here.")
    messages.success(request, text % {"double": done.name, "survivor": survivor.name})
    return redirect("people:desk_organisation", pk=pk)


@require_POST
@staff("people.change_organisation")
def dismiss(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Say that the two are not one, and go on to the next pair."""
    first, second = (get_object_or_404(Organisation, pk=one) for one in (pk, other))
    actions.dismiss_double(request.user, first=first, second=second)
    messages.success(request, _("They are two organisations. Nobody will be asked again."))
    return redirect("people:desk_doubles")


@require_POST
@staff("people.change_organisation")
def undo(request: StaffRequest, pk: int, merge: int) -> HttpResponse:
    """Undo a merge into the organisation."""
    organisation = get_object_or_404(Organisation, pk=pk)
    found = get_object_or_404(OrganisationMerge, pk=merge, new_id=organisation.pk)
    try:
        back = actions.undo_merge(request.user, merge=found)
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
        return redirect("people:desk_organisation", pk=pk)
    messages.success(request, _("%(name)s is an organisation of its own again.") % {"name": back})
    return redirect("people:desk_organisation", pk=back.pk)


def _standing(pk: int) -> Organisation | None:
    return Organisation.objects.filter(pk=pk).first()


def _page(
    request: StaffRequest,
    one: Organisation,
    other: Organisation,
    *,
    refused: list[str] | None = None,
) -> HttpResponse:
    both = (one, other)
    context = {
        "one": one,
        "other": other,
        "facts": _facts(one, other),
        "counts": [
            Compared(label, (numbers[0], numbers[1]))
            for label, numbers in queries.belongings_of(both)
        ],
        "names": [list(organisation.aliases.all()) for organisation in both],
        "speakers": [list(queries.representatives(organisation)) for organisation in both]
        if request.user.has_perm("people.view_person")
        else None,
        "numbers_differ": bool(one.number and other.number),
        "may_change": request.user.has_perm("people.change_organisation"),
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "people/desk/compare.html", context, status=status)


def _facts(one: Organisation, other: Organisation) -> list[Compared]:
    outside = _("Outside the region")
    return [
        Compared(_("Organisation number"), (one.number or "–", other.number or "–")),
        Compared(_("Sector"), (one.get_sector_display(), other.get_sector_display())),
        Compared(_("Municipality"), (one.municipality or outside, other.municipality or outside)),
        Compared(
            _("Checked"),
            (_yes(one.checked_at is not None), _yes(other.checked_at is not None)),
        ),
    ]


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")
