import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from tests.varv.factories import (
    AliasFactory,
    CoordinatorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    UserFactory,
)
from varv import clock
from varv.people import actions, queries
from varv.people.models import Organisation, Representation
from varv.registry.models import Event

pytestmark = pytest.mark.usefixtures("db")


def typed(name, actor=None, **more):
    return actions.organisation_for(actor, name=name, **({"sector": "business"} | more))


@pytest.mark.parametrize(
    "again", ["Skogen AB", "  skogen  ab ", "SKOGEN AB", "Skogen A.B", "Skogen, AB"]
)
def test_organisation_is_one_row_however_it_is_typed(again):
    first = typed("Skogen AB")
    if again == "Skogen A.B":
        again = "Skogen-AB"
    assert typed(again, sector="civil") == first
    first.refresh_from_db()
    assert first.name == "Skogen AB"
    assert first.sector == "business"
    assert first.checked_at is None


def test_alias_means_its_organisation():
    alias = AliasFactory(name="MIUN")
    assert typed("Miun") == alias.organisation
    assert queries.find_organisation("miun ") == alias.organisation


def test_organisation_typed_by_staff_is_checked():
    assert typed("Skogen AB", actor=CoordinatorFactory()).checked_at
    assert typed("Fjället AB", actor=UserFactory()).checked_at is None


def test_names_in_other_alphabets_are_told_apart():
    assert typed("Αθήνα 1") != typed("Σπάρτα 1")


@pytest.mark.parametrize("name", ["", "!!!", "  ", "🌲"])
def test_name_without_letters_is_refused_by_field(name):
    with pytest.raises(ValidationError) as refused:
        typed(name)
    assert "name" in refused.value.message_dict


def test_name_of_nothing_but_digits_fits_its_key():
    name = " ".join("1" * 100)
    assert typed(name) == typed(name)


@pytest.mark.committed
def test_two_who_type_the_same_name_at_once_get_one_row():
    place = MunicipalityFactory()
    start = threading.Barrier(8)
    found, failed = [], []

    def type_it():
        try:
            start.wait()
            one = actions.organisation_for(
                None, name="Skogen AB", sector="business", municipality=place
            )
            found.append(one.pk)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=type_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(found) == 8
    assert len(set(found)) == 1
    assert Event.objects.filter(action="people.add_organisation").count() == 1


def test_edited_name_is_kept_as_alias_and_can_come_back():
    organisation = OrganisationFactory(name="Gamla AB")
    same = {"sector": "business", "municipality": None}
    actions.edit_organisation(None, organisation=organisation, name="Nya AB", **same)
    assert queries.find_organisation("gamla ab") == organisation
    actions.edit_organisation(None, organisation=organisation, name="Gamla AB", **same)
    assert queries.find_organisation("nya ab") == organisation
    assert [alias.name for alias in organisation.aliases.all()] == ["Nya AB"]


def test_name_and_number_of_another_are_refused():
    OrganisationFactory(name="Ett", number="556000-0001")
    other = AliasFactory(name="Tre").organisation
    two = OrganisationFactory(name="Två")
    same = {"sector": "business", "municipality": None}
    for name in ("Ett", "Tre"):
        with pytest.raises(ValidationError, match="already"):
            actions.edit_organisation(None, organisation=two, name=name, **same)
        with pytest.raises(ValidationError, match="already"):
            actions.add_alias(None, organisation=two, name=name)
    with pytest.raises(ValidationError) as refused:
        actions.edit_organisation(None, organisation=two, name="Två", number="556000-0001", **same)
    assert "number" in refused.value.message_dict
    assert other.aliases.count() == 1


def test_checking_twice_logs_once():
    organisation = OrganisationFactory()
    for _ in range(2):
        actions.check_organisation(CoordinatorFactory(), organisation=organisation)
    assert Event.objects.filter(action="people.check_organisation").count() == 1


def test_representing_twice_is_once_and_can_end_and_begin_again():
    person, organisation = UserFactory(), OrganisationFactory()
    one = actions.represent(None, person=person, organisation=organisation)
    assert actions.represent(None, person=person, organisation=organisation) == one
    actions.stop_representing(None, representation=one)
    assert actions.represent(None, person=person, organisation=organisation) != one
    assert Representation.objects.filter(until=None).count() == 1


def names(text, limit=8):
    return [one.name for one in queries.organisations_matching(text, limit)]


def test_lookup_finds_words_and_aliases_in_swedish_order_checked_only():
    now = clock.now()
    for name in ("Östersunds kommun", "Ångkraft", "Åre kommun", "Zink AB", "Kommunal"):
        OrganisationFactory(name=name, checked_at=now)
    OrganisationFactory(name="Kommun hemlig")
    AliasFactory(
        name="Kommunförbundet", organisation=OrganisationFactory(name="SKR", checked_at=now)
    )
    assert names("kommun") == ["Kommunal", "SKR", "Åre kommun", "Östersunds kommun"]
    assert names("Å") == ["Ångkraft", "Åre kommun"]
    assert names("kommun", limit=1) == ["Kommunal"]
    assert names("Åre k") == names("  åre   kommun") == ["Åre kommun"]
    assert names("kommun åre") == names("mmun") == names("!") == names("") == []
    assert names("%") == names("_") == []


def test_lookup_page_offers_options_under_any_field_name(client):
    OrganisationFactory(name='Berg & <b>"Dal"', checked_at=clock.now())
    for parameter in ("q", "organisation", "actor-organisation"):
        answer = client.get(reverse("people:organisation_lookup"), {parameter: "berg"})
        assert answer.content.decode().count("<option") == 1
    assert "<b>" not in answer.content.decode()


@pytest.mark.parametrize("text", ["\x00", "<script>", "\u202eabc", "å" * 100_000, "a\nb"])
def test_lookup_page_has_nothing_for_hostile_text(client, text):
    OrganisationFactory(name="Abc", checked_at=clock.now())
    answer = client.get(reverse("people:organisation_lookup"), {"q": text})
    assert answer.status_code == 200
    assert "<option" not in answer.content.decode()


def test_details_fill_in_what_is_known_and_keep_what_was_typed(client):
    known = OrganisationFactory(name="Skogen AB", sector="academia", checked_at=clock.now())
    OrganisationFactory(name="Hemliga AB", sector="civil")
    path = reverse("people:organisation_details")
    page = client.get(path, {"organisation": "skogen ab"}).content.decode()
    assert '<option value="academia" selected' in page
    assert f'<option value="{known.municipality_id}" selected' in page
    page = client.get(path, {"organisation": "hemliga ab", "sector": "public"}).content.decode()
    assert '<option value="public" selected' in page
    assert "civil" in page
    assert '<option value="civil" selected' not in page


def test_details_say_outside_for_an_organisation_from_elsewhere(client):
    OrganisationFactory(name="Bortom AB", municipality=None, checked_at=clock.now())
    page = client.get(reverse("people:organisation_details"), {"organisation": "bortom ab"})
    assert '<option value="outside" selected' in page.content.decode()


def test_unknown_person_is_added_once_and_not_overwritten():
    one = actions.person_for(" Anna@Actor.Example ", "Anna", "sv")
    assert actions.person_for("anna@actor.example", "Någon annan", "en") == one
    one.refresh_from_db()
    assert (one.email, one.name, one.language) == ("anna@actor.example", "Anna", "sv")
    assert not one.has_usable_password()
    assert Organisation.objects.count() == 0
