"""Rounds and input as everybody sees them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.varv.factories import (
    AreaFactory,
    CoordinatorFactory,
    MunicipalityFactory,
    QuestionFactory,
    RoundFactory,
    contribution,
    the_programme,
)
from varv import clock
from varv.consultation import actions
from varv.consultation.contents import Content, Remark, Sender
from varv.consultation.models import Contribution, Round
from varv.cycles.models import AreaVersion
from varv.people.actions import check_organisation
from varv.registry.actions import set_secrecy
from varv.text.translated import Translated

pytestmark = pytest.mark.django_db

SWEDEN = ZoneInfo("Europe/Stockholm")
OPEN = datetime(2020, 5, 28, 10, tzinfo=SWEDEN)


@pytest.fixture(autouse=True)
def in_the_open_round():
    with clock.pinned(OPEN):
        yield


@pytest.fixture
def round_():
    return RoundFactory(slug="dialog", mail_subject=Translated(sv="Inspel om länet"))


def page(client, name, *args):
    answer = client.get(reverse(f"consultation:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def read_by_staff(one):
    actions.publish(CoordinatorFactory(), contributions=[one])
    one.refresh_from_db()
    return one


def test_rounds_stand_by_what_one_can_do_about_them(client, round_):
    RoundFactory(slug="sedan", opens_at=OPEN + timedelta(days=3), closes_at=OPEN + timedelta(60))
    RoundFactory(slug="da", opens_at=OPEN - timedelta(60), closes_at=OPEN - timedelta(days=3))
    RoundFactory(slug="utkast", state=Round.State.DRAFT)
    RoundFactory(
        slug="remiss",
        state=Round.State.EARLIER,
        opens_at=None,
        closes_at=None,
        dated_on=date(2019, 12, 1),
        precision="month",
    )
    text = page(client, "rounds")
    order = [text.index(f"/rounds/{slug}/") for slug in ("dialog", "sedan", "da", "remiss")]
    assert order == sorted(order)
    assert "/rounds/utkast/" not in text


def test_draft_round_does_not_exist_for_the_public(client):
    RoundFactory(slug="utkast", state=Round.State.DRAFT)
    for name in ("round", "contributions"):
        assert client.get(reverse(f"consultation:{name}", args=["utkast"])).status_code == 404


def test_round_says_until_when_and_how_to_write_by_mail(client, round_):
    text = page(client, "round", "dialog")
    assert "4 juni" in text
    assert "5 juni" not in text
    assert "mailto:s3@fjallmark.example?subject=Inspel%20om%20l%C3%A4net" in text
    assert "RUN/430/2018" in text
    assert reverse("consultation:write", args=["dialog"]) in text


@pytest.mark.parametrize("moment", ["2020-05-24T23:59+02:00", "2020-06-05T00:00+02:00"])
def test_round_that_is_not_open_offers_no_form(client, round_, moment):
    with clock.pinned(datetime.fromisoformat(moment)):
        text = page(client, "round", "dialog")
    assert reverse("consultation:write", args=["dialog"]) not in text


def test_texts_out_for_comment_stand_paragraph_by_paragraph(client, round_):
    area = AreaFactory(programme=the_programme())
    version = AreaVersion.objects.create(
        area=area, number=1, name=area.name, text=Translated(sv="Skogen växer.\n\nVattnet rinner.")
    )
    document = round_.documents.create(area_version=version)
    text = page(client, "round", "dialog")
    assert f'id="paragraph-{document.pk}-2"' in text
    assert text.index("Skogen växer.") < text.index("Vattnet rinner.")


def test_questions_are_read_before_anybody_writes(client, round_):
    QuestionFactory(round=round_, text=Translated(sv="Vad saknas?"))
    assert "Vad saknas?" in page(client, "round", "dialog")


def test_input_is_listed_at_once_and_its_text_when_staff_have_read_it(client, round_):
    one = contribution(round=round_, text="Bredband till Ljungdalen.")
    assert "RUN/430/2018-1" in page(client, "contributions", "dialog")
    assert "Ljungdalen" not in page(client, "contributions", "dialog")
    assert "Ljungdalen" not in page(client, "contribution", "dialog", 1)
    read_by_staff(one)
    assert "Ljungdalen" in page(client, "contributions", "dialog")
    assert "Ljungdalen" in page(client, "contribution", "dialog", 1)


def test_list_of_input_shows_only_what_can_be_read_if_so_asked(client, round_):
    unread = contribution(round=round_)
    address = reverse("consultation:contributions", args=["dialog"])
    nothing = client.get(address, {"show": "readable"}).content.decode()
    assert unread.record.reference not in nothing
    assert f'href="{address}"' in nothing, "the way back to all of it"
    read = read_by_staff(contribution(round=round_, text="Mer vatten."))
    secret = read_by_staff(contribution(round=round_))
    set_secrecy(CoordinatorFactory(), record=secret.record, reference="OSL 21 kap. 1 §")
    listed = client.get(address, {"show": "readable"}).content.decode()
    assert "Mer vatten." in listed
    assert read.get_absolute_url() in listed
    assert unread.get_absolute_url() not in listed
    assert secret.get_absolute_url() not in listed
    assert unread.get_absolute_url() in client.get(address, {"show": "else"}).content.decode()


def test_private_person_is_named_nowhere(client, round_):
    place = MunicipalityFactory(name="Ragunda")
    sender = Sender("Kim Lindqvist", "kim@actor.example", sector="business", municipality=place)
    read_by_staff(contribution(round=round_, sender=sender))
    for name, *args in (("contributions", "dialog"), ("contribution", "dialog", 1)):
        text = page(client, name, *args)
        assert "Lindqvist" not in text
        assert "kim@actor.example" not in text
        assert "Ragunda" in text


def test_organisation_is_named_when_staff_have_checked_it(client, round_):
    sender = Sender("Kim", organisation="Norrskog AB", sector="business")
    one = read_by_staff(contribution(round=round_, sender=sender))
    assert "Norrskog" not in page(client, "contribution", "dialog", 1)
    check_organisation(None, organisation=one.organisation)
    assert "Norrskog" in page(client, "contribution", "dialog", 1)


def test_comment_stands_with_the_words_it_is_about(client, round_):
    area = AreaFactory(programme=the_programme())
    version = AreaVersion.objects.create(area=area, number=1, name=area.name)
    document = round_.documents.create(area_version=version)
    content = Content(remarks=[Remark(document, 2, "Vattnet rinner.", "Åt vilket håll?")])
    read_by_staff(contribution(round=round_, content=content))
    text = page(client, "contribution", "dialog", 1)
    assert text.index("Vattnet rinner.") < text.index("Åt vilket håll?")


def test_hidden_input_leaves_its_mark_and_the_reason(client, round_):
    one = read_by_staff(contribution(round=round_, text="Bredband till Ljungdalen."))
    actions.hide(CoordinatorFactory(), contribution=one, reason="Den namnger en granne.")
    text = page(client, "contribution", "dialog", 1)
    assert "Ljungdalen" not in text
    assert "Den namnger en granne." in text


def test_secret_input_shows_the_law_and_nothing_else(client, round_):
    one = read_by_staff(contribution(round=round_, text="Bredband till Ljungdalen."))
    set_secrecy(CoordinatorFactory(), record=one.record, reference="OSL 21 kap. 1 §")
    for name, *args in (("contributions", "dialog"), ("contribution", "dialog", 1)):
        assert "Ljungdalen" not in page(client, name, *args)
    assert "OSL 21 kap. 1 §" in page(client, "contribution", "dialog", 1)


def test_late_input_is_marked_and_counted(client, round_):
    with clock.pinned(datetime(2020, 6, 8, 9, tzinfo=SWEDEN)):
        late = contribution(round=round_)
        text = page(client, "contribution", "dialog", 1)
    assert late.is_late
    assert "tag--missed" in text


def test_input_of_another_round_is_not_found_here(client, round_):
    other = contribution(round=RoundFactory())
    address = reverse("consultation:contribution", args=["dialog", other.record.number])
    assert client.get(address).status_code == 404


def test_input_that_nobody_confirmed_is_in_no_list(client, round_):
    actions.write(
        None,
        round=round_,
        sender=Sender("Kim", "kim@actor.example", sector="business"),
        content=Content("Bredband till Ljungdalen."),
    )
    assert Contribution.objects.get().record is None
    assert "Ljungdalen" not in page(client, "contributions", "dialog")


@pytest.mark.parametrize("name", ["rounds", "round", "contributions"])
def test_pages_ask_as_often_for_many_as_for_one(client, round_, name):
    args = [] if name == "rounds" else ["dialog"]

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(client, name, *args)
        return len(queries)

    def more(count):
        for _ in range(count):
            RoundFactory()
            sender = Sender("Kim", organisation=f"Bolag {_}", sector="business")
            contribution(round=round_, sender=sender)

    more(1)
    page(client, name, *args)
    few = asked()
    more(29)
    assert asked() == few


def test_home_and_area_lead_to_the_open_round(client, round_):
    area = AreaFactory(programme=the_programme())
    assert "/rounds/dialog/" in client.get("/").content.decode()
    assert "/rounds/dialog/" in client.get(area.get_absolute_url()).content.decode()
