"""The backup of every night, made by the worker's task and told on the desk."""

import os
import threading
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.varv.factories import StaffRoleFactory
from varv.people.desk import items_for
from varv.web.backup import archive, schedule
from varv.web.models import BackupRun
from varv.web.tasks import scheduled_backup

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.BACKUP_FOLDER = str(tmp_path)
    return tmp_path


def zips(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.committed
class TestTask:
    def test_makes_one_backup_a_night_and_it_is_whole(self, folder):
        scheduled_backup(timestamp=0)
        scheduled_backup(timestamp=0)
        run = BackupRun.objects.get()
        assert not run.error
        assert zips(folder) == [Path(run.file).name]
        assert run.size == Path(run.file).stat().st_size
        with archive.opened(Path(run.file)) as reader:
            reader.verify()

    def test_rotates_its_own_files_and_touches_no_others(self, folder, settings):
        settings.BACKUP_KEEP = [2, 0, 0]
        asked = schedule.plan()
        assert asked
        old = [asked.file_at(timezone.now() - timedelta(days=day)) for day in range(1, 5)]
        others = [folder / "other.example-20200101T020000Z.zip", folder / "diary.txt"]
        leftover = folder / f".{asked.prefix}20200101T020000Z.zip.part"
        for path in [*old, *others, leftover]:
            path.write_text("x")
        run = schedule.run_if_due()
        assert run
        assert zips(folder) == sorted(p.name for p in [Path(run.file), old[0], *others])

    def test_that_fails_says_why_is_tried_again_after_an_hour_and_removes_nothing(
        self, folder, settings
    ):
        asked = schedule.plan()
        assert asked
        old = asked.file_at(timezone.now() - timedelta(days=900))
        old.write_text("x")
        settings.BACKUP_FOLDER = str(folder / "gone")
        run = schedule.run_if_due()
        assert run
        assert "gone" in run.error
        settings.BACKUP_FOLDER = str(folder)
        assert schedule.run_if_due() is None
        BackupRun.objects.update(started_at=timezone.now() - timedelta(hours=2))
        again = schedule.run_if_due()
        assert again
        assert not again.error

    def test_holds_nothing_of_itself_that_would_look_cut_off_when_it_is_put_back(self, folder):
        run = schedule.run_if_due()
        assert run
        with archive.opened(Path(run.file)) as reader:
            assert reader.manifest.rows["web_backuprun"] == 0

    def test_two_workers_make_one(self, folder):
        ready, done = threading.Barrier(2), []

        def work() -> None:
            ready.wait(10)
            done.append(schedule.run_if_due())
            connection.close()

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(run is not None for run in done) == 1
        assert len(zips(folder)) == 1

    def test_of_a_rehearsal_is_not_made(self, folder, settings):
        settings.REHEARSAL = True
        assert schedule.run_if_due() is None
        assert zips(folder) == []

    def test_is_not_made_without_a_folder(self, settings):
        settings.BACKUP_FOLDER = ""
        assert schedule.run_if_due() is None


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-10T02:29+01:00", "2026-03-09T02:30+01:00"),
        ("2026-03-10T02:30+01:00", "2026-03-10T02:30+01:00"),
        ("2026-03-29T12:00+02:00", "2026-03-29T01:30+00:00"),  # the hour that summer time skips
        ("2026-10-25T12:00+01:00", "2026-10-25T02:30+02:00"),  # the hour that comes twice
    ],
)
def test_night_is_the_regions_also_when_clocks_change(now, due):
    moment = datetime.fromisoformat(now).astimezone(UTC)
    expected = datetime.fromisoformat(due)
    assert schedule.last_due(moment, time(2, 30), STOCKHOLM) == expected


class TestDesk:
    def test_tells_coordinators_of_a_failure(self, db, folder):
        BackupRun.objects.create(
            started_at=timezone.now(), finished_at=timezone.now(), error="There is no room"
        )
        coordinator = StaffRoleFactory(role="coordinator").user
        [item] = [one for one in items_for(coordinator, timezone.now()) if "backup" in one.url]
        assert item.urgent
        assert item.detail == "There is no room"
        reader = StaffRoleFactory(role="reader").user
        assert not [one for one in items_for(reader, timezone.now()) if "backup" in one.url]

    def test_is_silent_after_a_good_one_and_speaks_when_it_is_old(self, db, folder):
        now = timezone.now()
        run = BackupRun.objects.create(started_at=now, finished_at=now, file="x", size=1)
        coordinator = StaffRoleFactory(role="coordinator").user
        assert not [one for one in items_for(coordinator, now) if "backup" in one.url]
        BackupRun.objects.filter(pk=run.pk).update(started_at=now - timedelta(days=2))
        assert [one for one in items_for(coordinator, now) if "backup" in one.url]

    def test_page_lists_how_it_went(self, county, desk: Client, folder):
        url = reverse("web:desk_backups")
        empty = desk.get(url)
        assert "Den första görs inom några minuter" in empty.content.decode()
        now = timezone.now()
        BackupRun.objects.create(started_at=now, finished_at=now, error="Skivan är full")
        BackupRun.objects.create(
            started_at=now - timedelta(days=1), finished_at=now, file="x", size=5_000_000
        )
        page = desk.get(url).content.decode()
        assert "Skivan är full" in page
        assert "4,8" in page


def test_mistake_in_the_settings_is_named(monkeypatch):
    from django.core.exceptions import ImproperlyConfigured

    from varv.web import environment

    monkeypatch.setitem(os.environ, "VARV_BACKUP_AT", "25:00")
    with pytest.raises(ImproperlyConfigured, match="VARV_BACKUP_AT"):
        environment.time_of_day("VARV_BACKUP_AT", "02:30")
    monkeypatch.setitem(os.environ, "VARV_BACKUP_KEEP", "7,4")
    with pytest.raises(ImproperlyConfigured, match="VARV_BACKUP_KEEP"):
        environment.whole_numbers("VARV_BACKUP_KEEP", "7,4,12", count=3)
