"""How long a compilation of 2,000 inputs with 6,000 points takes, and beside what.

All is made by the same acts as the worker does them. Beside the PDF stands one of the same words in
one plain paragraph each, set by the same program: what is more is the price of headings, tables,
tags and a table of contents. ``BENCH_INPUTS`` says how many inputs instead of 2,000.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.consultations import WORDS
from bench.running import REGION, BrokenPromiseError, Result, empty_home, environment

INPUTS = int(os.environ.get("BENCH_INPUTS", "2000"))
POINTS_EACH = 3
#: The promise: the compilation of 2,000 inputs as PDF, from the press of the button.
SECONDS = 30.0
SEED = 2020


def measure() -> Iterator[Result]:
    """Fill an empty varv with one round, and make its compilation."""
    from varv.cli.postgres import Server

    with empty_home() as home, Server(home).lent() as url:
        _set_up(home, url)
        round_ = _filled(random.Random(SEED))
        yield from _made(round_)


def _made(round_: Any) -> Iterator[Result]:
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from varv import clock
    from varv.consultation import actions
    from varv.consultation.actions import making
    from varv.consultation.papers import showing
    from varv.consultation.queries import papers
    from varv.files import documents, word

    made = actions.make_paper(None, round=round_, kind="compilation", language="sv")
    actions.publish_paper(None, paper=made)
    made.refresh_from_db()
    with CaptureQueriesContext(connection) as seen:
        reading, _known = _taken(lambda: papers.material(round_, clock.now(), "sv"))
    yield Result("queries that read all there is", len(seen), "")
    yield Result("all there is read", reading, "s")
    freezing, frozen = _taken(lambda: making._freeze(made))
    yield Result("frozen, reading included", freezing, "s")
    yield Result("quotes kept apart", frozen.quotes.count(), "")
    document = showing.shown(frozen)
    setting, pdf = _taken(lambda: documents.as_pdf(document, settings.BASE_URL))
    yield Result("set as tagged PDF", setting, "s")
    yield Result("size of the PDF", len(pdf) / 1e6, "MB")
    plain, _pdf = _taken(lambda: documents.as_pdf(_plain(document), settings.BASE_URL))
    yield Result("times as long as the same words in plain paragraphs", setting / plain, "")
    writing, book = _taken(lambda: word.render(document, settings.BASE_URL))
    yield Result("written as Word", writing, "s")
    yield Result("size of the Word file", len(book) / 1e6, "MB")
    publishing, is_done = _taken(lambda: making.make(made.pk))
    if not is_done:
        raise BrokenPromiseError("the paper was not published")
    made.refresh_from_db()
    yield Result("both made once more, stored and published", publishing, "s")
    looking, _stale = _taken(lambda: showing.is_stale(made))
    yield Result("a look whether a word was masked since", looking * 1000, "ms")
    if freezing + setting > SECONDS:
        raise BrokenPromiseError(f"the PDF took {freezing + setting:.0f} s")


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    """Return the same words as paragraphs of one part."""
    words: list[str] = []

    def gather(value: Any) -> None:
        if isinstance(value, str):
            words.append(value)
        elif isinstance(value, dict):
            for key, one in value.items():
                if key != "is":
                    gather(one)
        elif isinstance(value, list):
            for one in value:
                gather(one)

    gather(document["parts"])
    blocks = [{"is": "paragraph", "text": text} for text in words]
    return document | {"parts": [{"heading": "Allt", "blocks": blocks}]}


def _set_up(home: Path, url: str) -> None:
    wanted = {"VARV_HOME": str(home), "VARV_DATABASE_URL": url}
    for command in (["migrate"], ["load", str(REGION)]):
        subprocess.run(
            [sys.executable, "-m", "varv.cli", *command],
            env=environment(**wanted),
            check=True,
            stdout=subprocess.DEVNULL,
        )
    os.environ |= wanted | {"DJANGO_SETTINGS_MODULE": "varv.web.settings"}
    import django

    django.setup()


def _filled(dice: random.Random) -> Any:
    """Make the round: nine of ten inputs are published, every third is from a private person."""
    from django.db import connection

    from varv import clock
    from varv.consultation.models import Contribution, Round
    from varv.cycles.models import Programme
    from varv.people.models import Municipality, Organisation, Sector
    from varv.registry.actions.cases import Entry, record_many
    from varv.text.translated import Translated

    programme, now = Programme.objects.latest("pk"), clock.now()
    round_ = Round.objects.create(
        programme=programme,
        case=programme.case,
        slug="simulerad-dialog",
        title=Translated(sv="Simulerad dialog"),
        state=Round.State.PUBLISHED,
        opens_at=now - timedelta(days=60),
        closes_at=now - timedelta(days=1),
    )
    places = list(Municipality.objects.all())
    names = [f"Simulerad aktör {number:04}" for number in range(INPUTS // 2)]
    known = Organisation.objects.bulk_create(
        Organisation(
            name=name,
            sort_key=name.lower(),
            sector=list(Sector.values)[place % 4],
            municipality=places[place % len(places)],
            checked_at=now,
        )
        for place, name in enumerate(names)
    )
    entries = [
        Entry("in", "letter", "Simulerat inspel", received_at=now) for _number in range(INPUTS)
    ]
    records = record_many(None, case=programme.case, entries=entries)
    inputs = Contribution.objects.bulk_create(
        Contribution(
            round=round_,
            record=entry,
            channel=("web", "e-mail", "letter", "phone")[number % 4],
            name=f"Simulerad Person {number}",
            organisation=None if number % 3 == 2 else known[number % len(known)],
            sector=list(Sector.values)[number % 4],
            municipality=places[number % len(places)],
            language="sv",
            title=f"Simulerat inspel {number}",
            text=_text(dice, 120),
            received_at=now,
            published_at=None if number % 10 == 9 else now,
        )
        for number, entry in enumerate(records)
    )
    _points(dice, round_, inputs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return round_


def _points(dice: random.Random, round_: Any, inputs: list[Any]) -> None:
    from varv import clock
    from varv.consultation.models import Disposition, Point, Theme
    from varv.cycles.models import Area
    from varv.text.translated import Translated

    areas = list(Area.objects.filter(programme=round_.programme))
    themes = [
        Theme.objects.create(
            programme=round_.programme, position=place, name=Translated(sv=f"Tema {place}")
        )
        for place in range(8)
    ]
    points = Point.objects.bulk_create(
        Point(
            contribution=one,
            round=round_,
            number=place + 1,
            text=_text(dice, 40),
            heading=_text(dice, 4),
            area=dice.choice(areas),
            theme=dice.choice(themes),
            state=Point.State.SIGNED,
        )
        for one in inputs
        for place in range(POINTS_EACH)
    )
    reasons = [_text(dice, 25) for _number in range(60)]
    Disposition.objects.bulk_create(
        Disposition(
            point=one,
            outcome=dice.choice(Disposition.Outcome.values),
            reason=dice.choice(reasons),
            batch=uuid4(),
            signed_at=clock.now(),
        )
        for one in points
    )


def _text(dice: random.Random, words: int) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(words)).capitalize() + "."


def _taken(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long it took and what it gave; of the processor's own time it tells at once."""
    begun, worked = time.perf_counter(), time.process_time()
    given = act()
    took, used = time.perf_counter() - begun, time.process_time() - worked
    print(f"| &nbsp;&nbsp;of a processor's own time in this program | {used:.1f} s |", flush=True)
    return took, given
