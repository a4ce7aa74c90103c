"""How long the register of organisations takes with 20,000 of them, in and out and to look in.

One list of 20,000 rows is read, shown, entered, shown again where all is known, and taken out. Half
have a number, every fifth another name, every third a representative; one in a hundred is spelled
nearly like another. The pages are asked through Django itself, without a network.
"""

import io
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.running import REGION, Result, empty_home, environment

ROWS = 20_000
ROUNDS = 20
SYLLABLES = "ba de fi gro hal in jord klo lin mark nor ost per ral skog tung un vat yx ång älv ö"
KINDS = ("AB", "ekonomisk förening", "byalag", "idrottsförening", "bygg", "i Norden AB", "")
SECTORS = ("business", "academia", "public", "civil")
PLACES = ("Åre", "Berg", "Bräcke", "Krokom", "Ragunda", "Strömsund", "Östersund")


def measure() -> Iterator[Result]:
    """Make a register of its own and work in it."""
    from varv.cli.postgres import Server

    with empty_home() as home, Server(home).lent() as url:
        _set_up(home, url)
        yield from _in_and_out(_client())
        yield from _looking(_client())
        yield from _doubles()


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


def _client() -> Any:
    from django.conf import settings
    from django.test import Client

    from varv.people.models import StaffRole, User

    settings.ALLOWED_HOSTS = ["*"]
    user, _new = User.objects.get_or_create(email="samordnare@bench.example")
    StaffRole.objects.get_or_create(user=user, role="coordinator", until=None)
    client = Client()
    client.force_login(user)
    return client


def _in_and_out(client: Any) -> Iterator[Result]:
    content = _book(random.Random(2020))
    yield Result("size of the list", len(content) / 1e6, "MB")
    seconds, address = _uploaded(client, content)
    yield Result(f"{ROWS} rows read and compared, all new", seconds, "s")
    yield Result("a page of what the list would do", _page(client, address) * 1000, "ms")
    seconds, _answer = _taken(lambda: client.post(f"{address}enter/"))
    yield Result(f"{ROWS} rows entered", seconds, "s")
    _analyse()
    seconds, address = _uploaded(client, content)
    yield Result(f"{ROWS} rows read and compared, all known", seconds, "s")
    seconds, answer = _taken(lambda: client.get("/desk/organisations/list/export/"))
    yield Result("the register taken out", seconds, "s")
    yield Result("size of what is taken out", len(answer.content) / 1e6, "MB")


def _uploaded(client: Any, content: bytes) -> tuple[float, str]:
    file = io.BytesIO(content)
    file.name = "lista.xlsx"
    seconds, answer = _taken(lambda: client.post("/desk/organisations/list/", {"file": file}))
    return seconds, answer["Location"]


def _looking(client: Any) -> Iterator[Result]:
    from varv.people.models import Organisation, OrganisationAlias

    some = Organisation.objects.exclude(number=None)[ROWS // 4]
    alias = OrganisationAlias.objects.all()[ROWS // 10]
    desk = "/desk/organisations/"
    for what, address in (
        ("list, first page", desk),
        ("list, last page", f"{desk}?page=400"),
        ("list, one sector in one municipality", f"{desk}?sector=civil&municipality=1"),
        ("list, those that may be doubles", f"{desk}?state=double"),
        ("search by the beginning of a word", f"{desk}?q={some.name[:5]}"),
        ("search by a whole name", f"{desk}?q={some.name}"),
        ("search by number", f"{desk}?q={some.number}"),
        ("search by another name", f"{desk}?q={alias.name}"),
        ("search for nothing that is there", f"{desk}?q=xqzw"),
        ("lookup while typing, one letter", "/organisations/lookup/?q=s"),
        ("lookup while typing, a word", f"/organisations/lookup/?q={some.name[:5]}"),
        ("one organisation", f"{desk}{some.pk}/"),
        ("its history", f"{desk}{some.pk}/history/"),
        ("possible doubles", f"{desk}doubles/"),
    ):
        yield Result(f"{what}, median", _page(client, address) * 1000, "ms")


def _doubles() -> Iterator[Result]:
    from varv.people import actions
    from varv.people.models import Organisation, PossibleDouble

    PossibleDouble.objects.all().delete()
    seconds, found = _taken(lambda: actions.look_for_doubles(datetime.now(UTC)))
    yield Result("all compared with all", seconds, "s")
    yield Result("pairs found", found, "")
    one = {Organisation.objects.earliest("pk").pk}
    seconds, _found = _taken(lambda: actions.look_for_doubles(datetime.now(UTC), one))
    yield Result("one compared with all", seconds, "s")


def _page(client: Any, address: str) -> float:
    """Return the median of the seconds that a page takes; the first time is not counted."""
    client.get(address)
    return statistics.median(_taken(lambda: client.get(address))[0] for _ in range(ROUNDS))


def _taken(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = act()
    seconds = time.perf_counter() - began
    if getattr(answer, "status_code", 200) not in (200, 302):
        said = re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())
        raise RuntimeError(f"answered {answer.status_code}: {said[:2000]}")
    return seconds, answer


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _book(chance: random.Random) -> bytes:
    from varv.files import excel

    headings = ["name", "number", "sector", "municipality", "aliases", "person", "email", "title"]
    return excel.write([excel.Sheet("Lista", headings, _rows(chance))])


def _rows(chance: random.Random) -> Iterator[Sequence[str]]:
    syllables = SYLLABLES.split()
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(9_000)]
    names: dict[str, None] = {}
    while len(names) < ROWS:
        one = " ".join([*chance.sample(words, 2), chance.choice(KINDS)]).strip().title()
        names[one] = None
        if chance.random() < 0.01:
            names[one[:3] + one[4:]] = None
    for place, name in enumerate(list(names)[:ROWS]):
        yield [
            name,
            _number(place) if place % 2 else "",
            chance.choice(SECTORS),
            chance.choice(PLACES),
            f"Kort {name.split()[0]} {place}" if place % 5 == 0 else "",
            *((f"Anna {place}", f"anna{place}@bench.example", "VD") if place % 3 == 0 else "   "),
        ]


def _number(place: int) -> str:
    """Return a Swedish organisation number of a company, with the check digit that it must have."""
    digits = f"556{place:06}"
    doubled = [int(sign) * (2 - at % 2) for at, sign in enumerate(digits)]
    check = -sum(one // 10 + one % 10 for one in doubled) % 10
    return f"{digits[:6]}-{digits[6:]}{check}"
