import pytest
from django.template.loader import render_to_string

from tests.varv.factories import MunicipalityFactory
from varv.reach.counts import tally
from varv.reach.sources import Group, Source, point

pytestmark = pytest.mark.usefixtures("db")


def test_tally_counts_by_municipality_and_sector_with_outside_and_totals():
    ange, berg = MunicipalityFactory(name="Ånge"), MunicipalityFactory(name="Berg")
    empty = MunicipalityFactory(name="Öde")
    found = tally(
        [(ange.pk, "business"), (ange.pk, "business"), (berg.pk, "public"), (None, "civil")]
    )
    assert [(row.name, row.counts, row.total) for row in found.rows[:3]] == [
        (berg.name, (0, 0, 1, 0), 1),
        (ange.name, (2, 0, 0, 0), 2),
        (empty.name, (0, 0, 0, 0), 0),
    ]
    assert found.rows[-1].counts == (0, 0, 0, 1)
    assert found.rows[-1].code == ""
    assert found.totals == (2, 0, 1, 1)
    assert found.total == 4
    assert found.reached == 2
    assert [tile.value for tile in found.tiles] == [1, 2, 0]


def test_tally_of_nobody_shows_every_municipality_with_zero():
    MunicipalityFactory()
    found = tally([])
    assert found.total == found.reached == 0
    assert len(found.rows) == 2


def test_tally_takes_one_query_however_many(django_assert_num_queries):
    places = [MunicipalityFactory() for _ in range(8)]
    with django_assert_num_queries(1):
        tally((place.pk, "civil") for place in places for _ in range(100))


def test_table_has_a_caption_heads_and_the_tile_map():
    place = MunicipalityFactory(name="Ånge")
    page = render_to_string(
        "reach/_tally.html", {"tally": tally([(place.pk, "civil")] * 1234), "caption": "Anmälda"}
    )
    assert "<caption>Anmälda</caption>" in page
    assert page.count('scope="row"') >= 3
    assert "<svg" in page


def test_apps_add_sources():
    kept = dict(point._items)
    try:
        point.register("test", Source("Test", lambda: [Group(None, "civil", True, None, True, 2)]))
        assert tally(place for source in point for place in source.count()).total >= 2
    finally:
        point._items.clear()
        point._items.update(kept)
