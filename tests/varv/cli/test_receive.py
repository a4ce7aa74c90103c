"""``varv receive`` says in one line of JSON for each file where it went."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.varv.consultation.mails import written
from tests.varv.factories import RoundFactory
from tests.varv.processes import database_url
from varv.clock.models import RehearsalClock
from varv.consultation.models import Contribution, IncomingMail
from varv.registry.models import Message

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.committed


def receive(*files, **environment):
    return subprocess.run(
        [sys.executable, "-m", "varv.cli", "receive", *map(str, files)],
        env={
            **os.environ,
            "VARV_DATABASE_URL": database_url(),
            "PYTHONPATH": str(ROOT / "src"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def lines(ran):
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_each_file_has_a_line_and_one_that_cannot_be_read_holds_up_no_other(db, tmp_path):
    RoundFactory()
    mails = {
        "å ä.eml": written(),
        "utan.eml": written(subject="Hej", message_id="<2@x>"),
        "auto.eml": written(message_id="<3@x>", Auto_Submitted="auto-replied"),
        "igen.eml": written(),
        "tom.eml": b"",
    }
    files = [tmp_path / name for name in mails]
    for file, raw in zip(files, mails.values(), strict=True):
        file.write_bytes(raw)
    ran = receive(*files[:1], tmp_path / "finns inte.eml", *files[1:])
    assert ran.returncode == 2, ran.stderr
    found = {Path(one.pop("file")).name: one for one in lines(ran)}
    number = "RUN/430/2018"
    known = {"record": f"{number}-1", "case": number}
    assert found["å ä.eml"] == {"where": "contribution", "reason": None, **known}
    assert found["utan.eml"]["where"] == "triage"
    assert (found["utan.eml"]["reason"], found["utan.eml"]["case"]) == ("no_number", None)
    assert (found["auto.eml"]["where"], found["auto.eml"]["reason"]) == ("ignored", "auto_reply")
    assert found["igen.eml"] == {"where": "duplicate", "reason": "came_again", **known}
    assert (found["tom.eml"]["where"], found["tom.eml"]["reason"]) == ("triage", "unreadable")
    assert found["tom.eml"]["case"] is None, "a guess is for the desk"
    assert found["finns inte.eml"]["where"] is None
    assert "No such file" in found["finns inte.eml"]["reason"]
    assert Contribution.objects.count() == 1


def test_in_a_rehearsal_it_comes_at_its_time(db, tmp_path):
    RoundFactory()
    stands_at = datetime.fromisoformat("2020-05-28T10:00+02:00")
    RehearsalClock.objects.write(stands_at)
    file = tmp_path / "a.eml"
    file.write_bytes(written())
    ran = receive(file)
    assert ran.returncode == 0, ran.stderr
    assert lines(ran)[0]["file"] == str(file)
    assert IncomingMail.objects.get().received_at == stands_at
    assert not Contribution.objects.get().is_late


def test_without_a_region_it_says_what_to_do(db, tmp_path):
    file = tmp_path / "a.eml"
    file.write_bytes(written())
    ran = receive(file)
    assert ran.returncode == 1
    assert "varv load" in ran.stderr


def test_links_in_receipts_lead_to_where_varv_runs(db, tmp_path):
    RoundFactory()
    (tmp_path / "varv.lock").write_text("process 1, http://127.0.0.1:8411")
    file = tmp_path / "a.eml"
    file.write_bytes(written())
    ran = receive(file, VARV_HOME=str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    assert "http://127.0.0.1:8411/my/" in str(vars(Message.objects.get()))
