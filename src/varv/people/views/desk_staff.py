"""The desk: who is on the staff."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from varv.people import actions, handover, queries
from varv.people.access import staff
from varv.people.forms import InviteForm, RemoveForm, RoleForm
from varv.people.models import User
from varv.people.requests import StaffRequest


@staff("people.view_staff")
def members(request: StaffRequest) -> HttpResponse:
    """List the staff with their roles."""
    return render(request, "people/desk/staff.html", {"members": queries.staff()})


@staff("people.change_staff")
def invite(request: StaffRequest) -> HttpResponse:
    """Invite somebody."""
    form = InviteForm(_posted(request), initial={"role": "reader"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_staff(request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("people:desk_staff")
    return _page(request, "people/desk/invite.html", form)


@staff("people.change_staff")
def role(request: StaffRequest, pk: int) -> HttpResponse:
    """Give somebody another role."""
    member = get_object_or_404(queries.staff(), pk=pk)
    form = RoleForm(_posted(request), initial={"role": next(iter(member.roles), "")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(request.user, user=member, role=form.cleaned_data["role"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The role is changed."))
            return redirect("people:desk_staff")
    return _page(request, "people/desk/role.html", form, member)


@staff("people.change_staff")
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take somebody off the staff, with all they answer for handed over."""
    member = get_object_or_404(queries.staff(), pk=pk)
    form = RemoveForm(_posted(request), leaving=member)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["hand_over_to"]
        try:
            actions.remove_staff(request.user, user=member, hand_over_to=to)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The person is no longer on the staff."))
            return redirect(
                "people:after_sign_in" if member == request.user else "people:desk_staff"
            )
    held = handover.responsibilities(member)
    return _page(request, "people/desk/remove.html", form, member, responsibilities=held)


@staff("people.change_staff")
def second_factor(request: StaffRequest, pk: int) -> HttpResponse:
    """Remove another's authenticator app, for whoever lost it."""
    member = get_object_or_404(queries.staff().exclude(pk=request.user.pk), pk=pk)
    form = Form(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.reset_second_factor(request.user, person=member)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The authenticator app is removed."))
            return redirect("people:desk_staff")
    return _page(request, "people/desk/second_factor.html", form, member)


def add_errors(form: Form, error: ValidationError) -> None:
    """Put what an action refused beside its field, or on top where the form has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, problems in error.error_dict.items():
        form.add_error(field if field in form.fields else None, problems)


def _posted(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _page(
    request: StaffRequest, template: str, form: Form, member: User | None = None, **more: object
) -> HttpResponse:
    context = {"form": form, "member": member, **more}
    return render(request, template, context, status=422 if form.errors else 200)
