"""What people adds to the extension points, its own and those of the register."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from varv.clock import timed
from varv.people import (
    actions,
    desk,
    folder_sections,
    inventory_entries,
    keeping,
    limits,
    mail_watch,
    mails,
    personal,
    queries,
    search,
    sessions,
)
from varv.people.folder import sections
from varv.people.models import Municipality, Organisation, Region, RightsRequest, User
from varv.registry import kinds, log_actions, mailtexts, masking, outbox, recipients
from varv.registry.guard import may
from varv.text import dates


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    _register_log_actions()
    kinds.register(kinds.Kind("person", "people.User", _("person"), describe_people))
    kinds.register(
        kinds.Kind("organisation", "people.Organisation", _("organisation"), describe_organisations)
    )
    kinds.register(
        kinds.Kind("municipality", "people.Municipality", _("municipality"), describe_places)
    )
    kinds.register(kinds.Kind("region", "people.Region", _("region"), describe_regions))
    kinds.register(
        kinds.Kind("rights_request", "people.RightsRequest", _("request"), describe_requests)
    )
    for kind in mails.KINDS:
        mailtexts.register(kind)
    search.register_all()
    outbox.sender.register("people.region", region_as_sender)
    desk.items.register("registry.mail", mail_watch.items)
    timed.work.register(
        "people.sessions", timed.TimedWork(sessions.forget_old, lambda _after: None)
    )
    desk.items.register("people.organisations", organisations_waiting)
    desk.items.register("people.doubles", doubles_waiting)
    # New rows wait in their own table, so a tick finds them; there is no moment to step to.
    timed.work.register(
        "people.doubles", timed.TimedWork(actions.look_for_new_doubles, lambda _after: None)
    )
    timed.work.register(
        "people.lists", timed.TimedWork(actions.forget_old_lists, actions.next_list_to_forget)
    )
    recipients.proofs.register("people", standing_of)
    desk.items.register("people.limits", sent_too_often)
    limits.known.register(limits.NEW_LINK.name, limits.NEW_LINK)
    timed.work.register("people.limits", timed.TimedWork(limits.forget_old, lambda _after: None))
    desk.items.register("people.rights", requests_waiting)
    timed.work.register(
        "people.last_words", timed.TimedWork(actions.erase_last_words, lambda _after: None)
    )
    timed.work.register(
        "people.dead_links", timed.TimedWork(actions.delete_dead_links, lambda _after: None)
    )
    masking.point.register("organisation", masking.Maskable({"name": _("Name")}))
    personal.register()
    keeping.register()
    inventory_entries.register()
    for section in folder_sections.sections():
        sections.register(section)


def _register_log_actions() -> None:
    for action, label in {
        "people.add_person": _("Person added"),
        "people.export_person": _("Copy of all about a person taken"),
        "people.erase_person": _("Person erased"),
        "people.ask_for_right": _("Right over personal data asked for"),
        "people.answer_request": _("Request about personal data answered"),
        "people.reapply_erasure": _("Person erased again after a backup was restored"),
        "people.ask_for_link": _("Link to my page asked for"),
        "people.ask_for_code": _("Sign-in code asked for"),
        "people.sign_in": _("Signed in"),
        "people.make_sign_in_link": _("Sign-in link made"),
        "people.use_sign_in_link": _("Signed in by a link"),
        "people.end_session": _("Signed out of a browser"),
        "people.sign_out_everywhere": _("Signed out everywhere"),
        "people.begin_second_factor": _("Authenticator app added"),
        "people.renew_recovery_codes": _("Recovery codes renewed"),
        "people.remove_second_factor": _("Authenticator app removed"),
        "people.reset_second_factor": _("Authenticator app removed by a coordinator"),
        "people.role_by_provider": _("Role given by the identity provider"),
        "people.first_coordinator": _("First coordinator added"),
        "people.invite_staff": _("Staff invited"),
        "people.change_role": _("Role changed"),
        "people.hand_over": _("Responsibilities handed over"),
        "people.remove_staff": _("Staff removed"),
        "people.add_organisation": _("Organisation added"),
        "people.check_organisation": _("Organisation checked"),
        "people.edit_organisation": _("Organisation changed"),
        "people.retract_former_place": _("Former sector and municipality found to be wrong"),
        "people.add_alias": _("Another name of an organisation added"),
        "people.remove_alias": _("Another name of an organisation removed"),
        "people.represent": _("Representative added"),
        "people.stop_representing": _("Representative removed"),
        "people.merge_organisations": _("Organisations merged"),
        "people.undo_merge": _("Merge of organisations undone"),
        "people.dismiss_double": _("Found to be no double"),
        "people.import_organisations": _("Organisations imported from Excel"),
        "people.import_organisation": _("Organisation entered or changed from Excel"),
        "people.export_organisations": _("Register of organisations taken out"),
        "people.load_region": _("The region's folder loaded"),
    }.items():
        log_actions.register(action, label)


def describe_people(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name persons, to those who may see who they are, and to themselves."""
    found = User.objects.filter(pk__in=ids)
    if not may(user, "people.view_person"):
        found = found.filter(pk=getattr(user, "pk", None) or 0)
    opens = may(user, "people.export_person")
    return {
        person.pk: kinds.Thing(
            str(person), reverse("people:desk_person", args=[person.pk]) if opens else ""
        )
        for person in found
    }


def describe_organisations(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name organisations, merged ones by what they are now; the public sees only checked names."""
    staff = may(user, "people.view_organisation")
    known = Organisation.objects.all() if staff else queries.checked_organisations()
    asked = list(ids)
    now = {pk: pk for pk in asked} | queries.survivor_ids(asked)
    found = known.in_bulk(set(now.values()))
    return {
        pk: kinds.Thing(
            found[led].name, reverse("people:desk_organisation", args=[led]) if staff else ""
        )
        for pk, led in now.items()
        if led in found
    }


def describe_places(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name municipalities."""
    found = Municipality.objects.filter(pk__in=ids)
    return {place.pk: kinds.Thing(place.name) for place in found}


def describe_regions(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name the region."""
    found = Region.objects.filter(pk__in=ids)
    return {region.pk: kinds.Thing(str(region.name)) for region in found}


def describe_requests(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name requests about personal data to those who answer them."""
    if not may(user, "people.erase_person"):
        return {}
    return {
        asked.pk: kinds.Thing(str(asked), reverse("people:desk_person", args=[asked.person_id]))
        for asked in RightsRequest.objects.filter(pk__in=ids)
    }


def region_as_sender() -> outbox.Sender | None:
    """Let mail come from the region."""
    region = queries.current_region()
    if region is None:
        return None
    return outbox.Sender(
        address=region.contact_email,
        name=region.name.text(region.language),
        reply_to=region.contact_email,
        language=region.language,
    )


def organisations_waiting(user: User, now: datetime) -> Iterable[desk.DeskItem]:  # noqa: ARG001 - never due
    """Remind of organisations whose names visitors typed."""
    if not user.has_perm("people.change_organisation"):
        return
    count = queries.organisations_to_check().count()
    if count:
        text = ngettext("%d organisation to check", "%d organisations to check", count)
        url = reverse("people:desk_organisations")
        yield desk.DeskItem(title=text % count, url=f"{url}?state=waiting")


def doubles_waiting(user: User, now: datetime) -> Iterable[desk.DeskItem]:  # noqa: ARG001 - never due
    """Remind of organisations that may be doubles."""
    if not user.has_perm("people.change_organisation"):
        return
    count = queries.doubles_waiting().count()
    if count:
        text = ngettext("%d possible double to judge", "%d possible doubles to judge", count)
        yield desk.DeskItem(title=text % count, url=reverse("people:desk_doubles"))


def standing_of(emails: Collection[str]) -> dict[str, recipients.Standing]:
    """Tell whose addresses are proved: who came in by a code or a link, and the staff."""
    staff = queries.current_roles().filter(user=OuterRef("pk"))
    rows = User.objects.filter(email__in=emails).annotate(is_staff_now=Exists(staff))
    return {
        email: recipients.Standing.STAFF if is_staff_now else recipients.Standing.PROVED
        for email, last_login, is_staff_now in rows.values_list(
            "email", "last_login", "is_staff_now"
        )
        if is_staff_now or last_login
    }


def sent_too_often(user: User, now: datetime) -> Iterable[desk.DeskItem]:  # noqa: ARG001 - real time
    """Raise the alarm where something is done far more often than people do it."""
    if not user.has_perm("people.change_staff"):
        return
    for overrun in limits.overruns():
        told = {"what": overrun.label, "count": overrun.times}
        refused = _("%(what)s: %(count)s refused, too many in a short while")
        many = _("%(what)s: many more than usual, %(count)s above the limit")
        yield desk.DeskItem(
            title=(refused if overrun.refused else many) % told,
            url=reverse("registry:desk_log"),
            urgent=True,
            detail=_(
                "Latest %(when)s. Look through what has come in, and tell who runs the server."
            )
            % {"when": dates.moment(overrun.latest)},
        )


def requests_waiting(user: User, now: datetime) -> Iterable[desk.DeskItem]:
    """Tell of requests about personal data, due within the month that the law gives."""
    if not user.has_perm("people.erase_person"):
        return
    today = timezone.localdate(now)
    for asked in queries.open_requests():
        yield desk.DeskItem(
            title=gettext("%(person)s asks: %(request)s")
            % {"person": asked.person, "request": asked.get_kind_display()},
            url=reverse("people:desk_person", args=[asked.person_id]),
            due=timezone.make_aware(datetime.combine(asked.due_on, time(23, 59))),
            urgent=asked.due_on <= today + timedelta(days=7),
            detail=_("The law gives us a month to answer."),
        )
