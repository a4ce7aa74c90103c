"""The desk's list of what came in, and the page of one input."""

import pytest

from tests.varv.consultation.desk_support import NOW, queries_of, url
from tests.varv.factories import (
    AnalystFactory,
    MeetingFactory,
    MunicipalityFactory,
    OrganisationFactory,
    QuestionFactory,
    ReaderFactory,
    RegionFactory,
    RoundFactory,
    UserFactory,
    contribution,
)
from varv import clock
from varv.consultation import actions
from varv.consultation.contents import Content, Said, Sender
from varv.consultation.models import Contribution
from varv.consultation.standing import is_readable
from varv.files.actions import store
from varv.registry.models import Event, Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]


def again(one):
    return Contribution.objects.get(pk=one.pk)


def shown(client, **asked):
    page = client.get(url("desk_contributions"), asked)
    assert page.status_code == 200
    return [line.input.pk for line in page.context["lines"]]


def test_list_says_who_when_and_how_each_begins(client, coordinator):
    round_ = RoundFactory()
    question = QuestionFactory(round=round_)
    file = store(None, name="skiss.txt", content=b"Hej")
    contribution(
        round=round_,
        sender=Sender("Kim Lind", organisation="Norrskog AB", sector="business"),
        content=Content("Bredband i byn " * 40, files=[file]),
    )
    contribution(round=round_, content=Content(replies=[Said(question, text="Bara ett svar")]))
    lines = client.get(url("desk_contributions"), {"state": "unread"}).context["lines"]
    assert [line.who for line in lines] == ["Norrskog AB", "Kim Lind"]
    assert lines[0].beginning.startswith("Bredband i byn")
    assert len(lines[0].beginning) == 160
    assert (lines[0].files, lines[1].files) == (1, 0)
    assert lines[1].beginning == "Bara ett svar"


def test_list_is_narrowed(client, coordinator):
    one = contribution(channel=Contribution.Channel.PHONE)
    lacking = contribution(sender=Sender("Kim"))
    hidden = contribution()
    actions.hide(None, contribution=hidden, reason="Fel")
    out = contribution()
    actions.publish(None, contributions=[out])
    gone = contribution()
    actions.withdraw(None, contribution=gone)
    assert shown(client, channel="phone") == [one.pk]
    assert shown(client, sector="lacking") == [lacking.pk]
    assert shown(client, state="hidden") == [hidden.pk]
    assert shown(client, state="published") == [out.pk]
    assert shown(client, state="withdrawn") == [gone.pk]
    assert shown(client, state="unread") == [one.pk, lacking.pk]
    assert shown(client, round=one.round_id) == [one.pk]
    assert shown(client, number=one.record.number) == [one.pk]
    assert len(shown(client)) == 5


@pytest.mark.parametrize(
    "asked",
    [
        {"round": "x"},
        {"round": "9" * 30},
        {"state": "<b>"},
        {"number": "-1"},
        {"number": "9" * 40},
        {"page": "\x00"},
        {"sector": "'; drop"},
    ],
)
def test_filter_that_makes_no_sense_shows_all(client, coordinator, asked):
    one = contribution()
    assert shown(client, **asked) == [one.pk]


def test_unconfirmed_input_is_nowhere(client, coordinator):
    round_ = RoundFactory()
    made = Contribution.objects.create(
        round=round_, channel="web", state="unconfirmed", language="sv", received_at=NOW
    )
    assert shown(client) == []
    assert client.get(url("desk_contribution", made.pk)).status_code == 404


def test_list_and_page_ask_as_often_for_thirty_as_for_one(client, coordinator):
    round_ = RoundFactory()
    question = QuestionFactory(round=round_)

    def one_more():
        organisation = OrganisationFactory(municipality=MunicipalityFactory())
        file = store(None, name="skiss.txt", content=b"Hej")
        made = contribution(
            round=round_,
            sender=Sender("Kim", organisation=organisation.name, sector="business"),
            content=Content(replies=[Said(question, text="Ja")], files=[file]),
        )
        contribution(round=RoundFactory(), channel=Contribution.Channel.PHONE)
        return made

    one = one_more()
    pages = [url("desk_contributions"), url("desk_contribution", one.pk)]
    before = [queries_of(client, page) for page in pages]
    for _ in range(29):
        one_more()
    assert [queries_of(client, page) for page in pages] == before


def test_ticked_inputs_are_published_and_the_list_comes_back_as_it_was(client, coordinator):
    first, second, third = (contribution() for _ in range(3))
    back = url("desk_contributions") + "?state=unread"
    answer = client.post(
        url("desk_inputs_publish"), {"input": [first.pk, second.pk, "x", "9" * 18], "next": back}
    )
    assert answer.headers["Location"] == back
    assert shown(client, state="unread") == [third.pk]


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/desk/input/", "/my/"])
def test_nobody_is_sent_elsewhere_after_publishing(client, coordinator, to):
    answer = client.post(url("desk_inputs_publish"), {"input": [contribution().pk], "next": to})
    assert answer.headers["Location"] == url("desk_contributions")


def test_all_on_the_page_can_be_ticked_without_a_script(client, coordinator):
    contribution()
    page = client.get(url("desk_contributions"), {"ticked": "all"}).content.decode()
    assert page.count(" checked") == 1


def test_page_has_everything_about_one_input(client, coordinator):
    round_ = RoundFactory()
    question = QuestionFactory(round=round_)
    meeting = MeetingFactory()
    one = contribution(
        round=round_,
        actor=coordinator,
        sender=Sender("Kim Lind", "kim@actor.example", "Norrskog AB", "business"),
        content=Content("Brevets ord", replies=[Said(question, text="Svarets ord")]),
        said_at=meeting,
    )
    page = client.get(url("desk_contribution", one.pk))
    text = page.content.decode()
    for words in ("Kim Lind", "kim@actor.example", "Norrskog AB", "Brevets ord", "Svarets ord"):
        assert words in text
    assert meeting.title["sv"] in text
    assert coordinator.name in text


def test_publishing_goes_on_to_the_next_that_came(client, coordinator):
    round_ = RoundFactory()
    first, second = contribution(round=round_), contribution(round=round_)
    answer = client.post(url("desk_input_publish", first.pk))
    assert answer.headers["Location"] == url("desk_contribution", second.pk)
    answer = client.post(url("desk_input_publish", second.pk))
    assert answer.headers["Location"] == url("desk_contribution", second.pk)
    assert is_readable(again(first))
    assert is_readable(again(second))


def test_secret_input_is_refused_with_words(client, coordinator):
    one = contribution()
    Record.objects.filter(pk=one.record_id).update(secrecy="OSL 21:1")
    page = client.post(url("desk_input_publish", one.pk), follow=True).content.decode()
    assert "notice--error" in page
    assert "OSL 21:1" in page
    client.post(url("desk_inputs_publish"), {"input": [one.pk]})
    assert again(one).published_at is None


def test_hiding_asks_for_a_reason_and_keeps_what_was_typed(client, coordinator):
    one = contribution()
    page = url("desk_input_hide", one.pk)
    assert client.post(page, {"reason": ""}).status_code == 422
    hostile = client.post(page, {"reason": "<b>Angrepp</b>"})
    assert hostile.status_code == 422
    assert "&lt;b&gt;Angrepp" in hostile.content.decode()
    assert client.post(page, {"reason": "Angrepp"}).status_code == 302
    assert again(one).hidden_reason == "Angrepp"
    client.post(url("desk_input_show", one.pk))
    assert again(one).hidden_at is None


def test_known_organisation_fills_in_sector_and_municipality(client, coordinator):
    known = OrganisationFactory(name="Norrskog AB", sector="research", checked_at=NOW)
    one = contribution(sender=Sender("Kim"))
    client.post(url("desk_input_identify", one.pk), {"organisation": "Norrskog AB"})
    found = again(one)
    assert (found.organisation, found.sector) == (known, "research")
    assert found.municipality == known.municipality


def test_who_it_is_from_is_completed_one_after_the_other(client, coordinator):
    first = contribution(sender=Sender("Kim"))
    others = [contribution(round=first.round, sender=Sender(name)) for name in ("Lo", "Mio", "Siv")]
    contribution(round=first.round, sender=Sender("Pim", sector="civil"))
    contribution(sender=Sender("Ivo"))
    told = {"sector": "civil", "municipality": "outside"}

    def take_next(one):
        page = url("desk_input_identify", one.pk)
        assert 'name="following"' in client.get(page).content.decode()
        return client.post(page, told | {"following": "1"}).headers["Location"]

    assert take_next(others[0]) == url("desk_input_identify", others[1].pk)
    assert take_next(others[1]) == url("desk_input_identify", others[2].pk)
    assert take_next(others[2]) == url("desk_input_identify", first.pk)
    last = url("desk_input_identify", first.pk)
    assert 'name="following"' not in client.get(last).content.decode()
    assert client.post(last, told | {"following": "1"}).headers["Location"] == url(
        "desk_contribution", first.pk
    )
    assert {again(one).sector for one in (first, *others)} == {"civil"}


def test_who_it_is_from_is_asked_beside_what_was_said(client, coordinator):
    question = QuestionFactory()
    one = contribution(
        round=question.round,
        sender=Sender("Kim"),
        content=Content("Vi vill ha tåg.", replies=[Said(question, text="Var tredje timme")]),
    )
    text = client.get(url("desk_input_identify", one.pk)).content.decode()
    assert one.text in text
    assert "Var tredje timme" in text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"organisation": "Helt nya AB"}, "sector"),
        ({"sector": "business"}, "municipality"),
        ({"municipality": "outside"}, "sector"),
        ({"organisation": "---"}, "organisation"),
        ({"name": "Kim\nLind"}, "name"),
        ({"sector": "spies", "municipality": "outside"}, "sector"),
        ({"sector": "business", "municipality": "999999"}, "municipality"),
    ],
)
def test_what_does_not_go_together_is_told_beside_the_field(client, coordinator, typed, field):
    one = contribution(sender=Sender("Kim"))
    answer = client.post(url("desk_input_identify", one.pk), typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert again(one).sector == ""


def test_analyst_reads_and_enters_and_decides_nothing(client):
    RegionFactory()
    client.force_login(AnalystFactory())
    one = contribution()
    assert client.get(url("desk_contributions")).status_code == 200
    assert client.get(url("desk_contribution", one.pk)).status_code == 200
    for page in ("publish", "unpublish", "show", "hide", "identify"):
        assert client.post(url(f"desk_input_{page}", one.pk), {"reason": "x"}).status_code == 403
    assert client.post(url("desk_inputs_publish"), {"input": [one.pk]}).status_code == 403
    assert not Event.objects.filter(action="consultation.publish").exists()


@pytest.mark.parametrize("who", [ReaderFactory, UserFactory])
def test_others_read_no_input(client, who):
    RegionFactory()
    client.force_login(who())
    assert client.get(url("desk_contributions")).status_code == 403
    assert client.get(url("desk_contribution", contribution().pk)).status_code == 403


def test_late_input_is_marked(client, coordinator):
    round_ = RoundFactory()
    with clock.pinned(round_.closes_at):
        late = contribution(round=round_)
        page = client.get(url("desk_contributions"))
    assert [line.input.is_late for line in page.context["lines"]] == [True]
    assert late.is_late
    assert "tag--missed" in page.content.decode()


def test_subject_that_many_have_in_common_does_not_hide_how_each_begins(client, coordinator):
    contribution(content=Content("Mer vatten.", title="Inspel"))
    assert "Mer vatten." in client.get(url("desk_contributions")).content.decode()
