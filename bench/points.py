"""How long points take: finding similar ones, answering 500 at once, and listing 150,000.

Texts are made of seven sentences, varied with words that are spread as unevenly as real ones, so
that there is something alike to find. The list is measured with 6,000 and with 150,000 points,
side by side: the quickest of nine of each filter, and how many times as long the large one takes.
"""

import os
import random
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.running import BrokenPromiseError, Result, Table, Varv, empty_home

#: In three points each: 2,000 inputs give 6,000.
SMALL, LARGE, EACH = 2_000, 50_000, 3
SIMILAR_WITHIN, DISPOSED_WITHIN, AS_LONG_AT_MOST = 10.0, 2.0, 1.5
FORGIVEN_MS = 3
TIMES = 9
AT = datetime(2020, 5, 20, 10, tzinfo=UTC)
SAID = (
    "Skogsbilvägarna i {place} behöver rustas upp för {why}",
    "Tågen till {place} ska gå varje timme, annars {why}",
    "Bredband i {place} är en förutsättning för {why}",
    "Programmet nämner inte {place} och {why}",
    "Vi vill se fler utbildningar i {place} inom {why}",
    "Besöksnäringen i {place} växer tack vare {why}",
    "Vattnet i {place} måste skyddas mot {why}",
)


def measure() -> Iterator[Table | Result]:
    """Fill an empty varv, measure, fill it further, and measure the list again."""
    with empty_home() as home:
        varv = Varv(home)
        try:
            _connect(home)
            yield from _measured()
        finally:
            varv.stop()


def _measured() -> Iterator[Table | Result]:
    fill = _Filling()
    fill.to(SMALL)
    yield from _similar()
    yield from _disposed()
    small = _listed()
    fill.to(LARGE)
    large = _listed()
    rows = [
        [name, f"{small[name]:.1f}", f"{large[name]:.1f}", f"{large[name] / small[name]:.2f}"]
        for name in small
    ]
    yield Table(["list of points", "6,000, ms", "150,000, ms", "times as long"], rows)
    slow = [name for name in small if large[name] > AS_LONG_AT_MOST * small[name] + FORGIVEN_MS]
    if slow:
        raise BrokenPromiseError(f"slower with 150,000 points: {', '.join(slow)}")


def _similar() -> Iterator[Result]:
    from varv.consultation import similarity
    from varv.consultation.models import Point

    began, worked = time.perf_counter(), time.process_time()
    words = similarity.words_of(Point.objects.all())
    read = time.perf_counter()
    groups = similarity.groups(similarity.pairs(words))
    taken, worked = time.perf_counter() - began, time.process_time() - worked
    yield Result("similar points among 6,000: reading their stems", read - began, "s")
    yield Result("similar points among 6,000, in all", taken, "s")
    yield Result("of that, processor time of the program", worked, "s")
    yield Result("groups found", len(groups), "")
    if taken > SIMILAR_WITHIN:
        raise BrokenPromiseError(f"similar points took {taken:.1f} s")


def _disposed() -> Iterator[Result]:
    from varv.consultation import actions
    from varv.consultation.models import Point

    ids = list(Point.objects.order_by("pk").values_list("pk", flat=True)[:500])
    began = time.perf_counter()
    done = actions.dispose(
        None, points=ids, outcome="noted", reason="Vi har läst det.", changed=[_area()]
    )
    taken = time.perf_counter() - began
    yield Result("one disposition for 500 points", taken, "s")
    began = time.perf_counter()
    actions.undo(None, batch=done.batch)
    yield Result("taking it back", time.perf_counter() - began, "s")
    if taken > DISPOSED_WITHIN:
        raise BrokenPromiseError(f"a disposition of 500 points took {taken:.1f} s")


def _area() -> Any:
    from varv.cycles.models import Area
    from varv.registry import kinds

    return kinds.ref(Area.objects.earliest("pk"))


def _listed() -> dict[str, float]:
    """Return the quickest of several readings of a page of each filter, in milliseconds."""
    from varv.consultation.models import Round
    from varv.consultation.queries import points as queries
    from varv.cycles.models import Area
    from varv.people.models import Municipality
    from varv.registry.paging import BoundedPaginator

    round_ = Round.objects.get(slug="bench")
    asked: dict[str, dict[str, Any]] = {
        "all of a round": {},
        "by state": {"state": "open"},
        "by area": {"area": Area.objects.earliest("pk").pk},
        "by outcome": {"outcome": "noted"},
        "by sector": {"sector": "academia"},
        "by municipality": {"municipality": Municipality.objects.earliest("pk")},
        "by a word": {"text": "skogsbilväg ragunda"},
    }

    def page(more: dict[str, Any]) -> Callable[[], object]:
        wanted = queries.PointsWanted(round=round_, **more)

        def read() -> object:
            found = BoundedPaginator(queries.points(wanted), 50).get_page(1)
            return list(queries.chosen([one.pk for one in found]))

        return read

    return {name: _quickest(page(more)) for name, more in asked.items()}


def _quickest(read: Callable[[], object]) -> float:
    taken = []
    for _again in range(TIMES):
        began = time.perf_counter()
        read()
        taken.append((time.perf_counter() - began) * 1000)
    return min(taken)


def _connect(home: Path) -> None:
    from varv.cli.postgres import Server

    url = Server(home).url()
    if url is None:
        raise RuntimeError("the database of varv does not run")
    os.environ |= {
        "VARV_HOME": str(home),
        "VARV_DATABASE_URL": url,
        "VARV_REHEARSE": "2020-05-25T09:00+02:00",
        "DJANGO_SETTINGS_MODULE": "varv.web.settings",
    }
    import django

    django.setup()


class _Filling:
    """A round that is filled with input and its points, always the same."""

    def __init__(self) -> None:
        from varv.consultation.models import Round
        from varv.cycles.models import Area, Programme
        from varv.people.models import Municipality

        self.chance = random.Random(2020)
        programme = Programme.objects.get()
        self.round = Round.objects.create(
            programme=programme,
            case=programme.case,
            slug="bench",
            title={"sv": "Mätning"},
            state=Round.State.PUBLISHED,
            opens_at=AT.replace(day=1),
            closes_at=AT.replace(day=24),
        )
        self.areas = list(Area.objects.all())
        self.places = list(Municipality.objects.all())
        self.why = [f"{a}{b}" for a in _BEGINNINGS for b in _ENDS]
        self.made = 0

    def to(self, number: int) -> None:
        """Fill it up to so much input, and let PostgreSQL count as it does by itself."""
        from django.db import connection, transaction

        with transaction.atomic():
            while self.made < number:
                self._some(min(1_000, number - self.made))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def _some(self, number: int) -> None:
        from varv.consultation.models import Contribution, Disposition, Point
        from varv.registry.models import Case, Record

        case = Case.objects.select_for_update().get(pk=self.round.case_id)
        first, case.last_number = case.last_number + 1, case.last_number + number
        case.save()
        records = Record.objects.bulk_create(
            Record(
                case=case, number=first + place, direction="in", kind="letter", title="Inspel",
                received_at=AT,
            )
            for place in range(number)
        )  # fmt: skip
        inputs = Contribution.objects.bulk_create(
            Contribution(
                round=self.round, record=record, channel="letter", text=self._text(),
                language="sv", sector=self._one(("business", "academia", "public", "civil")),
                municipality=self._one(self.places), received_at=AT, published_at=AT,
            )
            for record in records
        )  # fmt: skip
        points = Point.objects.bulk_create(
            Point(
                contribution=one, round=self.round, number=place + 1, text=self._text(),
                area=self._one(self.areas),
            )
            for one in inputs
            for place in range(EACH)
        )  # fmt: skip
        answered = [one for one in points if self.chance.random() < 0.5]
        Point.objects.filter(pk__in=[one.pk for one in answered]).update(state="proposed")
        Disposition.objects.bulk_create(
            Disposition(
                point=one, outcome=self._one(("noted", "partly", "adopted")), reason="Sant.",
                batch=uuid.UUID(int=self.chance.getrandbits(128)),
            )
            for one in answered
        )  # fmt: skip
        self.made += number

    def _text(self) -> str:
        said = [
            self._one(SAID).format(place=self._one(self.places).name, why=self._one(self.why))
            for _sentence in range(self.chance.randint(1, 3))
        ]
        return ". ".join(said)

    def _one(self, some: Sequence[Any]) -> Any:
        """Draw one, the first ones much more often than the last, as words are."""
        return some[int(len(some) * self.chance.random() ** 2)]


_BEGINNINGS = (
    "skogs", "vatten", "energi", "turist", "jord", "fjäll", "bygd", "väg", "tåg", "skol", "kultur",
    "data", "vård",
)  # fmt: skip
_ENDS = (
    "bruket", "näringen", "driften", "företagen", "stödet", "planen", "vägarna", "frågorna",
    "målen", "forskningen", "utvecklingen", "råden", "miljön", "kraften", "bolagen", "arbetet",
)  # fmt: skip
