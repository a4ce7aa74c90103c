"""What somebody's words can have changed of areas and programmes, for whoever answers them."""

from collections.abc import Iterable
from itertools import islice

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from varv.cycles.models import Area, AreaVersion, Programme, ProgrammeVersion, TextChange
from varv.cycles.queries import versions as queries
from varv.registry import changeable
from varv.registry.changeable import Changeable

#: Older ones are hardly what a word of today has changed.
NEWEST = 60
#: So many words of a change tell it from the others of its version.
WORDS = 12


def register() -> None:
    """Add everything; called once, when the apps are ready. What is nearest comes first."""
    for key, offered in {
        "change": Changeable(_("Changes in drafts"), queries.open_changes, _change),
        "area_version": Changeable(_("Wordings of areas"), _area_versions, _version),
        "programme_version": Changeable(
            _("Versions of the programme"), _programme_versions, _version
        ),
        "area": Changeable(_("Areas"), _areas),
    }.items():
        changeable.point.register(key, offered)


def _areas(programme: Programme) -> Iterable[Area]:
    return Area.objects.filter(programme=programme)


def _area_versions(programme: Programme) -> Iterable[AreaVersion]:
    found = AreaVersion.objects.filter(area__programme=programme).select_related("area")
    return islice(found.order_by("-at", "-pk"), NEWEST)


def _programme_versions(programme: Programme) -> Iterable[ProgrammeVersion]:
    return islice(programme.versions.order_by("-number"), NEWEST)


def _version(one: AreaVersion | ProgrammeVersion) -> str:
    return pgettext("a text and its version", "%(text)s, version %(number)s") % {
        "text": str(one.name if isinstance(one, AreaVersion) else one.title),
        "number": one.number,
    }


def _change(one: TextChange) -> str:
    words = Truncator(one.after or one.before).words(WORDS)
    return f"{_version(one.version)}: {words}"
