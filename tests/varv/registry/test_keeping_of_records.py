"""Each kind of record has its time; some are kept for ever, and none goes silently."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.varv.factories import CaseFactory
from varv import clock
from varv.people.folder_sections import KeepTable, RetentionFile, check_retention
from varv.registry import actions, keeping, kinds, queries, retention
from varv.registry.channels import Channel
from varv.registry.models import DisposalDecision, KeepTime, Record

LONG_AGO = dt.datetime(1950, 1, 2, 12, tzinfo=dt.UTC)


def enter(kind: str) -> Record:
    return actions.record(
        None, case=CaseFactory(), direction="in", kind=kind, title="T", received_at=LONG_AGO
    )


def decide(rule: str) -> DisposalDecision:
    return actions.add_disposal_decision(
        None,
        name="Plan",
        decided_on=clock.today(),
        decided_by="Styrelsen",
        covers=[rule],
        valid_from=clock.today(),
    )


def due(rule: str) -> int:
    return queries.due_of(retention.rules[rule], clock.now()).count


def test_each_kind_has_one_time():
    covered = [kind for _key, _label, kinds_, _months in keeping.RECORDS for kind in kinds_]
    assert len(covered) == len(set(covered))
    assert {*Channel.values, "minutes", "decision", "paper", "memo", "interest"} == set(covered)
    titled = {kind.key for kind in kinds.point if kind.own_titles}
    assert titled <= {*covered, *retention.apart.keys()}


@pytest.mark.parametrize(
    ("key", "kinds_", "months"), [(k, s, m) for k, _l, s, m in keeping.RECORDS]
)
def test_records_are_proposed_after_their_time_or_never(region, key, kinds_, months):
    for kind in kinds_:
        enter(kind)
    assert due(key) == (0 if months is None else len(kinds_))
    others = [rule for rule, *_rest in keeping.RECORDS if rule != key]
    assert not any(due(rule) for rule in others)


def test_what_is_kept_for_ever_is_never_destroyed(region):
    record = enter("minutes")
    for ids in (None, [record.pk]):
        with pytest.raises(ValidationError):
            actions.dispose(
                None, decision=decide("registry.minutes"), rule="registry.minutes", ids=ids
            )
    record.refresh_from_db()
    assert record.title == "T"


def test_coordinator_keeps_a_kind_for_ever_under_a_decision_and_lets_it_go_again(sign_in):
    rule = "registry.calls"
    enter("phone")
    decision = decide(rule)
    client = sign_in("coordinator")
    page = reverse("registry:desk_keeping_time", args=[rule])
    assert due(rule) == 1
    client.post(page, {"for_ever": "on", "decision": decision.pk})
    assert KeepTime.objects.get(rule=rule).months is None
    assert due(rule) == 0
    overview = client.get(reverse("registry:desk_keeping")).content.decode()
    assert "for ever" in overview
    assert "for_ever" in client.get(page).context["form"].initial
    client.post(page, {"months": "24", "decision": decision.pk})
    assert due(rule) == 1


@pytest.mark.parametrize("typed", [{}, {"months": "12", "for_ever": "on"}, {"months": "x"}])
def test_time_is_a_number_of_months_or_for_ever(sign_in, typed):
    rule = "registry.calls"
    decision = decide(rule)
    answer = sign_in("coordinator").post(
        reverse("registry:desk_keeping_time", args=[rule]), typed | {"decision": decision.pk}
    )
    assert answer.status_code == 422
    assert "months" in answer.context["form"].errors
    assert not KeepTime.objects.exists()


def test_everybody_reads_what_is_kept_for_ever(client, region):
    client.cookies["django_language"] = "en"
    assert "For ever" in client.get(reverse("web:privacy")).content.decode()


@pytest.mark.parametrize(
    ("table", "is_wrong"),
    [
        ({"months": 12}, False),
        ({"for_ever": True}, False),
        ({}, True),
        ({"months": 12, "for_ever": True}, True),
    ],
)
def test_region_folder_says_months_or_for_ever(table, is_wrong):
    parsed = RetentionFile(keep=[KeepTable(kind="registry.minutes", **table)])
    assert bool(list(check_retention(parsed, None))) is is_wrong
