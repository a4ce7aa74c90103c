"""What every page knows: region, clock, languages, where one may go and who one is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.text import dates

SEARCH = "web:search"
UNDER_NOTHING = {"/", "/desk/"}  # every page lies below them
ROLES = ("coordinator", "analyst", "reader")
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
DESK = (
    ("web:desk", _("Today"), "people.view_desk"),
    ("meetings:desk_meetings", _("Meetings"), "meetings.view_desk"),
    ("consultation:desk_rounds", _("Rounds"), "consultation.view_desk"),
    ("consultation:desk_contributions", _("Input"), "consultation.view_contribution"),
    ("consultation:desk_points", _("Points"), "consultation.view_contribution"),
    ("consultation:desk_mails", _("Incoming e-mail"), "consultation.view_mail"),
    ("cycles:desk_interests", _("Interests"), "cycles.view_interest"),
    ("reach:desk_reach", _("Reach"), "reach.view_all"),
    ("cycles:desk_steps", _("Steps"), "cycles.view_process"),
    ("cycles:desk_areas", _("Areas"), "cycles.view_process"),
    ("cycles:desk_programme", _("The programme"), "cycles.view_process"),
    ("cycles:desk_milestones", _("Milestones"), "cycles.view_process"),
    ("analysis:desk_datasets", _("Statistics"), "analysis.view_dataset"),
    ("analysis:desk_evidence", _("Evidence"), "analysis.view_evidence"),
    ("analysis:desk_claims", _("Claims"), "analysis.view_evidence"),
    ("analysis:desk_swot", _("SWOT"), "analysis.view_evidence"),
    ("analysis:desk_assets", _("Assets"), "analysis.view_evidence"),
    ("analysis:desk_criteria", _("Criteria"), "analysis.view_evidence"),
    ("analysis:desk_runs", _("Runs"), "analysis.view_run"),
    ("analysis:desk_findings", _("Findings"), "analysis.view_finding"),
    ("analysis:desk_memos", _("Memos"), "analysis.view_memo"),
    ("analysis:desk_activity_sets", _("Activities"), "analysis.view_activities"),
    ("analysis:desk_county", _("The whole county"), "analysis.view_county"),
    ("bodies:desk_bodies", _("Bodies and decisions"), "bodies.view_body"),
    ("people:desk_organisations", _("Organisations"), "people.view_organisation"),
    ("registry:desk_cases", _("Register"), "registry.view_case"),
    ("registry:desk_messages", _("Mail"), "registry.view_message"),
    ("registry:desk_texts", _("Mail texts"), "registry.view_mailtext"),
    ("registry:desk_log", _("Log"), "registry.view_event"),
    ("people:desk_people", _("People"), "people.export_person"),
    ("registry:desk_maskings", _("Masking"), "registry.mask"),
    ("registry:desk_keeping", _("Keeping and disposal"), "registry.view_disposal"),
    ("people:desk_staff", _("Staff"), "people.view_staff"),
    ("web:desk_backups", _("Backups"), "web.view_backups"),
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
class Language:
    """A language the region speaks."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True)
class Site:
    """Everything that the frame around a page shows."""

    region: Any = None
    now: datetime | None = None
    rehearsal: bool = False
    rehearsal_url: str = ""
    staff_role: str = ""
    path: str = "/"
    home_url: str = "/"
    search_url: str = ""
    language_url: str = ""
    languages: list[Language] = field(default_factory=list)
    nav: list[Item] = field(default_factory=list)
    tools: list[Item] = field(default_factory=list)
    foot: list[Item] = field(default_factory=list)
    desk_nav: list[Item] = field(default_factory=list)

    @property
    def now_text(self) -> str:
        """The time of the rehearsal, with its year."""
        return dates.moment(self.now, this_year=0) if self.now else ""


def page(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``site``, made when one asks for it: a part of a page has no frame."""
    return {"site": SimpleLazyObject(lambda: _site(request))}


def _site(request: HttpRequest) -> Site:
    """Return the frame; without a region (an error before it was found) it is bare."""
    region = getattr(request, "region", None)
    role = staff_role(request)
    return Site(
        region=region,
        now=clock.now() if settings.REHEARSAL else None,
        rehearsal=settings.REHEARSAL,
        rehearsal_url=address(REHEARSAL[0]) if role == "coordinator" else "",
        staff_role=role,
        path=request.get_full_path() if request.method == "GET" else request.path,
        home_url=address("web:home") or "/",
        search_url=address(SEARCH),
        language_url=address("set_language"),
        languages=_languages(region),
        nav=_menu(request, NAV),
        tools=_tools(request, role),
        foot=_menu(request, FOOT),
        desk_nav=_desk_menu(request) if role else [],
    )


def staff_role(request: HttpRequest) -> str:
    """Return the role with the most say that the visitor has here, or ""."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return next((role for role in ROLES if role in user.roles), "")


def address(name: str) -> str:
    """Return the address called ``name``, or "" where the site does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _tools(request: HttpRequest, role: str) -> list[Item]:
    user = getattr(request, "user", None)
    entries = [("web:my", _("My page"))] if user and user.is_authenticated else []
    if role:
        entries.append(("web:desk", _("Desk")))
    if not entries:
        entries.append(("account_login", _("Sign in")))
    return _menu(request, entries)


def _menu(request: HttpRequest, entries: Iterable[tuple[str, Any]]) -> list[Item]:
    return [item for name, label in entries if (item := _item(request, name, label))]


def _desk_menu(request: HttpRequest) -> list[Item]:
    """Return what the desk has for this person; nothing that would be refused."""
    may = request.user.has_perm
    entries = (*DESK, REHEARSAL) if settings.REHEARSAL else DESK
    return _menu(request, ((name, label) for name, label, permission in entries if may(permission)))


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


def _languages(region: Any) -> list[Language]:
    codes = region.languages if region else []
    active = get_language()
    return [
        Language(code, get_language_info(code)["name_local"].capitalize(), code == active)
        for code in codes
    ]
