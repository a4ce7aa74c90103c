"""Making answers: one to each who wrote, worded, corrected and approved before it goes."""

import pytest
from django.core.exceptions import ValidationError

from tests.varv.consultation.answer_support import (
    approved,
    drafted,
    input_of,
    leads_to,
    reload,
    stage_of,
)
from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    InvitationFactory,
    RegionFactory,
    RoundFactory,
    contribution,
    disposition,
    point,
)
from varv.consultation import actions as consultation
from varv.consultation.actions import answers as actions
from varv.consultation.actions.dispositions import dispose, sign
from varv.consultation.actions.merging import merge_points
from varv.consultation.actions.points import reword
from varv.consultation.answering.content import content_of
from varv.consultation.answering.senders import senders
from varv.consultation.answering.wordings import Wording
from varv.consultation.contents import Sender
from varv.consultation.models import Answer, Contribution, Disposition
from varv.consultation.queries import answers as queries
from varv.people.actions import erase_person
from varv.registry.actions import stop_mail
from varv.registry.mail_stops import fingerprint
from varv.registry.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
State, Way = Answer.State, Answer.Way


@pytest.fixture
def round_():
    RegionFactory()
    return RoundFactory()


@pytest.fixture
def by():
    return CoordinatorFactory()


def test_each_sender_gets_one_answer_to_all_they_sent(round_, by):
    first = input_of(round_)
    second = input_of(round_, text="En sak till.")
    other = input_of(round_, "Nils Ek")
    done = actions.draft_answers(by, round=round_)
    assert (done.made, done.changed) == (2, 0)
    mine = Answer.objects.get(person=first.person)
    assert list(mine.contributions.order_by("pk")) == [first, second]
    assert Answer.objects.get(person=other.person).contributions.get() == other
    assert (mine.way, mine.language, mine.state) == (Way.MAIL, "sv", State.DRAFT)


def test_letters_from_unknown_senders_get_one_answer_each(round_):
    for _again in range(2):
        input_of(round_, "Kim Lind", email="")
    made = drafted(round_)
    assert [one.way for one in made] == [Way.LETTER] * 2
    assert made[0].postal_address == "Kim Lind"


def test_drafting_twice_makes_nothing_more(round_, by):
    input_of(round_)
    drafted(round_, by)
    events = Event.objects.count()
    done = actions.draft_answers(by, round=round_)
    assert (done.made, done.changed) == (0, 0)
    assert Answer.objects.count() == 1
    assert Event.objects.count() == events


def test_who_lacks_a_signed_disposition_waits_and_it_is_told_why(round_):
    input_of(round_, "Anna Berg", signed=False, points=2)
    input_of(round_, "Nils Ek", points=0)
    input_of(round_, "Eva Ås")
    assert len(drafted(round_)) == 1
    told = [one.missing for one in senders(round_)]
    assert told[0].startswith("2 ")
    assert str(Contribution.objects.get(name="Nils Ek")) in told[1]
    assert told[2] == ""


def test_withdrawn_input_is_not_answered(round_):
    made = input_of(round_)
    Contribution.objects.filter(pk=made.pk).update(state="withdrawn")
    assert drafted(round_) == []


def test_new_input_joins_a_draft_and_takes_its_approval_back(round_, by):
    input_of(round_)
    (one,) = approved(round_, by)
    assert one.state == State.APPROVED
    later = input_of(round_, text="En sak till.")
    done = actions.draft_answers(by, round=round_)
    assert (done.made, done.changed) == (0, 1)
    one = reload(one)
    assert (one.state, one.approved_at, one.approved_digest) == (State.DRAFT, None, "")
    assert later in one.contributions.all()
    assert str(later) in one.opening


def test_withdrawn_input_leaves_a_draft_and_an_empty_draft_goes(round_, by):
    first = input_of(round_)
    second = input_of(round_, text="En sak till.")
    (one,) = approved(round_, by)
    Contribution.objects.filter(pk=second.pk).update(state="withdrawn")
    actions.draft_answers(by, round=round_)
    assert list(reload(one).contributions.all()) == [first]
    assert reload(one).state == State.DRAFT
    Contribution.objects.filter(pk=first.pk).update(state="withdrawn")
    actions.draft_answers(by, round=round_)
    assert not Answer.objects.exists()


def test_answer_is_in_the_language_of_the_input(round_):
    input_of(round_, language="en")
    (one,) = drafted(round_)
    assert one.subject.startswith("Answer to your input to Dialogue")
    assert "Point 1" in content_of(one).text


def test_who_has_stopped_mail_gets_a_letter_to_the_address_of_an_invitation(round_):
    made = input_of(round_)
    InvitationFactory(round=round_, person=made.person, postal_address="Kvarngatan 1\n831 00 Ort")
    stop_mail(None, fingerprint_of=fingerprint(made.person.email))
    (one,) = drafted(round_)
    assert one.way == Way.LETTER
    assert one.postal_address == "Anna Berg\nKvarngatan 1\n831 00 Ort"


def test_nobody_answers_who_is_erased(round_, by):
    made = input_of(round_)
    erase_person(by, person=made.person)
    assert drafted(round_, by) == []
    assert senders(round_)[0].missing


def test_answer_says_words_outcome_reason_and_what_changed(round_):
    made = input_of(round_, points=0)
    area = AreaFactory(programme=round_.programme)
    one = point(contribution=made, text="Slå senare.\nHelst i juli.", heading="Slåtter")
    disposition(point=one, outcome="adopted", reason="Det är klokt.", changed_text="Slå i juli.")
    leads_to(one, "area", area.pk)
    (answer,) = drafted(round_)
    text = content_of(answer).text
    for said in (
        "Synpunkt 1: Slåtter",
        "> Slå senare.\n> Helst i juli.",
        "Tillgodosedd",
        "Det är klokt.",
        "> Slå i juli.",
        f"- {area.name['sv']}: http",
    ):
        assert said in text, said


def test_content_of_many_answers_is_read_in_as_many_queries(round_, django_assert_max_num_queries):
    from varv.consultation.answering.content import contents_of

    for number in range(12):
        input_of(round_, f"Nr{number} Ek", points=2)
    made = drafted(round_)
    with django_assert_max_num_queries(8):
        assert len(contents_of(made)) == 12


def test_staff_word_answers_of_a_round_and_drafts_follow(round_, by):
    made = input_of(round_)
    (one,) = drafted(round_, by)
    wording = Wording("Svar om {round}", "Tack för {numbers} i {case}.", "Hör av dig: {contact}")
    actions.word_answers(by, round=round_, language="sv", wording=wording)
    one = reload(one)
    assert one.subject == f"Svar om {round_.title['sv']}"
    assert one.opening == f"Tack för {made} i {round_.case.number}."
    actions.correct_answer(
        by,
        answer=one,
        wording=Wording("Eget", "Mina egna ord.", ""),
        postal_address="",
        seen=actions.seen_as(one),
    )
    actions.word_answers(by, round=round_, language="sv", wording=wording)
    assert reload(one).opening == "Mina egna ord."


def test_wording_with_an_unknown_placeholder_is_refused(round_, by):
    wording = Wording("Svar", "Hej {namn}", "")
    with pytest.raises(ValidationError) as refused:
        actions.word_answers(by, round=round_, language="sv", wording=wording)
    assert "{namn}" in refused.value.message_dict["opening"][0]


def test_two_who_correct_the_same_answer_lose_nothing(round_, by):
    input_of(round_)
    (one,) = drafted(round_, by)
    seen = actions.seen_as(one)
    mine, theirs = Wording("A", "Mina ord.", ""), Wording("B", "Deras ord.", "")
    actions.correct_answer(by, answer=one, wording=mine, postal_address="", seen=seen)
    with pytest.raises(ValidationError):
        actions.correct_answer(by, answer=one, wording=theirs, postal_address="", seen=seen)
    assert reload(one).opening == "Mina ord."


def test_approval_is_of_what_somebody_has_seen(round_, by):
    input_of(round_)
    (one,) = drafted(round_, by)
    with pytest.raises(ValidationError):
        actions.approve_answers(by, round=round_, ids=[one.pk], digest="something else")
    digest = content_of(one).digest
    assert actions.approve_answers(by, round=round_, ids=[one.pk], digest=digest) == 1
    assert actions.approve_answers(by, round=round_, ids=[one.pk], digest=digest) == 0
    assert reload(one).approved_by == by


def test_what_lacks_a_disposition_again_cannot_be_approved(round_, by):
    made = input_of(round_)
    (one,) = drafted(round_, by)
    point(contribution=made)
    assert stage_of(one) == "hindered"
    assert actions.approve_answers(by, round=round_, ids=[one.pk]) == 0


def test_points_answered_anew_take_the_approval_of_their_answers_back_at_once(round_, by):
    made = input_of(round_)
    input_of(round_, "Nils Ek")
    one, other = approved(round_, by)
    (of,) = made.points.all()
    dispose(by, points=[of.pk], outcome="noted", reason="En annan.")
    assert (stage_of(one), stage_of(other)) == ("hindered", "approved")
    sign(
        CoordinatorFactory(), dispositions=[Disposition.objects.get(replaced_at=None, point=of).pk]
    )
    assert stage_of(one) == "draft"
    assert (reload(one).approved_digest, reload(one).trouble) == ("", "")
    assert Event.objects.filter(action="consultation.take_back_answer").count() == 1
    assert list(queries.to_send(round_)) == [other]


def test_merged_and_reworded_points_take_approvals_back(round_, by):
    first = input_of(round_).points.get()
    second = input_of(round_, "Nils Ek").points.get()
    third = input_of(round_, "Eva Ås").points.get()
    _one, other, last = approved(round_, by)
    merge_points(by, head=first, points=[second.pk])
    assert reload(other).state == State.DRAFT
    reword(by, point=third, heading="Slåtter")
    assert stage_of(last) == "draft"


def test_approvals_are_taken_back_in_as_many_queries_for_one_as_for_many(
    round_, by, django_assert_max_num_queries
):
    for number in range(30):
        input_of(round_, f"Nr{number} Ek")
    approved(round_, by)
    ids = list(round_.points.values_list("pk", flat=True))
    with django_assert_max_num_queries(25):
        dispose(by, points=ids, outcome="noted", reason="En annan.")
    assert not round_.answers.filter(state=State.APPROVED).exists()


@pytest.mark.parametrize("name", ["", "Kim Lind"])
def test_letter_without_a_postal_address_is_held_back_until_it_has_one(round_, by, name):
    made = contribution(round=round_, sender=Sender(name))
    disposition(point=point(contribution=made))
    (one,) = drafted(round_, by)
    assert stage_of(one) == "hindered"
    assert actions.approve_answers(by, round=round_, ids=[one.pk]) == 0
    assert (queries.without_address(round_), queries.drafts(round_).count()) == (1, 0)
    actions.correct_answer(
        by,
        answer=one,
        wording=Wording("Svar", "Hej", ""),
        postal_address="Kim Lind\nVägen 1",
        seen=actions.seen_as(one),
    )
    assert (stage_of(one), queries.without_address(round_)) == ("draft", 0)


def test_stages_are_counted_and_senders_found_in_few_queries(
    round_, by, django_assert_max_num_queries
):
    for number in range(6):
        input_of(round_, f"Nr{number} Ek", signed=number > 0)
    approved(round_, by)
    with django_assert_max_num_queries(5):
        assert queries.counts(round_)["approved"] == 5
        assert len(senders(round_)) == 6


def test_identified_organisation_is_named_on_the_letter(round_):
    consultation.publish(None, contributions=[])
    made = contribution(
        round=round_, sender=Sender("Kim", organisation="Kvarnen AB", sector="business")
    )
    disposition(point=point(contribution=made))
    (one,) = drafted(round_)
    assert one.postal_address == "Kvarnen AB, Kim"
    assert one.lacks_address
