"""How long things are kept, on the desk: what is due, and destroying it under a decision."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from varv import clock
from varv.files.actions import MAX_SIZE, store
from varv.registry import actions, queries, retention
from varv.registry.forms_keeping import DisposalDecisionForm, DisposeForm, KeepTimeForm
from varv.registry.guard import actor_of, staff
from varv.registry.models import DisposalDecision
from varv.text.translated_forms import add_refusal

LATEST = 20

methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff("registry.view_disposal")
def overview(request: HttpRequest) -> HttpResponse:
    """Show how long each kind is kept, what is due, the decisions, and what was destroyed."""
    context = {
        "rules": queries.all_due(clock.now()),
        "passing": list(retention.passing),
        "decisions": queries.decisions(),
        "disposals": [(one, _label(one.rule)) for one in queries.disposals()[:LATEST]],
    }
    return render(request, "registry/keeping.html", context)


@methods
@staff("registry.view_disposal")
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is due of one kind, and what would stay; destroy it under a decision."""
    known = _rule(key)
    due = queries.due_of(known, clock.now())
    may_dispose = request.user.has_perm("registry.dispose")
    if request.method == "POST" and may_dispose:
        form = DisposeForm(request.POST, rule=key)
        if form.is_valid() and _dispose(request, key, form):
            return redirect("registry:desk_keeping")
        return _rule_page(request, due, form, status=422)
    if not may_dispose:
        return _rule_page(request, due, None)
    return _rule_page(request, due, DisposeForm(rule=key, initial={"expected": due.count}))


@methods
@staff("registry.dispose")
def keep_time(request: HttpRequest, key: str) -> HttpResponse:
    """Set how long things of one kind are kept."""
    due = queries.due_of(_rule(key), clock.now())
    form = KeepTimeForm(
        request.POST if request.method == "POST" else None,
        rule=key,
        initial={"months": due.months, "for_ever": due.months is None},
    )
    if form.is_valid():
        try:
            actions.set_keep_time(
                actor_of(request),
                rule=key,
                decision=form.cleaned_data["decision"],
                months=form.months_wanted(),
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            flash.success(request, _("The time is set."))
            return redirect("registry:desk_keeping_rule", key)
    status = 422 if form.is_bound else 200
    return render(request, "registry/keep_time.html", {"due": due, "form": form}, status=status)


@methods
@staff("registry.dispose")
def new_decision(request: HttpRequest) -> HttpResponse:
    """Enter a disposal decision."""
    if request.method != "POST":
        form = DisposalDecisionForm()
        return render(request, "registry/disposal_decision_new.html", {"form": form})
    form = DisposalDecisionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = _enter(request, form)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            flash.success(request, _("The decision is entered."))
            return redirect(made)
    context = {"form": form, "files_lost": bool(request.FILES)}
    return render(request, "registry/disposal_decision_new.html", context, status=422)


@require_safe
@staff("registry.view_disposal")
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a decision and what was destroyed under it."""
    found = get_object_or_404(DisposalDecision.objects.select_related("document"), pk=pk)
    context = {
        "decision": found,
        "covers": [_label(key) for key in found.covers],
        "disposals": [(one, _label(one.rule)) for one in found.disposals.order_by("-at")],
    }
    return render(request, "registry/disposal_decision.html", context)


def _rule(key: str) -> retention.Rule:
    if key not in retention.rules:
        raise Http404
    return retention.rules[key]


def _label(key: str) -> str:
    return str(retention.rules[key].label) if key in retention.rules else key


def _dispose(request: HttpRequest, key: str, form: DisposeForm) -> bool:
    try:
        done = actions.dispose(actor_of(request), rule=key, **form.cleaned_data)
    except ValidationError as error:
        add_refusal(form, error)
        return False
    told = ngettext("%(n)s thing is destroyed.", "%(n)s things are destroyed.", done.count)
    flash.success(request, told % {"n": done.count})
    return True


def _rule_page(
    request: HttpRequest, due: queries.Due, form: Form | None, status: int = 200
) -> HttpResponse:
    context = {
        "due": due,
        "form": form,
        "has_decision": queries.decisions_in_force(due.rule.key).exists(),
        "more": due.count - len(due.samples),
    }
    return render(request, "registry/keeping_rule.html", context, status=status)


@transaction.atomic
def _enter(request: HttpRequest, form: DisposalDecisionForm) -> DisposalDecision:
    data = dict(form.cleaned_data)
    sent = data.pop("document")
    actor = actor_of(request)
    document = None
    if sent:
        try:
            document = store(actor, name=sent.name, content=sent.read(MAX_SIZE + 1))
        except ValidationError as error:
            raise ValidationError({"document": error.messages}) from None
    return actions.add_disposal_decision(actor, **data, document=document)
