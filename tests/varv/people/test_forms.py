import pytest
from django.template.loader import render_to_string

from tests.varv.factories import MunicipalityFactory
from varv.people.forms import ActorFields

pytestmark = pytest.mark.usefixtures("db")


def filled(place, **changes):
    data = {
        "name": "Åsa Öberg 🌲",
        "email": "Asa@Skogen.example",
        "organisation": "Skogen AB",
        "sector": "business",
        "municipality": str(place.pk),
    }
    return ActorFields(data | changes)


def test_actor_is_a_person_from_an_organisation_in_a_municipality():
    place = MunicipalityFactory()
    form = filled(place)
    assert form.is_valid()
    assert form.cleaned_data == {
        "name": "Åsa Öberg 🌲",
        "email": "asa@skogen.example",
        "organisation": "Skogen AB",
        "sector": "business",
        "municipality": place,
    }


def test_outside_the_region_is_a_choice_of_its_own():
    place = MunicipalityFactory()
    form = filled(place, municipality="outside")
    assert form.is_valid()
    assert form.cleaned_data["municipality"] is None
    assert "municipality" in filled(place, municipality="").errors


@pytest.mark.parametrize("field", ["name", "email", "organisation"])
@pytest.mark.parametrize(
    "text", ["", "\x00", "<b>x</b>", "\u202ex", "a\nBcc: x@y.se", "å" * 1_000_000]
)
def test_hostile_text_is_refused_beside_its_field_and_kept(field, text):
    form = filled(MunicipalityFactory(), **{field: text})
    assert list(form.errors) == [field]
    assert form[field].value() == text


@pytest.mark.parametrize("field", ["sector", "municipality"])
@pytest.mark.parametrize("text", ["x", "999999", "\x00", "-1", "<b>"])
def test_what_is_not_offered_cannot_be_chosen(field, text):
    assert field in filled(MunicipalityFactory(), **{field: text}).errors


def test_name_that_could_not_be_told_from_others_is_refused():
    assert "organisation" in filled(MunicipalityFactory(), organisation="!!!").errors


def test_fields_help_the_browser_and_offer_organisations():
    MunicipalityFactory(name="Ånge")
    page = render_to_string("people/_actor_fields.html", {"form": ActorFields()})
    for part in (
        'autocomplete="name"',
        'autocomplete="email"',
        'autocomplete="organization"',
        'list="organisation-options"',
        '<datalist id="organisation-options">',
        'hx-target="#organisation-options"',
        "change from:#id_organisation",
        "Ånge",
        'value="outside"',
    ):
        assert part in page


def test_reading_the_municipalities_takes_one_query(django_assert_num_queries):
    for _ in range(8):
        MunicipalityFactory()
    with django_assert_num_queries(1):
        render_to_string("people/_actor_fields.html", {"form": ActorFields()})
