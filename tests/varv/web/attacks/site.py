"""The whole site as somebody sees it who follows every link, and what a page may not hold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

from tests.varv.web.forms_of_the_site import Scene, pages_of, samples
from tests.varv.web.reading import Node, Page

ROLES = ("coordinator", "analyst", "reader", "actor", "anonymous")
OF_ONE_KIND = 3  # pages of one kind are made by one template
RUNS = ("javascript:", "vbscript:", "data:")
ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset")
FRAMES = ("iframe", "frame", "object", "embed", "applet", "base", "portal")


def every_page(scene: Scene, client: Client) -> Iterator[tuple[str, HttpResponse]]:
    """Return every page that can be opened from a list of all addresses, and by its links."""
    waiting = list(pages_of(get_resolver().url_patterns, samples(scene)))
    seen: set[str] = set()
    opened: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        name = _name(address)
        if address in seen or name is None or opened[name] >= OF_ONE_KIND:
            continue
        seen.add(address)
        answer = whole(client.get(address))
        if answer.status_code == 302:
            waiting.append(answer.headers["Location"])
            continue
        if answer.status_code == 200:
            opened[name] += 1
        yield address, answer
        if is_page(answer):
            waiting += links(Page(answer.content.decode(), address), address)


def whole(answer: HttpResponseBase) -> HttpResponse:
    """Return an answer with all that it sends; what is sent bit by bit is read to its end."""
    if not answer.streaming:
        return answer
    content = b"".join(answer.streaming_content)
    return HttpResponse(content, status=answer.status_code, headers=dict(answer.headers))


def is_page(answer: HttpResponse) -> bool:
    """Tell whether the answer is read by people in a browser."""
    return answer.headers.get("Content-Type", "").startswith("text/html")


def links(page: Page, address: str) -> list[str]:
    """Return where the links of a page lead on this site, forms that only ask included."""
    found = [one.attrs.get("href", "") for one in page.top.find("a")]
    found += [one.attrs["hx-get"] for one in page.top.walk() if "hx-get" in one.attrs]
    paths = [urljoin(address, one.partition("#")[0]) for one in found]
    return [one for one in paths if not urlsplit(one).scheme]


def what_runs(page: Page) -> list[str]:
    """Return what a strict Content-Security-Policy would refuse, or what could run."""
    return [
        f"{told} in <{node.tag}>"
        for node in page.top.walk()
        for told in (*_forbidden_elements(node), *_forbidden_attributes(node))
    ]


def _forbidden_elements(node: Node) -> Iterable[str]:
    here = ("src", "href", "content")
    own = any(node.attrs.get(name, "").startswith("/static/") for name in here)
    if node.tag == "style" or node.tag in FRAMES:
        yield "an element of its kind"
    if node.tag in {"script", "link"} and not own:
        yield "another source than /static/"
    if node.tag == "script" and node.text.strip():
        yield f"a script within the page: {node.text[:40]}"
    if node.tag == "meta" and "http-equiv" in node.attrs:
        yield "a header within the page"


def _forbidden_attributes(node: Node) -> Iterable[str]:
    for name, value in node.attrs.items():
        plain = "".join(value.split()).lower()
        inline = name in {"style", "srcdoc"} or name.startswith(("on", "hx-on", "data-hx-on"))
        picture = node.tag == "img" and plain.startswith("data:image/")  # nothing in it runs
        leads = name in ADDRESSES and plain.startswith(RUNS) and not picture and not _is_table(node)
        asks = name.startswith("hx-") and plain.startswith(("js:", "javascript:"))
        if inline or leads or asks:
            yield f"{name}={value[:40]!r}"


def _is_table(node: Node) -> bool:
    """Tell whether a link holds the table of a figure: it is saved as a file, never opened."""
    held = node.attrs.get("href", "").startswith("data:text/csv;charset=utf-8;base64,")
    return held and node.tag == "a" and node.attrs.get("download", "").endswith(".csv")


def _name(address: str) -> str | None:
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return None
