"""Claims, SWOT and findings for the tests of evidence."""

from datetime import date, timedelta
from typing import Any

from tests.varv.factories import EvidenceFactory, InterestFactory
from varv import clock
from varv.analysis import actions
from varv.analysis.compute.asked import Asked
from varv.analysis.models import (
    Claim,
    Dataset,
    DatasetVersion,
    Finding,
    Run,
    SwotItem,
    SwotVersion,
)
from varv.cycles.models import Area
from varv.files.actions import store
from varv.people.models import User
from varv.text.translated import Translated

QUOTED = {"wording": "quote", "page": "s. 12", "text": "Skogen växer."}


def claim(area: Area, text: str = "Skogen växer mer än den brukas.") -> Claim:
    """Return a claim about the area, on which nothing is cited."""
    return actions.make_claim(None, sentence={"sv": text}, about=[area])


def finding(*, is_public: bool = True, **more: Any) -> Finding:
    """Return a finding of a run that is done."""
    table = store(None, name="t.csv", content=b"geo,value\nSE32,1\n")
    dataset, _ = Dataset.objects.get_or_create(
        key="jobb", defaults={"title": Translated(sv="Jobb"), "publisher": "SCB"}
    )
    version = DatasetVersion.objects.filter(dataset=dataset).first()
    version = version or DatasetVersion.objects.create(
        dataset=dataset,
        number=1,
        table=table,
        original_sha256="0" * 64,
        format="csv",
        rows=1,
        first_year=2015,
        last_year=2015,
    )
    run = Run.objects.create(
        version=version,
        parameters=Asked("SE322").plain,
        input_sha256="0" * 64,
        state="done",
        done_at=clock.now(),
    )
    figures = {"activity": "A02", "name": "Skogsbruk", "value": 900.0, "lq": 3.1, "lq_low": 2.8,
               "lq_high": 3.4, "probability_above_least": 0.99, "verdict": "strength",
               "years": "2015"}  # fmt: skip
    values = {"kind": "strengths", "code": "A02", "figures": figures}
    values |= {"sentence": Translated(sv="Skogsbruket är tre gånger så stort.")}
    return Finding.objects.create(run=run, is_public=is_public, **(values | more))


def cite(sentence: Claim | SwotItem, source: Any = None, **more: Any) -> Any:
    """Cite a source on a sentence; it supports it unless said otherwise."""
    values = {"stance": "supports", "strength": "descriptive"} | more
    return actions.cite(None, sentence=sentence, source=source or EvidenceFactory(), **values)


def item(area: Area, text: str = "Skogen är stor.", kind: str = "strength") -> SwotItem:
    """Return an item on the board of the area, without a source."""
    return actions.add_item(None, area=area, kind=kind, sentence={"sv": text})


def founded(area: Area, text: str = "Skogen är stor.", source: Any = None) -> SwotItem:
    """Return an item on the board that a source supports."""
    made = item(area, text)
    cite(made, source)
    return made


def adopted(area: Area, source: Any = None) -> SwotVersion:
    """Return an adopted SWOT with one item."""
    founded(area, source=source)
    return adopt(area, note="Vid mötet.")


def adopt(area: Area, **more: Any) -> SwotVersion:
    """Adopt what is on the board of an area, as a partnership that raised its hands."""
    return actions.adopt_swot(None, area=area, unvoted_reason="Handuppräckning.", **more)


def opened(area: Area, days: int = 5) -> None:
    """Open the board of the area for some days."""
    actions.open_board(None, area=area, last_day=clock.today() + timedelta(days=days))


def partner(area: Area, **more: Any) -> User:
    """Return somebody who wants to join the partnership of the area."""
    return InterestFactory(area=area, **more).person


def asset(name: str = "Testbädden", **more: Any) -> Any:
    """Return an asset of the register."""
    values = {"kind": "test_bed", "source": "Regionens webbplats", "dated_on": date(2020, 3, 1)}
    return actions.add_asset(None, name=name, **(values | more))
