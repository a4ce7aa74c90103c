"""Rounds on the desk: from the draft to the last day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.varv.consultation.desk_support import LAST, NOW, SWEDEN, queries_of, url
from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    InvitationFactory,
    QuestionFactory,
    ReaderFactory,
    RegionFactory,
    RoundFactory,
    UserFactory,
    contribution,
    the_programme,
)
from varv import clock
from varv.consultation import actions, desk
from varv.consultation.cautions import cautions
from varv.consultation.contents import Content, Said, Sender
from varv.consultation.models import Document, Question, Reply, Round
from varv.consultation.step_checks import round_was_open
from varv.cycles import actions as cycles
from varv.cycles.models import Step
from varv.people.desk import items_for
from varv.registry.models import Event, Message
from varv.text.translated import Translated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

TYPED = {
    "title_sv": "Dialog om skogen",
    "title_en": "",
    "summary_sv": "Vad behövs?",
    "summary_en": "",
    "mail_subject_sv": "Inspel om skogen",
    "mail_subject_en": "",
    "opens_day": "2020-06-08",
    "opens_time": "",
    "closes_day": "2020-07-30",
    "closes_time": "",
    "responsible": "",
}
TEXT = {"text_sv": "Vad saknas?", "kind": "text"}


def typed(**changed):
    return TYPED | {"case": the_programme().case_id} | changed


def sweden(*moment):
    return datetime(*moment, tzinfo=SWEDEN)


def an_area_version(round_):
    area = AreaFactory(programme=round_.programme)
    return reworded(area, "Stycke ett.")


def reworded(area, text):
    """Return the version of the area that the new wording makes."""
    cycles.revise_area(
        None,
        area=area,
        name=area.name,
        summary=Translated(),
        text=Translated(sv=text),
        reason="Ny",
    )
    return area.versions.first()


# --- the pages ------------------------------------------------------------------------------------


def test_draft_is_whole_days_where_the_region_is(client, coordinator):
    answer = client.post(url("desk_round_new"), typed())
    made = Round.objects.get()
    assert answer.headers["Location"] == url("desk_round", made.pk)
    assert made.state == Round.State.DRAFT
    assert (made.opens_at, made.closes_at) == (sweden(2020, 6, 8), sweden(2020, 7, 31))
    assert made.mail_subject == {"sv": "Inspel om skogen"}
    again = client.get(url("desk_round_edit", made.pk)).context["form"].initial
    assert (str(again["opens_day"]), str(again["closes_day"])) == ("2020-06-08", "2020-07-30")
    assert again["closes_time"] is None


def test_day_of_the_change_of_clocks_has_its_own_length(client, coordinator):
    client.post(url("desk_round_new"), typed(opens_day="2020-10-25", closes_day="2020-11-25"))
    assert Round.objects.get().opens_at == datetime(2020, 10, 24, 22, tzinfo=UTC)
    assert Round.objects.get().closes_at == datetime(2020, 11, 25, 23, tzinfo=UTC)


@pytest.mark.parametrize(("day", "time"), [("2021-03-28", "02:30"), ("2020-10-25", "02:30")])
def test_time_that_is_not_there_or_comes_twice_is_refused_beside_the_field(
    client, coordinator, day, time
):
    answer = client.post(url("desk_round_new"), typed(closes_day=day, closes_time=time))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"closes_time"}
    assert not Round.objects.exists()


def test_round_that_closes_before_it_opens_is_refused_and_what_was_typed_is_kept(
    client, coordinator
):
    answer = client.post(url("desk_round_new"), typed(closes_day="2020-06-01"))
    assert answer.status_code == 422
    assert "closes_day" in answer.context["form"].errors
    assert "Dialog om skogen" in answer.content.decode()


def test_published_round_is_seen_and_its_days_are_moved_not_edited(client, coordinator):
    round_ = RoundFactory(state=Round.State.DRAFT)
    client.post(url("desk_round_publish", round_.pk))
    client.post(url("desk_round_edit", round_.pk), typed(opens_day="2020-01-01"))
    round_.refresh_from_db()
    assert round_.is_public
    assert round_.opens_at == sweden(2020, 5, 25)
    assert round_.title == {"sv": "Dialog om skogen"}


def test_reader_looks_and_changes_nothing(client):
    RegionFactory()
    client.force_login(ReaderFactory())
    round_ = RoundFactory()
    assert client.get(url("desk_rounds")).status_code == 200
    assert client.get(url("desk_round", round_.pk)).status_code == 200
    for page in ("edit", "publish", "move", "cancel", "delete"):
        assert client.post(url(f"desk_round_{page}", round_.pk)).status_code == 403
    assert client.get(url("desk_questions", round_.pk)).status_code == 403
    assert client.get(url("desk_contributions")).status_code == 403
    assert not Event.objects.filter(action__startswith="consultation.").exists()


def test_somebody_who_is_not_staff_sees_no_desk(client):
    RegionFactory()
    client.force_login(UserFactory())
    assert client.get(url("desk_rounds")).status_code == 403


def test_pages_ask_as_often_for_thirty_as_for_one(client, coordinator):
    round_ = RoundFactory()

    def one_more():
        question = QuestionFactory(round=round_)
        said = Said(question, text="Ja")
        contribution(round=RoundFactory(), content=Content("Hej"))
        contribution(round=round_, content=Content("Hej", replies=[said]))
        actions.put_out(
            None,
            round=round_,
            versions=[d.version for d in round_.documents.all()] + [an_area_version(round_)],
        )

    one_more()
    pages = [
        url("desk_rounds"),
        url("desk_round", round_.pk),
        url("desk_questions", round_.pk),
        url("desk_documents", round_.pk),
    ]
    before = [queries_of(client, page) for page in pages]
    for _ in range(29):
        one_more()
    assert [queries_of(client, page) for page in pages] == before


# --- moving, cancelling, earlier ones -------------------------------------------------------------


def test_moving_the_end_lets_late_input_be_in_time_and_mails_nobody(client, coordinator):
    round_ = RoundFactory()
    with clock.pinned(LAST + timedelta(days=1)):
        late = contribution(round=round_)
        messages = Message.objects.count()
        assert late.is_late
        days = {"opens_day": "2020-05-25", "closes_day": "2020-06-12"}
        assert client.post(url("desk_round_move", round_.pk), days).status_code == 302
        round_.refresh_from_db()
        assert round_.is_open_at(clock.now())
    late.refresh_from_db()
    assert not late.is_late
    assert Message.objects.count() == messages
    moved = Event.objects.get(action="consultation.move_round")
    assert moved.data["closes"][1].startswith("2020-06-13")


def test_beginning_of_a_round_that_has_opened_stays():
    with pytest.raises(ValidationError) as refused:
        actions.move_round(None, round=RoundFactory(), opens_at=sweden(2020, 5, 26), closes_at=LAST)
    assert "opens_at" in refused.value.message_dict


def test_end_cannot_be_moved_to_a_moment_that_is_over():
    round_ = RoundFactory()
    with pytest.raises(ValidationError):
        actions.move_round(
            None, round=round_, opens_at=round_.opens_at, closes_at=NOW - timedelta(hours=1)
        )


def test_cancelled_round_says_why_and_takes_nothing_more(client, coordinator):
    round_ = RoundFactory()
    assert client.post(url("desk_round_cancel", round_.pk), {"reason": " "}).status_code == 422
    client.post(url("desk_round_cancel", round_.pk), {"reason": "Vi börjar om."})
    round_.refresh_from_db()
    assert (round_.state, round_.cancel_reason) == (Round.State.CANCELLED, "Vi börjar om.")
    with pytest.raises(ValidationError):
        contribution(round=round_)
    with pytest.raises(ValidationError):
        actions.add_question(None, round=round_, text=Translated(sv="Mer?"))


def test_only_a_draft_can_be_deleted(client, coordinator):
    draft, out = RoundFactory(state=Round.State.DRAFT), RoundFactory()
    client.post(url("desk_round_delete", draft.pk))
    assert client.post(url("desk_round_delete", out.pk)).status_code == 422
    assert list(Round.objects.all()) == [out]


def test_round_that_is_over_cannot_be_published():
    round_ = RoundFactory(state=Round.State.DRAFT)
    with clock.pinned(LAST), pytest.raises(ValidationError):
        actions.publish_round(None, round=round_)


def test_earlier_round_holds_what_is_known_and_no_more(client, coordinator):
    the_programme()
    client.post(
        url("desk_round_earlier"),
        {"title_sv": "Remissen", "dated_on": "2019-12-01", "precision": "month", "note_sv": ""},
    )
    made = Round.objects.get()
    assert (made.state, made.opens_at, made.closes_at) == (Round.State.EARLIER, None, None)
    assert client.get(url("desk_round", made.pk)).status_code == 200
    with pytest.raises(ValidationError):
        contribution(round=made)


def test_earlier_round_has_been_held_already(client, coordinator):
    the_programme()
    answer = client.post(
        url("desk_round_earlier"),
        {"title_sv": "Remissen", "dated_on": "2020-12-01", "precision": "month"},
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["dated_on"])


# --- questions and documents ----------------------------------------------------------------------


def test_question_with_answers_to_choose_from(client, coordinator):
    round_ = RoundFactory()
    both = {"options_sv": "Ja\n\n Nej ", "options_en": "Yes\nNo"}
    client.post(url("desk_questions", round_.pk), TEXT | both | {"kind": "choice"})
    question = round_.questions.get()
    assert [one.text for one in question.options.all()] == [
        {"sv": "Ja", "en": "Yes"},
        {"sv": "Nej", "en": "No"},
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "choice", "options_sv": "Ja"}, "options_sv"),
        ({"kind": "text", "options_sv": "Ja\nNej"}, "options_sv"),
        ({"kind": "choice", "options_sv": "Ja\nNej", "options_en": "Yes"}, "options_en"),
        ({"kind": "choice", "options_sv": "\n".join("x" * 21)}, "options_sv"),
        ({"text_sv": "<b>Vad?</b>"}, "text_sv"),
        ({"text_sv": ""}, "text_sv"),
        ({"kind": "essay"}, "kind"),
    ],
)
def test_question_that_cannot_be_asked_is_told_beside_the_field(
    client, coordinator, changed, field
):
    round_ = RoundFactory()
    answer = client.post(url("desk_questions", round_.pk), TEXT | changed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not round_.questions.exists()


def test_answered_question_stays_as_it_was_asked(client, coordinator):
    question = QuestionFactory()
    said = Said(question, text="Bredband")
    contribution(round=question.round, content=Content(replies=[said]))
    edit = url("desk_question_edit", question.round_id, question.pk)
    assert client.post(edit, TEXT).status_code == 422
    client.post(url("desk_question_remove", question.round_id, question.pk))
    kept = {f"text_{code}": text for code, text in question.text.items()}
    helped = client.post(edit, TEXT | kept | {"help_sv": "Kort", "required": "on"})
    assert helped.status_code == 302
    question.refresh_from_db()
    assert (question.help, question.required) == ({"sv": "Kort"}, True)
    assert Reply.objects.get().question == question


def test_questions_are_put_in_order(client, coordinator):
    round_ = RoundFactory()
    first, second, third = (QuestionFactory(round=round_) for _ in range(3))
    client.post(url("desk_question_order", round_.pk, third.pk), {"way": "up"})
    client.post(url("desk_question_order", round_.pk, first.pk), {"way": "up"})
    client.post(url("desk_question_order", round_.pk, first.pk), {"way": "sideways"})
    assert list(round_.questions.all()) == [first, third, second]


def test_question_of_another_round_is_not_there(client, coordinator):
    question = QuestionFactory()
    page = url("desk_question_edit", RoundFactory().pk, question.pk)
    assert client.get(page).status_code == 404


def test_texts_out_for_comment_cannot_be_taken_away_once_something_came(client, coordinator):
    round_ = RoundFactory()
    first, second = an_area_version(round_), an_area_version(round_)
    page = url("desk_documents", round_.pk)
    client.post(page, {"areas": [first.pk]})
    contribution(round=round_)
    assert client.post(page, {"areas": [second.pk]}).status_code == 422
    assert client.post(page, {"areas": [second.pk, first.pk]}).status_code == 302
    assert [one.area_version for one in round_.documents.all()] == [first, second]


def test_text_stays_out_as_it_was_worded(client, coordinator):
    round_ = RoundFactory()
    version = an_area_version(round_)
    actions.put_out(None, round=round_, versions=[version])
    reworded(version.area, "Annat.")
    page = client.get(url("desk_documents", round_.pk))
    assert [one.version for one in page.context["documents"]] == [version]
    assert Document.objects.get().version.text == {"sv": "Stycke ett."}


# --- warnings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opens", "closes", "number"),
    [
        (sweden(2020, 5, 4), sweden(2020, 6, 3), 0),  # to Tuesday 2 June
        (sweden(2020, 5, 6), sweden(2020, 6, 2), 1),  # a day short of four weeks
        (sweden(2020, 3, 2), sweden(2020, 3, 30), 1),  # four weeks to a Sunday, an hour shorter
        (sweden(2020, 5, 4), sweden(2020, 6, 6), 0),  # a Friday before an ordinary weekend
        (sweden(2020, 5, 4), sweden(2020, 6, 7), 1),  # the national day, a Saturday
        (sweden(2020, 4, 4), sweden(2020, 5, 21), 1),  # the day before Ascension Day
        (sweden(2020, 5, 4), sweden(2020, 6, 2, 16), 0),
        (sweden(2020, 5, 4), sweden(2020, 6, 2, 22), 1),
    ],
)
def test_periods_worth_a_second_thought(opens, closes, number):
    round_ = RoundFactory(opens_at=opens, closes_at=closes)
    found = cautions(round_, RegionFactory(), questions=1, documents=0)
    assert len(found) == number, found


def test_round_that_asks_nothing_is_warned_of_and_published_all_the_same(client, coordinator):
    round_ = RoundFactory(
        state=Round.State.DRAFT, opens_at=sweden(2020, 6, 1), closes_at=sweden(2020, 7, 8)
    )
    page = client.get(url("desk_round_publish", round_.pk))
    assert len(page.context["warnings"]) == 1
    assert page.context["warnings"][0] in page.content.decode()
    client.post(url("desk_round_publish", round_.pk))
    round_.refresh_from_db()
    assert round_.state == Round.State.PUBLISHED
    assert len(client.get(url("desk_round", round_.pk)).context["warnings"]) == 1


# --- what the desk tells --------------------------------------------------------------------------


def test_desk_tells_what_waits():
    RegionFactory()
    one = contribution(sender=Sender(name="Kim Lind"))
    person = CoordinatorFactory()
    urls = [item.url for item in items_for(person, NOW)]
    inputs = url("desk_contributions")
    assert f"{inputs}?round={one.round_id}&state=unread" in urls
    assert f"{inputs}?round={one.round_id}&sector=lacking" in urls
    assert url("desk_round", one.round_id) not in urls
    soon = [item.url for item in items_for(person, LAST - timedelta(days=2))]
    assert url("desk_round", one.round_id) in soon
    assert not list(desk.input_items(ReaderFactory(), NOW))


def test_rounds_are_handed_over():
    one, other = CoordinatorFactory(), CoordinatorFactory()
    mine, over = RoundFactory(responsible=one), RoundFactory(responsible=one)
    actions.cancel_round(None, round=over, reason="Nej")
    assert desk.responsible_for(one) == 1
    assert desk.hand_over(None, from_user=one, to_user=other) == 1
    mine.refresh_from_db()
    assert mine.responsible == other


def test_step_shows_that_a_round_has_been_open():
    programme = the_programme()
    lap = cycles.open_lap(None, programme=programme)
    step = Step.objects.get(lap=lap, kind="analysis")
    draft = RoundFactory(state=Round.State.DRAFT)
    assert not round_was_open(step).ok
    actions.publish_round(None, round=draft)
    assert round_was_open(step).ok


def test_step_of_an_area_looks_for_a_round_about_it():
    round_ = RoundFactory()
    version = an_area_version(round_)
    lap = cycles.open_lap(None, programme=round_.programme, area=version.area)
    step = Step.objects.get(lap=lap, kind="governance")
    assert not round_was_open(step).ok
    actions.put_out(None, round=round_, versions=[version])
    contribution(round=round_)
    assert round_was_open(step).ok


def test_question_is_never_asked_in_a_way_that_cannot_be_answered():
    round_ = RoundFactory()
    with pytest.raises(ValidationError):
        actions.add_question(
            None, round=round_, text=Translated(sv="Vad?"), kind=Question.Kind.SEVERAL
        )


def test_round_leads_to_its_invitations_and_says_what_became_of_them(client, coordinator):
    round_ = RoundFactory()
    InvitationFactory(round=round_)
    page = client.get(url("desk_round", round_.pk))
    assert f'href="{url("desk_invitations", round_.pk)}"' in page.content.decode()
    assert page.context["asked"]["total"] == 1
    client.force_login(ReaderFactory())
    page = client.get(url("desk_round", round_.pk))
    assert page.context["asked"] is None
    assert url("desk_invitations", round_.pk) not in page.content.decode()
