"""Attack: get a script or a style to run in somebody's browser. The policy lets none run."""

import pytest
from django.test import Client

from tests.varv.web.attacks.site import every_page, is_page, what_runs
from tests.varv.web.forms_of_the_site import Scene
from tests.varv.web.reading import Page
from varv.registry import mailtexts
from varv.registry.models import Message
from varv.registry.outbox import compose

pytestmark = pytest.mark.usefixtures("county_for_all", "db")

POLICY = {
    "default-src": "'none'",
    "object-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def policy_of(answer) -> dict[str, str]:
    parts = (one.strip() for one in answer.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, _space, values in (part.partition(" ") for part in parts)}


#: A stored file is never shown within our pages, and may do nothing at all.
OF_A_FILE = {"sandbox": "", "default-src": "'none'"}


def is_shown(answer) -> bool:
    return "sandbox" not in policy_of(answer)


def test_no_page_holds_what_the_policy_forbids(scene: Scene, visitor: Client):
    pages = 0
    for address, answer in every_page(scene, visitor):
        assert answer.status_code < 500 or address == "/health", address  # no worker runs here
        assert policy_of(answer) == (POLICY if is_shown(answer) else OF_A_FILE), address
        if is_page(answer):
            pages += 1
            assert what_runs(Page(answer.content.decode(), address)) == [], address
    assert pages > 15


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color:red">x</p>',
        "<svg><style>a{}</style></svg>",
        '<svg><rect style="fill:red"></rect></svg>',
        '<a href=" java\nscript:alert(1)">x</a>',
        '<a href="data:text/csv;charset=utf-8;base64,YQ==">x</a>',
        '<a href="data:text/html;charset=utf-8;base64,YQ==" download="x.csv">x</a>',
        "<script>alert(1)</script>",
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="/x.png" onerror="x">',
        '<div hx-on:click="x">x</div>',
        '<iframe src="/"></iframe>',
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
    ],
)
def test_what_a_chart_or_a_page_may_not_hold_is_seen(html: str):
    """The walk above would see it: charts come as SVG in the page, and must style by class."""
    assert what_runs(Page(html))


def test_no_mail_holds_what_runs(at):
    for kind in mailtexts.point:
        for language, (subject, body) in kind.defaults.items():
            message = Message(
                kind=kind.key,
                language=language,
                subject=subject,
                body=f"{body}\n<script>alert(1)</script> javascript:alert(1)",
                recipient="anna@example.org",
                message_id="<1@example.org>",
            )
            html = compose_html(message)
            assert "<script" not in html
            assert what_runs(Page(html)) == []


def compose_html(message: Message) -> str:
    message.pk = 1
    mail = compose(message)
    return next(str(content) for content, kind in mail.alternatives if kind == "text/html")
