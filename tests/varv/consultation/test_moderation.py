"""Letting everybody read input, hiding it, and saying who it is from."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.factories import (
    CoordinatorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RoundFactory,
    contribution,
)
from varv import clock
from varv.consultation import actions, standing
from varv.consultation.contents import Content, Sender
from varv.consultation.models import Contribution
from varv.registry.models import Event, Message, Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]

KIM = Sender("Kim Lind", "kim@actor.example", sector="business")


def again(one):
    return Contribution.objects.select_related("record").get(pk=one.pk)


def events(name):
    return Event.objects.filter(action=f"consultation.{name}")


def secret(**wanted):
    one = contribution(**wanted)
    Record.objects.filter(pk=one.record_id).update(secrecy="OSL 21:1")
    return again(one)


def test_what_staff_published_is_public_and_logged_once():
    person, one = CoordinatorFactory(), contribution()
    assert not standing.is_readable(one)
    assert actions.publish(person, contributions=[one]).count == 1
    assert actions.publish(person, contributions=[one]).count == 0
    assert standing.is_readable(again(one))
    event = events("publish").get()
    assert (event.actor_id, event.subject_id) == (person.pk, one.pk)


def test_two_hundred_are_published_in_as_many_queries_as_two():
    round_ = RoundFactory()
    some = [contribution(round=round_) for _ in range(2)]
    with CaptureQueriesContext(connection) as few:
        actions.publish(None, contributions=some)
    many = [contribution(round=round_) for _ in range(200)]
    with CaptureQueriesContext(connection) as lots:
        assert actions.publish(None, contributions=many).count == 200
    assert len(lots) == len(few)
    assert events("publish").count() == 202
    assert all(standing.is_readable(again(one)) for one in (many[0], many[-1]))


def test_secret_input_is_never_published():
    hidden, open_one = secret(), contribution()
    done = actions.publish(None, contributions=[hidden, open_one])
    assert (done.count, done.secret) == (1, 1)
    assert again(hidden).published_at is None
    with pytest.raises(ValidationError, match="OSL 21:1"):
        actions.publish_one(None, contribution=hidden)


def test_hidden_and_withdrawn_input_is_not_published():
    hidden, withdrawn = contribution(), contribution()
    actions.hide(None, contribution=hidden, reason="Personangrepp")
    actions.withdraw(None, contribution=withdrawn)
    assert actions.publish(None, contributions=[hidden, withdrawn]).count == 0
    for one in (hidden, withdrawn):
        with pytest.raises(ValidationError):
            actions.publish_one(None, contribution=again(one))


def test_changed_input_is_read_again_before_everybody_reads_it():
    one = contribution()
    actions.publish(None, contributions=[one])
    actions.change(None, contribution=one, content=Content("Nytt"))
    assert not standing.is_readable(again(one))
    assert actions.publish(None, contributions=[one]).count == 1


def test_unpublished_text_leaves_the_web():
    one = contribution()
    with pytest.raises(ValidationError):
        actions.unpublish(None, contribution=one)
    actions.publish(None, contributions=[one])
    actions.unpublish(None, contribution=one)
    assert not standing.is_readable(again(one))


def test_sender_is_told_why_their_input_is_hidden():
    one = contribution(sender=KIM)
    actions.publish(None, contributions=[one])
    actions.hide(None, contribution=one, reason="Angriper en person.")
    found = again(one)
    assert (standing.is_readable(found), found.hidden_at) == (False, clock.now())
    told = Message.objects.get(kind="consultation.hidden")
    assert told.recipient == "kim@actor.example"
    assert "Angriper en person." in told.body
    # The answer stands in the register, after the input.
    assert told.record.number == found.record.number + 1


def test_sender_without_address_is_told_nothing():
    actions.hide(None, contribution=contribution(), reason="Angriper en person.")
    assert not Message.objects.exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_hidden_without_a_reason(reason):
    one = contribution(sender=KIM)
    with pytest.raises(ValidationError):
        actions.hide(None, contribution=one, reason=reason)
    assert again(one).hidden_at is None
    assert not Message.objects.filter(kind="consultation.hidden").exists()


def test_shown_again_it_is_as_it_was_before():
    one = contribution(sender=KIM)
    actions.publish(None, contributions=[one])
    actions.hide(None, contribution=one, reason="Fel")
    with pytest.raises(ValidationError):
        actions.hide(None, contribution=one, reason="En gång till")
    actions.show_again(None, contribution=one)
    assert standing.is_readable(again(one))
    # Hidden a second time, its sender is told a second time.
    actions.hide(None, contribution=one, reason="Ändå")
    assert events("hide").count() == 2


def test_completing_who_it_is_from_moves_the_counterpart_and_not_the_text():
    one = contribution(sender=Sender(name="Kim Lind"))
    actions.change(None, contribution=one, content=Content("Ändrat"))
    texts = list(Record.objects.values_list("text", flat=True))
    place = MunicipalityFactory()
    actions.identify(
        None,
        contribution=one,
        name="Kim Lind",
        organisation="Norrskog AB",
        sector="business",
        municipality=place,
    )
    found = again(one)
    assert (found.organisation.name, found.sector) == ("Norrskog AB", "business")
    assert found.municipality == place
    counterparts = Record.objects.values_list("counterpart_kind", "counterpart_id")
    assert set(counterparts) == {("organisation", found.organisation_id)}
    assert list(Record.objects.values_list("text", flat=True)) == texts


def test_who_spoke_for_themselves_has_no_counterpart():
    one = contribution(sender=Sender("Kim Lind", organisation="Norrskog AB", sector="business"))
    actions.identify(None, contribution=one, name="Kim Lind", sector="civil")
    found = again(one)
    assert (found.organisation, found.record.counterpart_id) == (None, None)
    assert found.record.counterpart_kind == ""


def test_organisation_is_found_by_its_name_and_not_made_twice():
    known = OrganisationFactory(name="Norrskog AB")
    one = contribution()
    actions.identify(None, contribution=one, organisation="norrskog ab", sector="business")
    assert again(one).organisation == known


def test_new_organisation_needs_a_sector():
    with pytest.raises(ValidationError) as refused:
        actions.identify(None, contribution=contribution(), organisation="Nya AB")
    assert "sector" in refused.value.message_dict
