"""The desk of points: splitting, the list, answering, signing and themes, without any script."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.consultation.desk_support import queries_of, url
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    RoundFactory,
    contribution,
    disposition,
    point,
)
from varv.consultation import actions
from varv.consultation.contents import Content
from varv.consultation.models import Disposition, Point, ReasonTemplate, Theme
from varv.registry import kinds
from varv.text.translated import Translated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

TEXT = "Skogen behöver vägar. Tågen ska gå varje timme."
ANSWER = {"outcome": "partly", "reason": "Texten säger det nu.", "changed_text": "Nya ord."}


@pytest.fixture
def input_():
    return contribution(content=Content(text=TEXT))


def held(one):
    return Disposition.objects.get(point=one, replaced_at=None)


def said(answer):
    return answer.content.decode()


# --- splitting ----------------------------------------------------------------------------------


def test_page_of_an_input_marks_the_words_of_its_points(client, coordinator, input_):
    actions.split(None, contribution=input_, quote="Tågen ska gå varje timme.")
    page = said(client.get(url("desk_split", input_.pk)))
    assert '<mark data-numbers="1">Tågen ska gå varje timme.</mark>' in page


def test_selected_words_become_a_point(client, coordinator, input_):
    sent = {"quote": "Skogen behöver vägar.", "key": "text", "near": "0", "seen": "0"}
    assert client.post(url("desk_split", input_.pk), sent).status_code == 302
    assert Point.objects.get().start == 0


def test_ticked_sentences_become_a_point_and_the_next_input_comes(client, coordinator, input_):
    other = contribution(round=input_.round, content=Content(text="Mer."))
    sent = {"piece": ["text:0:21", "text:22:47"], "seen": "0", "following": "1"}
    answer = client.post(url("desk_split", input_.pk), sent)
    assert Point.objects.get().text == TEXT
    assert answer.url == url("desk_split", other.pk)


def test_mistake_keeps_what_was_typed(client, coordinator, input_):
    sent = {"quote": "Står inte där.", "heading": "Min rubrik", "seen": "0"}
    answer = client.post(url("desk_split", input_.pk), sent)
    assert answer.status_code == 422
    assert "Min rubrik" in said(answer)
    assert not Point.objects.exists()


def test_second_person_sees_the_firsts_point_beside_what_they_typed(client, coordinator, input_):
    actions.split(None, contribution=input_, quote="Skogen behöver vägar.")
    sent = {"quote": "Tågen ska gå varje timme.", "seen": "0"}
    answer = client.post(url("desk_split", input_.pk), sent)
    assert answer.status_code == 422
    assert "Tågen ska gå varje timme.</textarea>" in said(answer)
    again = client.post(url("desk_split", input_.pk), sent | {"seen": "1"})
    assert again.status_code == 302
    assert Point.objects.count() == 2


def test_whole_input_and_back(client, coordinator, input_):
    client.post(url("desk_split_whole", input_.pk))
    made = Point.objects.get()
    client.post(url("desk_point_back", made.pk))
    assert not Point.objects.exists()


def test_list_of_input_tells_how_far_each_is(client, coordinator):
    round_ = RoundFactory()
    unsplit, some = contribution(round=round_), contribution(round=round_)
    disposition(point=point(contribution=some))
    page = said(client.get(url("desk_contributions")))
    assert url("desk_split", unsplit.pk) in page
    assert "(1)" in page


# --- the list -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        "state=signed",
        "outcome=partly",
        "theme=none",
        "area=none",
        "text=byn",
        "sector=academia",
    ],
)
def test_list_is_narrowed(client, coordinator, asked):
    one = disposition().point
    page = said(client.get(f"{url('desk_points')}?{asked}"))
    assert (one.desk_url in page) == (asked != "sector=academia")


def test_list_takes_as_many_queries_for_thirty_as_for_one(client, coordinator):
    of = contribution()
    actions.publish(None, contributions=[of])
    area = AreaFactory(programme=of.round.programme)
    one = disposition(point=point(contribution=of), changed=[["area", area.pk]])
    some = queries_of(client, url("desk_points"))
    page = queries_of(client, url("desk_split", of.pk))
    public = queries_of(client, url("points", of.round.slug))
    for _ in range(29):
        disposition(point=point(contribution=of), changed=one.changed)
    assert queries_of(client, url("desk_points")) == some
    assert queries_of(client, url("desk_split", of.pk)) == page
    assert queries_of(client, url("points", of.round.slug)) == public


def test_points_are_moved_to_a_theme(client, coordinator):
    one, other = point(), point()
    client.post(url("desk_themes"), {"name_sv": "Tåg", "name_en": "Trains"})
    theme = Theme.objects.get()
    begun = client.post(url("desk_points_chosen"), {"act": "move", "point": [one.pk, other.pk]})
    assert f"{one.pk},{other.pk}" in said(begun)
    sent = {"points": f"{one.pk},{other.pk}", "area": "keep", "theme": theme.pk}
    client.post(url("desk_points_move"), sent)
    assert Point.objects.filter(theme=theme).count() == 2
    nothing = client.post(url("desk_points_move"), sent | {"theme": "keep"})
    assert nothing.status_code == 422


def test_all_that_the_filter_shows_are_chosen(client, coordinator):
    signed, waits = disposition().point, point()
    sent = {"act": "dispose", "all": "1", "asked": "state=open"}
    page = said(client.post(url("desk_points_chosen"), sent))
    assert f'value="{waits.pk}:0"' in page
    assert signed.desk_url not in page


def test_nothing_ticked_is_told(client, coordinator):
    point()
    answer = client.post(url("desk_points_chosen"), {"act": "dispose"}, follow=True)
    assert "notice--error" in said(answer)


# --- answering ----------------------------------------------------------------------------------


def test_many_points_get_one_answer_that_is_taken_back_as_one(client, coordinator):
    one, other = point(), point()
    area = AreaFactory(programme=one.round.programme)
    sent = ANSWER | {"seen": f"{one.pk}:0,{other.pk}:0", "changed": f"area:{area.pk}"}
    client.post(url("desk_dispose"), sent)
    assert held(one).batch == held(other).batch
    assert held(one).changed == [["area", area.pk]]
    assert area.get_absolute_url() in said(client.get(one.desk_url))
    undo = url("desk_points_undo", held(one).batch)
    assert client.get(undo).status_code == 200
    client.post(undo)
    assert not Disposition.objects.filter(replaced_at=None).exists()
    assert "redan tillbakatagen" in said(client.post(undo, follow=True))


def test_answer_without_a_reason_keeps_what_was_typed(client, coordinator):
    one = point()
    answer = client.post(url("desk_dispose"), ANSWER | {"reason": "", "seen": f"{one.pk}:0"})
    assert answer.status_code == 422
    assert "Nya ord." in said(answer)
    assert not Disposition.objects.exists()


def test_second_of_two_sees_what_the_first_did_beside_what_they_typed(client, coordinator):
    first = disposition(reason="Så sade den första.")
    sent = ANSWER | {"seen": f"{first.point.pk}:0"}
    answer = client.post(url("desk_dispose"), sent)
    assert answer.status_code == 409
    assert "Så sade den första." in said(answer)
    assert "Texten säger det nu." in said(answer)
    assert held(first.point) == first
    assert f"{first.point.pk}:{first.pk}s" in said(answer)


def test_wording_of_a_reason_is_filled_in(client, coordinator):
    client.post(url("desk_reasons"), {"name": "Tack", "outcome": "noted", "text": "Vi har läst."})
    kept = ReasonTemplate.objects.get()
    one = point()
    sent = {"template": kept.pk, "fill": "1", "changed_text": "Står kvar", "seen": f"{one.pk}:0"}
    page = said(client.post(url("desk_dispose"), sent))
    assert "Vi har läst." in page
    assert "Står kvar" in page
    client.post(url("desk_reason_remove", kept.pk))
    assert not ReasonTemplate.objects.exists()


def test_damaged_page_is_refused(client, coordinator):
    point()
    assert client.post(url("desk_dispose"), ANSWER | {"seen": "x:y"}).status_code == 422


def test_second_reader_signs_what_others_wrote(client, coordinator):
    of_another = disposition(signed_by=None, signed_at=None)
    own = disposition(made_by=coordinator, signed_by=None, signed_at=None)
    sent = {"act": "sign", "point": [of_another.point.pk, own.point.pk]}
    page = said(client.post(url("desk_points_chosen"), sent))
    assert f'name="dispositions" value="{of_another.pk}"' in page.replace("\n", " ")
    client.post(url("desk_points_sign"), {"dispositions": f"{of_another.pk},{own.pk}"})
    of_another.refresh_from_db()
    own.refresh_from_db()
    assert (of_another.signed_by, own.signed_by) == (coordinator, None)


def test_second_reader_sees_every_point_of_an_act(client, coordinator):
    of = contribution()
    seven = [point(contribution=of, text=f"Sak nummer {number}.") for number in range(7)]
    actions.dispose(
        AnalystFactory(),
        points=[one.pk for one in seven],
        outcome="noted",
        reason="Vi har läst det.",
    )
    sent = {"act": "sign", "point": [one.pk for one in seven]}
    page = said(client.post(url("desk_points_chosen"), sent))
    assert [f"Sak nummer {number}." in page for number in range(7)] == [True] * 7
    assert "och 4 till" in page


def test_second_reader_sees_what_an_act_changed_with_as_many_queries_for_many(client, coordinator):
    def asked(some):
        sent = {"act": "sign", "point": [one.pk for one in some]}
        with CaptureQueriesContext(connection) as seen:
            page = said(client.post(url("desk_points_chosen"), sent))
        return page, len(seen)

    acts = [point() for _ in range(30)]
    for one in acts:
        area = AreaFactory(programme=one.round.programme)
        reason = {"outcome": "adopted", "reason": "Det står nu i texten."}
        actions.dispose(AnalystFactory(), points=[one.pk], changed=[kinds.ref(area)], **reason)
    asked(acts)
    page, many = asked(acts)
    assert area.get_absolute_url() in page
    assert many == asked(acts[:1])[1]


def test_answers_are_asked_about_before_they_are_returned(client, coordinator):
    made = disposition(signed_by=None, signed_at=None)
    asked = client.post(url("desk_points_return"), {"dispositions": str(made.pk)})
    assert asked.status_code == 200
    assert "måste fyllas i" not in said(asked)
    empty = client.post(url("desk_points_return"), {"dispositions": str(made.pk), "note": ""})
    assert empty.status_code == 422


def test_second_reader_returns_an_answer_with_a_note(client, coordinator):
    made = disposition(signed_by=None, signed_at=None)
    sent = {"dispositions": str(made.pk), "note": "Säg vilken väg."}
    client.post(url("desk_points_return"), sent)
    made.refresh_from_db()
    assert made.returned_note == "Säg vilken väg."
    assert "Säg vilken väg." in said(client.get(made.point.desk_url))


def test_desk_tells_who_is_awaited(client, coordinator):
    made = disposition(signed_by=None, signed_at=None, made_by=AnalystFactory())
    page = said(client.get("/desk/"))
    assert f"round={made.point.round_id}&amp;state=proposed" in page
    client.force_login(made.made_by)
    assert "state=proposed" not in said(client.get("/desk/"))


# --- alike --------------------------------------------------------------------------------------


def test_long_group_is_folded_side_by_side_and_merged_whole(client, coordinator):
    of = contribution()
    forty = [point(contribution=of, text="Vägen plogas för sent.") for _ in range(40)]
    page = said(client.get(url("desk_points_similar")))
    assert "40 synpunkter sida vid sida" in page
    ids = [one.pk for one in forty]
    side = said(client.get(url("desk_points_side"), {"point": ids}))
    assert side.count('name="point"') == 40
    assert "28 till, också ikryssade" in side
    client.post(url("desk_points_merge"), {"point": ids, "head": ids[0]})
    assert Point.objects.filter(merged_into=ids[0]).count() == 39
    again = client.post(url("desk_points_merge"), {"point": ids, "head": ids[0]}, follow=True)
    assert "redan ihopslagna" in said(again)


def test_similar_points_are_suggested_and_merged(client, coordinator):
    of = contribution()
    a, b = (
        point(contribution=of, text=text)
        for text in ("Rusta upp skogsbilvägarna i Ragunda", "Skogsbilvägar i Ragunda rustas upp")
    )
    point(contribution=of, text="Mer musik åt alla")
    page = said(client.get(url("desk_points_similar")))
    assert "skogsbilvägar" in page
    beside = said(client.get(f"{url('desk_points_side')}?like={a.pk}"))
    assert b.desk_url in beside
    client.post(url("desk_points_merge"), {"point": [a.pk, b.pk], "head": a.pk})
    b.refresh_from_db()
    assert b.merged_into == a
    client.post(url("desk_point_part", b.pk))
    b.refresh_from_db()
    assert b.merged_into is None


# --- what everybody sees ------------------------------------------------------------------------


def test_signed_point_stands_on_the_public_pages_with_its_answer(client):
    one = point()
    area = AreaFactory(programme=one.round.programme)
    made = disposition(point=one, reason="Vi ändrade stycket.", changed=[["area", area.pk]])
    waits = disposition(reason="Ännu inte.", signed_by=None, signed_at=None)
    for page in (made.point.contribution.get_absolute_url(), url("points", made.point.round.slug)):
        text = said(client.get(page))
        assert "Vi ändrade stycket." in text
        assert area.get_absolute_url() in text
    assert "Ännu inte." not in said(client.get(waits.point.contribution.get_absolute_url()))
    assert url("points", made.point.round.slug) in said(
        client.get(made.point.round.get_absolute_url())
    )


def test_points_are_taken_out_as_files(client, coordinator):
    made = disposition(reason="Vi ändrade stycket.")
    disposition(reason="Ännu inte.", signed_by=None, signed_at=None, point=point(
        contribution=made.point.contribution))  # fmt: skip
    public = b"".join(client.get(url("points_export", made.point.round.slug, "csv"))).decode()
    assert "Vi ändrade stycket." in public
    assert "Ännu inte." not in public
    desk = b"".join(client.post(f"{url('desk_points_export', 'csv')}?state=proposed")).decode()
    assert "Ännu inte." in desk
    assert b"".join(client.post(url("desk_points_export", "xlsx"))).startswith(b"PK")
    assert client.get(url("points_export", made.point.round.slug, "pdf")).status_code == 404


def test_theme_is_renamed_ordered_and_merged_on_the_desk(client, coordinator):
    programme = RoundFactory().programme
    a, b = (actions.add_theme(None, programme=programme, name=Translated(sv=n)) for n in "AB")
    client.post(url("desk_theme", a.pk), {"name_sv": "Tåg", "name_en": ""})
    client.post(url("desk_theme_order", a.pk), {"way": "down"})
    assert [str(one) for one in Theme.objects.all()] == ["B", "Tåg"]
    client.post(url("desk_theme_merge", a.pk), {"into": b.pk})
    assert list(Theme.objects.all()) == [b]
    client.post(url("desk_theme_remove", b.pk))
    assert not Theme.objects.exists()


def test_reader_sees_no_points(client):
    from tests.varv.factories import StaffRoleFactory

    client.force_login(StaffRoleFactory(role="reader").user)
    assert client.get(url("desk_points")).status_code == 403


def test_stranger_is_asked_to_sign_in(client):
    assert client.get(url("desk_points")).status_code == 302
    assert CoordinatorFactory()


@pytest.mark.parametrize("page", ["desk_points", "desk_points_similar", "desk_contributions"])
def test_each_key_presses_one_thing_on_a_page(client, coordinator, page):
    keys_are_told_apart(said(client.get(url(page))))


def test_each_key_presses_one_thing_on_the_pages_of_one(client, coordinator, input_):
    one = disposition(signed_by=None, signed_at=None).point
    for page, pk in (("desk_split", input_.pk), ("desk_point", one.pk)):
        keys_are_told_apart(said(client.get(url(page, pk))))


def keys_are_told_apart(page):
    keys = re.findall(r'data-key="(.)"', page)
    assert sorted(keys) == sorted(set(keys))
