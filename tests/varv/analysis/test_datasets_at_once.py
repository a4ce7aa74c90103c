"""Two analysts at once, and workers that are killed in the middle."""

import threading

import pytest
from django.db import connection, connections

from tests.varv.analysis.dataset_support import ABOUT, TABLE, again, delivered, stored
from tests.varv.consultation.killing import begun, killed, soon
from tests.varv.factories import RegionFactory
from varv.analysis.datasets import actions
from varv.analysis.datasets.actions import reading
from varv.analysis.datasets.actions.storing import SameTableError
from varv.analysis.models import Dataset, DatasetVersion, Delivery
from varv.files.models import File

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("at")]


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


def at_once(acts):
    """Do acts at the same moment, each with a connection of its own; return what came of each."""
    start, done = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place):
        start.wait()
        try:
            done[place] = acts[place]()
        except Exception as error:  # noqa: BLE001 - it is looked at below
            done[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_two_who_store_at_once_get_different_numbers():
    dataset = stored().dataset
    made = [delivered(TABLE.replace("1204", str(figure))) for figure in (1, 2, 3, 4)]
    done = at_once([
        lambda one=one: actions.store_delivery(None, delivery=one, dataset=dataset) for one in made
    ])  # fmt: skip
    assert all(isinstance(one, DatasetVersion) for one in done), done
    assert sorted(dataset.versions.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    tables = set(dataset.versions.values_list("table__sha256", flat=True))
    assert len(tables) == 5, "nothing is lost"
    assert all(one.difference["changed"] == 1 for one in dataset.versions.exclude(number=1))


def test_same_delivery_is_stored_once_by_two():
    dataset = stored().dataset
    made = delivered(TABLE.replace("1204", "1"))
    done = at_once([lambda: actions.store_delivery(None, delivery=made, dataset=dataset)] * 2)
    assert sum(isinstance(one, DatasetVersion) for one in done) == 1
    assert dataset.versions.count() == 2


def test_same_table_is_stored_once_by_two():
    dataset = stored().dataset
    made = [delivered(TABLE.replace("1204", "1")) for _turn in range(2)]
    done = at_once([
        lambda one=one: actions.store_delivery(None, delivery=one, dataset=dataset) for one in made
    ])  # fmt: skip
    assert {type(one) for one in done} == {DatasetVersion, SameTableError}
    assert dataset.versions.count() == 2


def test_new_datasets_of_the_same_name_get_keys_of_their_own():
    made = [delivered(TABLE.replace("1204", str(figure))) for figure in (1, 2)]
    done = at_once([
        lambda one=one: actions.store_as_new(None, delivery=one, about=ABOUT) for one in made
    ])  # fmt: skip
    assert all(isinstance(one, DatasetVersion) for one in done), done
    assert Dataset.objects.count() == 2


READER = """
import time
from varv.analysis.compute import reading as looking, tables
from varv.analysis.datasets.actions import reading
def slow(*args):
    print("in the middle", flush=True)
    time.sleep(120)
{where} = slow
reading.read({pk})
"""


@pytest.mark.parametrize("where", ["looking.look", "tables.parquet"])
def test_worker_that_is_killed_leaves_nothing_and_the_next_reads(where):
    made = actions.receive_file(None, name="a.csv", size=1, pieces=[TABLE.encode()])
    worker = begun(READER.format(where=where, pk=made.pk))
    assert soon(lambda: again(made).progress > 0)
    assert not reading.read(made.pk), "somebody else is at it"
    assert soon(lambda: again(made).progress >= (20 if where == "looking.look" else 80))
    connection.close()
    killed(worker)
    left = again(made)
    assert (left.state, left.table, left.findings) == (Delivery.State.RECEIVED, None, [])
    assert File.objects.count() == 1
    assert not DatasetVersion.objects.exists()
    assert reading.read(made.pk)
    assert again(made).table is not None
