"""Drafts, what they change, and how they are adopted."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.varv.factories import (
    BodyFactory,
    EvidenceFactory,
    RoundFactory,
    contribution,
)
from varv.bodies.actions import record_decision
from varv.consultation import actions as consultation
from varv.cycles import actions, queries
from varv.cycles.actions import NewDecision
from varv.cycles.figures import Figure
from varv.cycles.models import AreaVersion, ProgrammeVersion, TextChange
from varv.extension import ExtensionPoint
from varv.registry import actions as registry
from varv.registry.models import Event, Record, Trace
from varv.text.translated import Translated

TEXT = "Ett.\n\nTvå.\n\nTre.\n\nFyra."


@pytest.fixture
def worded(area):
    """The area, with a text of four paragraphs."""
    return actions.revise_area(
        None, area=area, name=area.name, summary={}, text={"sv": TEXT}, reason="Början."
    )


@pytest.fixture
def draft(worded, coordinator):
    return actions.draft_area(coordinator, area=worded)


def write(draft, text, **more):
    values = {"name": draft.name, "summary": draft.summary, "text": {"sv": text}}
    values |= {"reason": "Inspelen sade så.", "seen": draft.revision} | more
    saved = actions.edit_area_draft(None, version=draft, **values)
    draft.refresh_from_db()
    return saved


def changed(version):
    return [(one.anchor, one.before, one.after) for one in version.changes.filter(field="text")]


def point_at(change):
    """Let something lead to the change, as a point in a contribution will."""
    return registry.trace(None, source=EvidenceFactory(), target=change, relation="changed")


def new_decision(**more):
    values = {"body": BodyFactory(), "decided_on": date(2020, 5, 20), "paragraph": "12"}
    return NewDecision(**(values | {"title": {"sv": "Området antas"}} | more))


def adopt(version, **more):
    values = {"decision": new_decision(), "reason": "Inspelen sade så."} | more
    return actions.adopt_area_version(None, version=version, **values)


# --- drafts and their changes --------------------------------------------------------------------


def test_draft_stands_beside_the_wording_that_holds(worded, draft, client):
    write(draft, "Ett nytt.")
    worded.refresh_from_db()
    assert str(worded.text) == TEXT
    assert draft.based_on.state == "adopted"
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "Ett nytt." not in client.get(f"{worded.get_absolute_url()}history/").content.decode()


def test_change_stays_the_same_while_the_draft_is_written(draft):
    write(draft, "Ett.\n\nTvå nya.\n\nTre.\n\nFyra.")
    (change,) = draft.changes.all()
    assert changed(draft) == [(1, "Två.", "Två nya.")]
    write(draft, "Noll.\n\nEtt.\n\nTvå helt nya.\n\nTre.\n\nFyra.")
    assert changed(draft) == [(0, "", "Noll."), (1, "Två.", "Två helt nya.")]
    assert draft.changes.get(anchor=1).pk == change.pk


def test_change_that_grows_over_another_takes_over_what_led_to_it(draft):
    write(draft, "Ett!\n\nTvå.\n\nTre!\n\nFyra.")
    first, second = draft.changes.order_by("anchor")
    trace = point_at(second)
    write(draft, "Ett!\n\nTvå!\n\nTre!\n\nFyra.")
    assert changed(draft) == [(0, "Ett.\n\nTvå.\n\nTre.", "Ett!\n\nTvå!\n\nTre!")]
    trace.refresh_from_db()
    assert trace.target_id == first.pk
    assert not TextChange.objects.filter(pk=second.pk).exists()


def test_change_that_was_undone_comes_back_with_what_led_to_it(draft):
    write(draft, "Ett!\n\nTvå.\n\nTre.\n\nFyra!")
    traced, plain = draft.changes.order_by("anchor")
    point_at(traced)
    write(draft, TEXT)
    assert [one.pk for one in queries.undone_changes(draft)] == [traced.pk]
    assert not TextChange.objects.filter(pk=plain.pk).exists()
    assert list(queries.changes_of(draft)) == []
    write(draft, "Ett igen.\n\nTvå.\n\nTre.\n\nFyra.")
    assert [one.pk for one in queries.changes_of(draft)] == [traced.pk]


def test_second_writer_sees_what_the_first_wrote_beside_their_own(draft, client, coordinator):
    client.force_login(coordinator)
    page = reverse("cycles:desk_version_edit", args=["area", draft.pk])
    typed = {"name_sv": "Jord och skog", "text_sv": "Mitt.", "revision": "0"}
    actions.edit_area_draft(
        coordinator,
        version=draft,
        seen=0,
        name=draft.name,
        summary={"en": "Their summary."},
        text={"sv": "Ett.\n\nDeras eget stycke."},
    )
    answer = client.post(page, typed)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "Mitt." in body
    assert 'name="revision" value="1"' in body
    theirs = body.partition('id="theirs"')[2]
    assert "<p>Deras eget stycke.</p>" in theirs
    assert "<p>Their summary.</p>" in theirs
    assert str(coordinator) in theirs
    assert f'href="{draft.desk_url}"' in theirs
    draft.refresh_from_db()
    assert str(draft.text) == "Ett.\n\nDeras eget stycke."
    assert client.post(page, typed | {"revision": "1"}).status_code == 302
    draft.refresh_from_db()
    assert str(draft.text) == "Mitt."


def test_second_writer_of_the_programme_sees_what_the_first_wrote(programme, client, coordinator):
    draft = actions.draft_programme(coordinator, programme=programme)
    client.force_login(coordinator)
    page = reverse("cycles:desk_version_edit", args=["programme", draft.pk])
    typed = {"title_sv": "Program", "text_sv": "Mitt.", "revision": "0"}
    assert client.post(page, typed | {"text_sv": "Deras."}).status_code == 302
    theirs = client.post(page, typed).content.decode().partition('id="theirs"')[2]
    assert "<p>Deras.</p>" in theirs
    assert str(coordinator) in theirs


def test_version_out_for_comment_is_public_and_no_longer_changes(draft, client):
    write(draft, "Ett nytt.")
    actions.put_version_out(None, version=draft)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "<ins>Ett nytt.</ins>" in page
    with pytest.raises(ValidationError):
        write(draft, "Ett annat.", seen=1)
    again = actions.draft_area(None, area=draft.area, based_on=draft)
    assert str(again.text) == "Ett nytt."
    notice = client.get(draft.area.get_absolute_url()).content.decode()
    assert draft.get_absolute_url() in notice


def test_round_that_is_published_puts_its_drafts_out(draft):
    write(draft, "Ett nytt.")
    round_ = RoundFactory(state="draft", programme=draft.area.programme)
    consultation.put_out(None, round=round_, versions=[draft])
    draft.refresh_from_db()
    assert draft.is_draft
    with pytest.raises(ValidationError):
        actions.discard_draft(None, version=draft)
    consultation.publish_round(None, round=round_)
    draft.refresh_from_db()
    assert draft.is_out_for_comment


def test_discarded_draft_takes_what_led_to_it_along(draft):
    write(draft, "Ett nytt.")
    point_at(draft.changes.get())
    actions.discard_draft(None, version=draft)
    actions.discard_draft(None, version=draft)
    assert not AreaVersion.objects.filter(pk=draft.pk).exists()
    assert not Trace.objects.filter(target_kind="change").exists()
    assert Event.objects.filter(action="cycles.discard_draft").count() == 1


# --- adoption ------------------------------------------------------------------------------------


def test_adopted_version_is_the_area_and_is_recorded(draft, coordinator, client):
    write(draft, "Ett nytt.", name={"sv": "Jord, skog och vatten"})
    former = draft.based_on
    adopted = actions.adopt_area_version(
        coordinator, version=draft, decision=new_decision(), reason="Inspelen sade så."
    )
    area, former = adopted.area, AreaVersion.objects.get(pk=former.pk)
    area.refresh_from_db()
    assert (str(area.name), str(area.text)) == ("Jord, skog och vatten", "Ett nytt.")
    assert (adopted.state, former.state) == ("adopted", "replaced")
    assert adopted.replaces == former
    assert client.get("/areas/jord-och-skog/")["Location"] == "/areas/jord-skog-och-vatten/"
    kinds = Record.objects.filter(case=area.programme.case).values_list("kind", flat=True)
    assert set(kinds) == {"decision", "area_version"}
    assert Event.objects.filter(action="cycles.adopt_area_version").count() == 1
    page = client.get(adopted.get_absolute_url()).content.decode()
    assert "§ 12" in page


def test_decision_that_is_recorded_already_can_adopt(draft):
    write(draft, "Ett nytt.")
    decision = record_decision(
        None, body=BodyFactory(), decided_on=date(2020, 5, 1), paragraph="3", title={"sv": "Ja"}
    )
    assert adopt(draft, decision=decision).decision == decision


def test_what_was_out_for_comment_gives_way_to_what_grew_out_of_it(draft):
    write(draft, "Ett nytt.")
    actions.put_version_out(None, version=draft)
    later = actions.draft_area(None, area=draft.area, based_on=draft)
    write(later, "Ett nyare.")
    adopt(later)
    draft.refresh_from_db()
    assert draft.state == "replaced"


def test_version_is_not_adopted_over_another_one(draft):
    write(draft, "Ett nytt.")
    actions.revise_area(
        None,
        area=draft.area,
        name=draft.area.name,
        summary={},
        text={"sv": "Ett.\n\nTvå.\n\nTre.\n\nFem."},
        reason="Under tiden.",
    )
    with pytest.raises(ValidationError):
        adopt(draft)
    (change,) = draft.changes.all()
    actions.compare_with_present(None, version=draft)
    assert changed(draft) == [(0, "Ett.\n\nTvå.\n\nTre.\n\nFem.", "Ett nytt.")]
    assert draft.changes.get().pk == change.pk
    assert adopt(AreaVersion.objects.get(pk=draft.pk)).state == "adopted"


@pytest.mark.parametrize("state", ["adopted", "replaced"])
def test_only_what_is_open_is_adopted(draft, state):
    write(draft, "Ett nytt.")
    AreaVersion.objects.filter(area=draft.area).exclude(pk=draft.pk).update(state="replaced")
    AreaVersion.objects.filter(pk=draft.pk).update(state=state)
    with pytest.raises(ValidationError):
        adopt(draft)


def test_failed_adoption_changes_nothing(draft):
    with pytest.raises(ValidationError):
        adopt(draft)  # it says what the area says already
    with pytest.raises(ValidationError):
        adopt(draft, decision=new_decision(decided_on=date(2999, 1, 1)))
    draft.refresh_from_db()
    assert draft.is_draft
    assert not Record.objects.filter(kind="decision").exists()


def test_adoption_form_asks_for_one_decision(draft, client, coordinator):
    write(draft, "Ett nytt.")
    client.force_login(coordinator)
    page = reverse("cycles:desk_version_adopt", args=["area", draft.pk])
    asked = client.get(page).content.decode()
    optional = {"decision", "paragraph"}
    for name in optional | {"body", "decided_on", "title_sv"}:
        label = re.search(rf'<label for="id_{name}">(.*?)</label>', asked, re.DOTALL)
        assert label
        assert ("optional" in label[1]) == (name in optional)
    assert client.post(page, {"reason": "Därför."}).status_code == 422
    body = BodyFactory()
    typed = {"reason": "Därför.", "body": body.pk, "decided_on": "2020-05-20"}
    assert client.post(page, typed).status_code == 422
    typed |= {"title_sv": "Antas"}
    for number in ("abc", "12 ab", "§", "-3"):
        assert client.post(page, typed | {"paragraph": number}).status_code == 422
    assert client.post(page, typed | {"paragraph": "§ 12 a"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.decision.body) == ("adopted", body)
    assert draft.decision.paragraph == "12 a"
    again = client.get(page, follow=True)
    assert again.redirect_chain == [(draft.desk_url, 302)]
    assert "kan inte antas" in again.content.decode()


# --- the programme -------------------------------------------------------------------------------


def test_programme_goes_from_draft_to_adopted_and_replaces(programme, client):
    body = BodyFactory()

    def through(text, paragraph):
        base = queries.present_version(programme)
        draft = actions.draft_programme(None, programme=programme, based_on=base)
        draft = actions.edit_programme_draft(
            None,
            version=draft,
            seen=0,
            title={"sv": f"Programmet § {paragraph}"},
            text={"sv": text},
            note={},
        )
        decision = new_decision(body=body, paragraph=paragraph, title={"sv": "Antas"})
        return actions.adopt_programme_version(None, version=draft, decision=decision)

    first = through("# Mål\n\nSkog.\n\n# Medel\n\nPengar.\n\n# Slut", "1")
    second = through("# Mål\n\nSkog och vatten.\n\n# Medel\n\nPengar.\n\n# Slut", "2")
    first.refresh_from_db()
    assert (first.state, second.state, second.replaces) == ("replaced", "adopted", first)
    assert second.dated_on == date(2020, 5, 20)
    archive = client.get("/programme/versions/").content.decode()
    assert archive.index("Programmet § 2") < archive.index("Programmet § 1")
    page = client.get(second.get_absolute_url()).content.decode()
    assert '<a href="#p-1">Mål</a>' in page
    assert "<ins>Skog och vatten.</ins>" in page


def test_draft_of_the_programme_is_nobodys_business(programme, client):
    draft = actions.draft_programme(None, programme=programme)
    ProgrammeVersion.objects.filter(pk=draft.pk).update(title=Translated(sv="Hemligt utkast"))
    for address in ("/programme/", "/programme/versions/", "/api/v1/programme"):
        assert "Hemligt utkast" not in client.get(address).content.decode()
    assert client.get(draft.get_absolute_url()).status_code == 404
    with pytest.raises(ValidationError):
        actions.put_version_out(None, version=draft)  # there is no text yet


# --- what changes come from ----------------------------------------------------------------------


def test_change_tells_what_it_came_from(draft, client, coordinator, django_assert_num_queries):
    write(draft, "Ett nytt.\n\nTvå.\n\nTre.\n\nFyra.")
    change = draft.changes.get()
    point_at(change)
    assert [one.pk for one in queries.open_changes(draft.area.programme)] == [change.pk]
    with django_assert_num_queries(3):
        (knots,) = queries.traces_of_changes(draft, None).values()
    assert [str(knot.relation) for knot in knots] == ["ändrades av"] or knots
    adopted = adopt(draft)
    assert not queries.open_changes(draft.area.programme).exists()
    for layout in ("inline", "beside"):
        page = client.get(f"{adopted.get_absolute_url()}?layout={layout}").content.decode()
        assert f'id="change-{change.pk}"' in page
        assert "Rapporten" in page
    thread = client.get(f"/thread/change/{change.pk}/").content.decode()
    assert "Rapporten" in thread
    assert adopted.get_absolute_url() in thread


def test_change_that_is_not_translated_is_shown_in_the_language_it_is_in(area, client, coordinator):
    both = {"sv": "Ett.\n\nTvå.", "en": "One.\n\nTwo."}
    worded = actions.revise_area(
        None, area=area, name=area.name, summary={}, text=both, reason="Början."
    )
    draft = actions.draft_area(coordinator, area=worded)
    actions.edit_area_draft(
        coordinator,
        version=draft,
        seen=0,
        name=draft.name,
        summary={},
        text=both | {"sv": "Ett.\n\nTvå nya."},
    )
    client.force_login(coordinator)
    for name in ("desk_version", "desk_version_adopt"):
        desk = client.get(reverse(f"cycles:{name}", args=["area", draft.pk]))
        assert "inte på engelska" in desk.content.decode()
    adopt(draft)
    client.cookies["django_language"] = "en"
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "1 change from version" in page
    assert "Changed in Swedish, and the change stands here in Swedish." in page
    assert re.search(r'<p lang="sv">\s*<span.*<ins>Två nya.</ins>', page)
    assert 'lang="en">added: </span>' in page
    assert "Nothing is changed" not in page
    client.cookies["django_language"] = "sv"
    assert "Ändrad på engelska" not in client.get(draft.get_absolute_url()).content.decode()
    desk = client.get(reverse("cycles:desk_version", args=["area", draft.pk]))
    assert "inte på engelska" not in desk.content.decode()


def test_lines_are_kept_in_words_that_came_and_went(draft, client):
    write(draft, "Ett\nnytt.\n\nTvå.\n\nTre.\n\nFyra.")
    page = client.get(adopt(draft).get_absolute_url()).content.decode()
    assert "<ins>Ett<br>nytt.</ins>" in page


def test_hidden_input_is_not_told_of(draft, client):
    write(draft, "Ett nytt.")
    hidden = contribution(text="Ingen har läst det.")
    change = draft.changes.get()
    registry.trace(None, source=hidden, target=change, relation="changed")
    adopted = adopt(draft)
    page = client.get(adopted.get_absolute_url()).content.decode()
    assert "Ingen har läst det." not in page
    assert f"/thread/contribution/{hidden.pk}/" not in page


def test_check_tells_whether_the_text_rests_on_input(draft, programme):
    from varv.cycles.grounds import text_rests_on_input
    from varv.cycles.models import StepKind

    lap = actions.open_lap(None, programme=programme, area=draft.area)
    step = lap.steps.get(kind=StepKind.VISION)
    assert not text_rests_on_input(step).ok
    write(draft, "Ett nytt.\n\nTvå.\n\nTre.\n\nFem.")
    point_at(draft.changes.order_by("anchor").first())
    adopt(draft)
    found = text_rests_on_input(step)
    assert found.ok
    assert "1" in found.text
    assert "2" in found.text


def test_api_tells_of_versions_and_changes(draft, client):
    write(draft, "Ett nytt.\n\nTvå.\n\nTre.\n\nFyra.")
    point_at(draft.changes.get())
    adopt(draft)
    items = client.get("/api/v1/areas/jord-och-skog/versions").json()["items"]
    assert [item["state"] for item in items] == ["adopted", "replaced", "replaced"]
    (change,) = items[0]["changes"]
    assert (change["before"], change["after"], change["anchor"]) == ("Ett.", "Ett nytt.", 0)
    assert change["came_from"][0]["kind"] == "evidence"
    assert items[0]["decision"]["paragraph"] == "12"


def test_masked_words_are_masked_in_the_changes_too(draft):
    write(draft, "Ett. Ring Anna.\n\nTvå.\n\nTre.\n\nFyra.")
    registry.mask(None, thing=draft, fields=["text"], passages=["Anna"], ground="third_person")
    assert "Anna" not in draft.changes.get().after


def test_figures_of_the_programme_are_shown_where_there_are_any(programme, client, monkeypatch):
    point = ExtensionPoint("figures in a test")
    point.register("none", lambda _programme: None)
    point.register("one", lambda _programme: Figure("Inspel som gav resultat", "3 av 4"))
    assert 'id="figures"' not in client.get("/programme/").content.decode()
    monkeypatch.setattr("varv.cycles.figures.point", point)
    for address in ("/programme/", "/"):
        page = client.get(address).content.decode()
        assert 'id="figures"' in page
        assert "3 av 4" in page
