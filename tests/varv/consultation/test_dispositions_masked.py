"""A slip of personal data in what staff answered: masked with its point, wherever it stands."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.varv.consultation.answer_support import input_of, ordered
from tests.varv.consultation.desk_support import url
from tests.varv.factories import (
    CoordinatorFactory,
    RegionFactory,
    RoundFactory,
    contribution,
    point,
    published_paper,
)
from varv.consultation import actions
from varv.consultation.actions import making
from varv.consultation.actions.answer_sending import send_ordered
from varv.consultation.extensions.papers import resume
from varv.consultation.models import Answer, Disposition, PaperQuote, Point
from varv.consultation.papers import showing
from varv.consultation.queries import answers as answer_queries
from varv.registry.actions import lift_masking, mask
from varv.registry.models import Event, Message, Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

SLIP = "Svea Hemlig"
REASON = f"Som {SLIP} på Byvägen skrev: vägen byggs."


@pytest.fixture(autouse=True)
def region():
    return RegionFactory()


def masked(of, fields=("reason", "changed_text", "returned_note"), **more):
    what = {"passages": [SLIP], "ground": "third_person", "reason": "OSL"} | more
    return mask(CoordinatorFactory(), thing=of, fields=fields, **what)


def answered(number=1, **more):
    """Let a round be answered in one act that has the slip, and everybody read it."""
    one = contribution()
    actions.publish(None, contributions=[one])
    some = [point(contribution=one, text=f"Bygg väg {n}.") for n in range(number)]
    writer, reader = CoordinatorFactory(), CoordinatorFactory()
    what = {"outcome": "adopted", "reason": REASON, "changed_text": f"Vägen. {SLIP}"} | more
    actions.dispose(writer, points=[one.pk for one in some], **what)
    actions.sign(reader, dispositions=list(Disposition.objects.values_list("pk", flat=True)))
    return some


def test_slip_is_masked_in_all_dispositions_of_a_point_in_one_act():
    (one,) = answered()
    actions.dispose(None, points=[one.pk], outcome="noted", reason=f"Nytt, men {SLIP} står kvar.")
    made = masked(one)
    texts = Disposition.objects.values_list("reason", "changed_text")
    assert len(texts) == 2
    assert SLIP not in str(list(texts))
    assert "[maskerat] står kvar" in str(list(texts))
    event = Event.objects.get(action="registry.mask")
    assert (event.subject_kind, event.subject_id) == ("point", one.pk)
    assert SLIP not in json.dumps(event.data)
    lift_masking(None, made=made, reason="Fel person")
    assert Disposition.objects.filter(reason=REASON).count() == 1


def test_slip_in_an_act_on_many_points_is_masked_for_all_of_them():
    some = answered(5)
    masked(some[3])
    assert not Disposition.objects.filter(reason__contains=SLIP).exists()
    assert Point.objects.filter(state="signed").count() == 5


def test_whole_reason_leaves_what_other_points_had_before():
    some = answered(2)
    for one in some:
        actions.dispose(None, points=[one.pk], outcome="noted", reason=f"Skäl {one.pk}.")
    masked(some[0], fields=["reason"], passages=())
    held = dict(Disposition.objects.filter(replaced_at=None).values_list("point", "reason"))
    assert held == {some[0].pk: "[maskerat]", some[1].pk: f"Skäl {some[1].pk}."}
    assert not Disposition.objects.filter(reason=REASON).exists()


def test_nobody_reads_the_slip_anywhere():
    (one,) = answered()
    round_ = one.round
    pages = [
        one.contribution.get_absolute_url(),
        reverse("consultation:points", args=[round_.slug]),
        reverse("consultation:points_export", args=[round_.slug, "csv"]),
        reverse("api:points", args=[round_.slug]),
        reverse("web:search") + "?q=Svea+Hemlig",
    ]
    visitor = Client()
    for page in pages[:-1]:
        assert SLIP in said(visitor.get(page)), page
    masked(one)
    for page in pages:
        assert REASON not in said(visitor.get(page)), page
    for page in pages[:-1]:
        assert SLIP not in said(visitor.get(page)), page
        assert "[maskerat]" in said(visitor.get(page)), page


def said(answer):
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def test_published_paper_is_made_anew_without_the_slip():
    (one,) = answered()
    paper = published_paper(round=one.round)
    first = paper.pdf_id
    assert PaperQuote.objects.filter(text__contains=SLIP, contribution=None).count() == 2
    masked(one)
    assert not PaperQuote.objects.filter(text__contains=SLIP).exists()
    paper.refresh_from_db()
    assert SLIP not in str(showing.shown(paper))
    assert making.needs_new_files(paper)
    resume(paper.published_at)
    assert making.remake(paper.pk)
    paper.refresh_from_db()
    assert paper.pdf_id != first


def test_answer_that_is_to_be_sent_waits_to_be_approved_anew_without_the_slip():
    round_ = RoundFactory()
    one = input_of(round_)
    Disposition.objects.filter(point__contribution=one).update(reason=REASON)
    (answer,) = ordered(round_)
    masked(one.points.get())
    assert send_ordered() == 0
    answer.refresh_from_db()
    assert answer.state != Answer.State.SENT
    assert not Record.objects.filter(text__contains=SLIP).exists()
    assert not Message.objects.filter(body__contains=SLIP).exists()
    assert answer_queries.answers(round_).count() == 1


def test_answer_that_was_sent_stays_as_it_was():
    round_ = RoundFactory()
    one = input_of(round_)
    Disposition.objects.filter(point__contribution=one).update(reason=REASON)
    ordered(round_)
    assert send_ordered() == 1
    masked(one.points.get())
    assert Record.objects.filter(text__contains=SLIP).exists()


def test_desk_leads_to_masking_and_tells_what_it_does_not_reach(client, coordinator):
    (one,) = answered()
    to = reverse("registry:desk_masking_new", args=["point", one.pk])
    assert to in said(client.get(url("desk_point", one.pk)))
    page = said(client.get(to))
    assert REASON in page
    assert "redan har skickats" in page
    sent = {
        "fields_to_mask": ["reason", "changed_text"],
        "passages": SLIP,
        "ground": "third_person",
        "reason": "OSL 21 kap.",
    }
    made = client.post(to, sent)
    assert made.status_code == 302
    assert not Disposition.objects.filter(reason__contains=SLIP).exists()
    page = said(client.post(f"{made.url}original/"))
    assert REASON in page
