"""Where one may go: the menus of the site and of the desk, with what each person may open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SEARCH = "web:search"
UNDER_NOTHING = {"/", "/desk/"}  # every page lies below them
NAV = (
    ("web:home", _("Start")),
    ("cycles:areas", _("Areas")),
    ("consultation:rounds", pgettext_lazy("in the menu", "Input")),
    ("meetings:meetings", _("Meetings")),
    ("cycles:frame", _("Frame")),
    ("web:about", _("About")),
    (SEARCH, _("Search")),
)
FOOT = (
    ("registry:register", _("Public register")),
    ("reach:reach", _("Who takes part")),
    ("analysis:datasets", _("Statistics")),
    ("analysis:claims", _("Claims and evidence")),
    ("analysis:assets", _("What we can build on")),
    ("analysis:criteria", _("The EU's criteria")),
    ("analysis:area_figures", _("The areas in figures")),
    ("analysis:memos", _("Memos")),
    ("analysis:county", _("The whole county")),
    ("web:accessibility", _("Accessibility")),
    ("web:privacy", _("Personal data and cookies")),
    ("web:api_docs", _("Open data (API)")),
    ("web:about#source", _("Source and licence")),
)
#: The desk in groups: what each is called, and its links with who may open them.
DESK = (
    (
        "",
        (("web:desk", _("Today"), "people.view_desk"),),
    ),
    (
        _("Dialogue"),
        (
            ("consultation:desk_rounds", _("Rounds"), "consultation.view_desk"),
            ("consultation:desk_contributions", _("Input"), "consultation.view_contribution"),
            ("consultation:desk_mails", _("Incoming e-mail"), "consultation.view_mail"),
            ("consultation:desk_points", _("Points"), "consultation.view_contribution"),
            ("meetings:desk_meetings", _("Meetings"), "meetings.view_desk"),
            ("cycles:desk_interests", _("Interests"), "cycles.view_interest"),
            ("reach:desk_reach", _("Reach"), "reach.view_all"),
        ),
    ),
    (
        _("Analysis"),
        (
            ("analysis:desk_datasets", _("Statistics"), "analysis.view_dataset"),
            ("analysis:desk_runs", _("Runs"), "analysis.view_run"),
            ("analysis:desk_findings", _("Findings"), "analysis.view_finding"),
            ("analysis:desk_evidence", _("Evidence"), "analysis.view_evidence"),
            ("analysis:desk_claims", _("Claims"), "analysis.view_evidence"),
            ("analysis:desk_swot", _("SWOT"), "analysis.view_evidence"),
            ("analysis:desk_assets", _("Assets"), "analysis.view_evidence"),
            ("analysis:desk_activity_sets", _("Activities"), "analysis.view_activities"),
            ("analysis:desk_county", _("The whole county"), "analysis.view_county"),
            ("analysis:desk_memos", _("Memos"), "analysis.view_memo"),
        ),
    ),
    (
        _("The process"),
        (
            ("cycles:desk_steps", _("Steps"), "cycles.view_process"),
            ("cycles:desk_areas", _("Areas"), "cycles.view_process"),
            ("cycles:desk_programme", _("The programme"), "cycles.view_process"),
            ("cycles:desk_milestones", _("Milestones"), "cycles.view_process"),
            ("analysis:desk_criteria", _("Criteria"), "analysis.view_evidence"),
            ("bodies:desk_bodies", _("Bodies and decisions"), "bodies.view_body"),
        ),
    ),
    (
        _("Register and mail"),
        (
            ("registry:desk_cases", _("Register"), "registry.view_case"),
            ("registry:desk_messages", _("Mail"), "registry.view_message"),
            ("registry:desk_texts", _("Mail texts"), "registry.view_mailtext"),
            ("registry:desk_maskings", _("Masking"), "registry.mask"),
            ("registry:desk_keeping", _("Keeping and disposal"), "registry.view_disposal"),
        ),
    ),
    (
        _("People and system"),
        (
            ("people:desk_organisations", _("Organisations"), "people.view_organisation"),
            ("people:desk_people", _("People"), "people.export_person"),
            ("people:desk_staff", _("Staff"), "people.view_staff"),
            ("registry:desk_log", _("Log"), "registry.view_event"),
            ("web:desk_backups", _("Backups"), "web.view_backups"),
        ),
    ),
)
REHEARSAL = ("web:rehearsal", _("Rehearsal"), "web.rehearse")


@dataclass(frozen=True)
class Item:
    """A link in a menu; ``current`` is "page" on its own page, "true" below it, else empty."""

    name: Any
    url: str
    current: str = ""
    narrow: bool = False  # a wide page shows something better in its place


@dataclass(frozen=True)
class Group:
    """A part of the desk's menu that can be folded; that without a name cannot."""

    name: Any
    items: list[Item]
    is_open: bool = False

    @property
    def is_here(self) -> bool:
        """Tell whether the page that is read belongs to it."""
        return any(item.current for item in self.items)


def address(name: str) -> str:
    """Return the address called ``name``, or "" where the site does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def menu(request: HttpRequest, entries: Iterable[tuple[str, Any]]) -> list[Item]:
    """Return the links to those of the entries that the site has."""
    return [item for name, label in entries if (item := _item(request, name, label))]


def desk_menu(request: HttpRequest) -> list[Group]:
    """Return what the desk has for this person; nothing that would be refused.

    The group of the page that is read is open; elsewhere the first one, which is used the most.
    """
    found = (Group(name, _allowed(request, entries)) for name, entries in _desk())
    always, *named = [group for group in found if group.items]
    opened = next((group for group in named if group.is_here), named[0] if named else None)
    return [always, *(replace(group, is_open=group is opened) for group in named)]


def _desk() -> Iterator[tuple[Any, tuple[tuple[str, Any, str], ...]]]:
    (first, always), *others = DESK
    yield first, (*always, REHEARSAL) if settings.REHEARSAL else always
    yield from others


def _allowed(request: HttpRequest, entries: Iterable[tuple[str, Any, str]]) -> list[Item]:
    may = request.user.has_perm
    return menu(request, ((name, label) for name, label, permission in entries if may(permission)))


def _item(request: HttpRequest, name: str, label: Any) -> Item | None:
    view, mark, part = name.partition("#")
    url = address(view)
    if not url:
        return None
    here = request.path
    below = url not in UNDER_NOTHING and here.startswith(url)
    return Item(
        label, url + mark + part, "page" if here == url else "true" if below else "", view == SEARCH
    )
