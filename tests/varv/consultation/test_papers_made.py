"""Papers: begun, frozen, made by the worker, and published once and for all."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.consultation.desk_support import NOW
from tests.varv.consultation.paper_support import simulated
from tests.varv.factories import (
    CoordinatorFactory,
    RoundFactory,
    contribution,
    disposition,
    paper,
    point,
    published_paper,
)
from varv import clock
from varv.consultation import actions, extensions
from varv.consultation.actions import making
from varv.consultation.contents import Sender
from varv.consultation.extensions.papers import resume
from varv.consultation.models import Contribution, Paper, Point, Round
from varv.consultation.papers import showing
from varv.consultation.queries import papers as queries
from varv.files import access, blobs
from varv.people.actions import erase_person
from varv.registry.actions import lift_masking, mask
from varv.registry.models import Event, Trace
from varv.text.seals import seal_of

pytestmark = pytest.mark.django_db
EVERYBODY = AnonymousUser()


def words(found):
    """All that a paper says, as one text."""
    return str(showing.shown(found))


def kinds_of(found):
    return [one.kind for one in found.parts.all()]


# -- drafts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", Paper.Kind.values)
def test_paper_begins_with_the_parts_of_its_kind_in_its_language(kind, language):
    made = paper(kind=kind, language=language)
    assert made.parts.count() >= 6
    assert [one.position for one in made.parts.all()] == list(range(1, made.parts.count() + 1))
    assert "figures" in kinds_of(made)


def test_parts_are_in_the_language_of_the_paper():
    assert paper(language="en").parts.first().heading == "Background"
    assert paper(language="sv").parts.first().heading == "Bakgrund"


def test_draft_of_a_round_has_no_papers():
    with pytest.raises(ValidationError):
        paper(round=RoundFactory(state=Round.State.DRAFT))


def test_round_that_closes_at_midnight_was_open_to_the_day_before():
    midnight = datetime(2020, 6, 5, tzinfo=ZoneInfo("Europe/Stockholm"))
    opened = midnight - timedelta(days=18)
    made = paper(round=RoundFactory(opens_at=opened, closes_at=midnight))
    texts = " ".join(made.parts.values_list("text", flat=True))
    assert "måndag 18 maj 2020 till torsdag 4 juni 2020" in texts


def test_paper_is_in_a_language_of_the_region():
    with pytest.raises(ValidationError) as refused:
        paper(language="fi")
    assert "language" in refused.value.error_dict


def test_parts_are_moved():
    made = paper()
    first, second, *_rest = made.parts.all()
    actions.move_part(None, part=second, by=-1)
    actions.move_part(None, part=second, by=-1)  # there is no room further up
    assert list(made.parts.all())[:2] == [second, first]


def test_two_people_at_one_part_lose_nothing():
    part = paper().parts.first()
    seen = seal_of(part.text)
    actions.edit_part(None, part=part, heading="H", text="Den enas", seen=seen, is_included=True)
    with pytest.raises(ValidationError) as refused:
        actions.edit_part(
            None, part=part, heading="H", text="Den andras", seen=seen, is_included=True
        )
    assert "text" in refused.value.error_dict
    part.refresh_from_db()
    assert part.text == "Den enas"


def test_draft_is_deleted_and_logged():
    made = paper()
    actions.delete_paper(CoordinatorFactory(), paper=made)
    assert not Paper.objects.exists()
    assert Event.objects.filter(action="consultation.delete_paper").exists()


# -- making ----------------------------------------------------------------------------------------


def test_paper_is_published_with_files_a_record_and_a_trace():
    made = published_paper()
    assert made.state == Paper.State.PUBLISHED
    assert made.progress == 100
    assert {file.pk for file in made.record.files.all()} == {made.pdf_id, made.word_id}
    assert blobs.read(made.pdf.sha256).startswith(b"%PDF-")
    assert Trace.objects.filter(target_kind="paper", target_id=made.pk).exists()
    assert access.may_read(made.pdf, EVERYBODY)


def test_published_paper_never_changes():
    one = contribution(text="Före")
    actions.publish(None, contributions=[one])
    made = published_paper(round=one.round)
    before = words(made)
    actions.publish(None, contributions=[contribution(round=one.round, text="Efter")])
    assert words(made) == before
    for act in (
        lambda: actions.edit_paper(None, paper=made, title="Ny", decision=None),
        lambda: actions.delete_paper(None, paper=made),
        lambda: actions.publish_paper(None, paper=made),
        lambda: actions.add_part(None, paper=made, heading="H", text="T"),
        lambda: actions.move_part(None, part=made.parts.last(), by=-1),
    ):
        with pytest.raises(ValidationError):
            act()


def test_what_was_frozen_by_a_killed_worker_is_gone_on_with():
    one = contribution(text="Före")
    actions.publish(None, contributions=[one])
    made = actions.publish_paper(None, paper=paper(round=one.round))
    frozen = making._freeze(made)
    actions.hide(None, contribution=one, reason="Fel.")
    assert resume(clock.now()) == 1
    assert making.make(made.pk)
    made.refresh_from_db()
    assert made.frozen == frozen.frozen
    assert "Före" not in words(made)  # hidden since: not in the files either


def test_making_twice_makes_once():
    made = published_paper()
    assert not making.make(made.pk)
    assert not making.remake(made.pk)
    assert made.record.files.count() == 2


def test_failure_gives_the_draft_back_and_tells_the_desk(monkeypatch, at):
    made = actions.publish_paper(None, paper=paper())
    monkeypatch.setattr(making.documents, "TEMPLATE", making.documents.TEMPLATE / "nowhere")
    assert not making.make(made.pk)
    made.refresh_from_db()
    assert (made.state, made.frozen, made.error) == (Paper.State.DRAFT, None, made.error)
    assert made.error
    assert not made.quotes.exists()
    (item,) = extensions.papers.desk.paper_items(CoordinatorFactory(), NOW)
    assert str(made) in item.title


def test_new_edition_takes_the_place_of_the_old_one_once_it_is_published():
    old = published_paper()
    new = actions.begin_edition(None, paper=old)
    assert (new.edition, kinds_of(new)) == (2, kinds_of(old))
    assert list(queries.published_of(old.round)) == [old]
    with pytest.raises(ValidationError):
        actions.begin_edition(None, paper=old)
    actions.publish_paper(None, paper=new)
    making.make(new.pk)
    assert list(queries.published_of(old.round)) == [new]
    assert queries.newer_edition(old) == new


def test_number_of_queries_does_not_grow_with_the_input():
    taken = []
    for number in (2, 12):
        round_ = simulated(number)
        with CaptureQueriesContext(connection) as seen:
            queries.material(round_, NOW, "sv")
        taken.append(len(seen))
    assert taken[0] == taken[1]


# -- what never is in it ---------------------------------------------------------------------------


def test_only_what_everybody_may_read_is_in_it():
    round_ = RoundFactory()
    texts = ("Läst av alla", "Ingen har läst", "Dold text", "Hemlig text")
    read, _unread, hidden, secret = (contribution(round=round_, text=text) for text in texts)
    actions.publish(None, contributions=[read, hidden, secret])
    for one in (hidden, secret):
        disposition(point=point(contribution=one))
    disposition(point=point(contribution=read))
    point(contribution=read, text="Utan bedömning")
    actions.hide(None, contribution=hidden, reason="Angriper en person.")
    secret.record.secrecy = "OSL 21:1"
    secret.record.save()
    said = words(published_paper(round=round_))
    assert "Läst av alla" in said
    for text in (*texts[1:], "Utan bedömning", "Kim Lind", "Angriper"):
        assert text not in said
    assert all(str(one) in said for one in (read, hidden, secret))
    assert "OSL 21:1" in said


def test_private_person_is_not_named_in_what_they_wrote():
    one = contribution(
        sender=Sender(name="Kim Lind", sector="civil"), text="Hälsningar\nKim  Lind\nOch mer."
    )
    actions.publish(None, contributions=[one])
    disposition(point=point(contribution=one))
    said = words(published_paper(round=one.round))
    assert "Lind" not in said
    assert "Och mer" in said


# -- masked and erased after it was published ------------------------------------------------------


def masked_after(passage="hemligheten"):
    one = contribution(text=f"Vi vet {passage} i byn.")
    actions.publish(None, contributions=[one])
    disposition(point=point(contribution=one))
    made = published_paper(round=one.round)
    assert passage in words(made)
    done = mask(None, thing=one, fields=["text"], passages=[passage], ground="third_person")
    return made, done


def test_masked_word_is_gone_from_the_page_at_once_and_the_files_are_withheld():
    made, _done = masked_after()
    assert "hemligheten" not in words(made)
    assert not access.may_read(made.pdf, EVERYBODY)
    assert not access.may_read(made.word, CoordinatorFactory())


def test_files_are_made_anew_without_the_masked_word_and_the_old_ones_stay_masked():
    made, _done = masked_after()
    old = [made.pdf, made.word]
    assert resume(clock.now()) == 1
    assert making.remake(made.pk)
    made.refresh_from_db()
    assert access.may_read(made.pdf, EVERYBODY)
    assert not any(access.may_read(file, EVERYBODY) for file in old)
    assert made.record.files.count() == 4
    assert resume(clock.now()) == 0


def test_word_is_back_when_its_masking_is_lifted():
    made, done = masked_after()
    making.remake(made.pk)
    lift_masking(None, made=done, reason="Det var fel.")
    made.refresh_from_db()
    assert "hemligheten" in words(made)
    assert making.remake(made.pk)


def test_hidden_input_leaves_the_published_paper():
    one = contribution(text="Något om en granne")
    actions.publish(None, contributions=[one])
    made = published_paper(round=one.round)
    actions.hide(None, contribution=one, reason="Angriper en person.")
    assert "granne" not in words(made)
    assert making.remake(made.pk)


def test_erased_person_leaves_no_words_in_a_published_paper():
    sender = Sender(name="Kim Lind", email="kim@actor.example", sector="civil")
    one = contribution(sender=sender, text="Vad Kim tycker")
    actions.publish(None, contributions=[one])
    made = published_paper(round=one.round)
    erase_person(CoordinatorFactory(), person=one.person)
    assert "tycker" not in words(made)
    assert making.remake(made.pk)


def test_words_of_staff_are_masked_with_the_paper():
    made = paper()
    part = made.parts.first()
    actions.edit_part(
        None, part=part, heading="H", text="Enligt Bo Ek är det så.", seen=seal_of(part.text),
        is_included=True,
    )  # fmt: skip
    actions.publish_paper(None, paper=made)
    making.make(made.pk)
    made.refresh_from_db()
    mask(None, thing=made, fields=["title"], passages=["Bo Ek"], ground="third_person")
    part.refresh_from_db()
    assert "Bo Ek" not in words(made) + part.text


def test_merged_points_stand_together():
    one, other = (point(text=text) for text in ("Samma", "Samma sak"))
    Contribution.objects.filter(pk=other.contribution_id).update(round=one.round)
    Point.objects.filter(pk=other.pk).update(round=one.round, merged_into=one)
    for each in (one, other):
        disposition(point=each)
    made = published_paper(round=one.round)
    (part,) = [x for x in showing.shown(made)["parts"] if x["kind"] == "dispositions"]
    (entry,) = [x for x in part["blocks"] if x["is"] == "entry"]
    assert str(other) in str(entry["answers"])
