"""What every page knows: region, clock, languages, where one may go and who one is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.text import dates
from varv.web.menus import FOOT, NAV, REHEARSAL, SEARCH, Group, Item, address, desk_menu, menu

ROLES = ("coordinator", "analyst", "reader")


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
    desk_menu: list[Group] = field(default_factory=list)

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
        nav=menu(request, NAV),
        tools=_tools(request, role),
        foot=menu(request, FOOT),
        desk_menu=desk_menu(request) if role else [],
    )


def staff_role(request: HttpRequest) -> str:
    """Return the role with the most say that the visitor has here, or ""."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return next((role for role in ROLES if role in user.roles), "")


def _tools(request: HttpRequest, role: str) -> list[Item]:
    user = getattr(request, "user", None)
    entries = [("web:my", _("My page"))] if user and user.is_authenticated else []
    if role:
        entries.append(("web:desk", _("Desk")))
    if not entries:
        entries.append(("account_login", _("Sign in")))
    return menu(request, entries)


def _languages(region: Any) -> list[Language]:
    codes = region.languages if region else []
    active = get_language()
    return [
        Language(code, get_language_info(code)["name_local"].capitalize(), code == active)
        for code in codes
    ]
