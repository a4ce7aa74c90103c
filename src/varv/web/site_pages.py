"""The site's own pages, kept as they read so that search finds them.

What they say stands in templates, catalogues and the region's folder, so there is no row to search.
They are read anew each hour, as somebody reads them who has not signed in, in each language of the
region: so nothing that they say has to be said a second time for search.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from html.parser import HTMLParser

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone, translation

from varv.people.models import Region
from varv.people.queries import current_region
from varv.registry.kinds import Thing
from varv.registry.search import Source, register
from varv.text.translated import Translated
from varv.web.models import SitePage

#: Pages that anybody may read, by the names of their addresses.
NAMES = (
    "web:about",
    "web:accessibility",
    "web:privacy",
    "web:api_docs",
    "cycles:areas",
    "cycles:frame",
    "cycles:interest",
    "meetings:meetings",
    "bodies:bodies",
    "analysis:all_evidence",
    "analysis:claims",
    "analysis:assets",
    "analysis:criteria",
    "analysis:datasets",
    "analysis:memos",
    "analysis:runs",
    "analysis:findings",
    "analysis:area_figures",
    "analysis:county",
    "registry:register",
)
ANEW_AFTER = timedelta(hours=1)
_PARTS = ("page-head", "prose", "button")
_READ, _LEFT_OUT = {"page-head", "prose"}, {"button", "thead"}
_BLOCKS = {"dd", "dt", "h2", "h3", "li", "p", "td", "th"}
_END = "\x00"
_ALONE = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def register_source() -> None:
    """Let everybody search the pages."""
    register(Source("page", SitePage.objects.all, texts=("text",), weight=1.5))


def describe(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    """Name and link the pages."""
    pages = SitePage.objects.filter(pk__in=ids, name__in=NAMES)
    return {page.pk: Thing(str(page.title), reverse(page.name)) for page in pages}


def read_if_due(now: datetime) -> int:
    """Read the pages anew each hour, and at once where none has been read; tell how many."""
    last = SitePage.objects.order_by("read_at").values_list("read_at", flat=True).first()
    if last is not None and abs(now - last) < ANEW_AFTER:
        return 0
    region = current_region()
    return read_all(region, now) if region else 0


@transaction.atomic
def read_all(region: Region, now: datetime) -> int:
    """Read all pages; what is no longer a page of the site is forgotten."""
    SitePage.objects.exclude(name__in=NAMES).delete()
    for name in NAMES:
        read = {language: _read(name, region, language) for language in region.languages}
        SitePage.objects.update_or_create(
            name=name,
            defaults={
                "title": Translated({code: page.title for code, page in read.items()}),
                "text": Translated({code: page.text for code, page in read.items()}),
                "read_at": now,
            },
        )
    return len(NAMES)


def _read(name: str, region: Region, language: str) -> "_Reader":
    """Return the page as somebody reads it who has just come to the site."""
    address = reverse(name)
    request = HttpRequest()
    request.method, request.path = "GET", address
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "443"}
    request.user = AnonymousUser()
    request.region, request.LANGUAGE_CODE = region, language  # type: ignore[attr-defined]
    view, args, kwargs = resolve(address)
    with timezone.override(region.tz), translation.override(language):
        page = view(request, *args, **kwargs).content.decode()
    reader = _Reader()
    reader.feed(page)
    return reader


class _Reader(HTMLParser):
    """Reads a page's heading, and what stands below it and in running text (``prose``).

    Lists are left out: what stands in them is found by itself. So are buttons and the heads of
    tables, which say nothing where they are read alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._titles: list[str] = []
        self._texts: list[str] = []

    @property
    def title(self) -> str:
        """The heading."""
        return " ".join("".join(self._titles).split())

    @property
    def text(self) -> str:
        """The running text, where each heading, item and cell is a sentence."""
        lines = [" ".join(line.split()) for line in "".join(self._texts).split(_END)]
        return " ".join(line if line[-1] in ".:?!" else f"{line}." for line in lines if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note which part of the page begins."""
        classes = (dict(attrs).get("class") or "").split()
        part = next((one for one in _PARTS if one in classes), tag)
        if tag not in _ALONE:
            self._open.append(part)

    def handle_endtag(self, tag: str) -> None:
        """Note that it ends."""
        if tag in _BLOCKS:
            self._texts.append(_END)
        if tag not in _ALONE and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep what belongs to the heading or the text."""
        if "h1" in self._open:
            self._titles.append(data)
        elif _READ & {*self._open} and not _LEFT_OUT & {*self._open}:
            self._texts.append(data)
