"""A correction in the register shows in every figure at once; a dated change, from its day on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.varv.factories import (
    MeetingFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RegistrationFactory,
)
from varv.meetings.models import Registration
from varv.meetings.queries import turnout
from varv.people import actions
from varv.people.models import FormerPlace
from varv.reach import places, sources

pytestmark = pytest.mark.usefixtures("db")

MAY_1, MAY_20, JULY = date(2020, 5, 1), date(2020, 5, 20), date(2020, 7, 1)


@pytest.fixture
def towns():
    return [MunicipalityFactory(name=name) for name in ("Berg", "Åre", "Östersund")]


def registered(organisation, place, sector="business", meeting=None):
    return RegistrationFactory(
        organisation=organisation,
        municipality=place,
        sector=sector,
        **({"meeting": meeting} if meeting else {}),
    )


def counted():
    return sorted(places.counted(Registration.objects.all(), at="meeting__starts_at"), key=str)


def edit(organisation, sector, municipality, **more):
    return actions.edit_organisation(
        None,
        organisation=organisation,
        name=organisation.name,
        sector=sector,
        municipality=municipality,
        **more,
    )


def test_correction_shows_in_every_figure_at_once(towns):
    _berg, are, ostersund = towns
    organisation = OrganisationFactory(sector="business", municipality=are)
    meeting = MeetingFactory()
    registered(organisation, are, meeting=meeting)
    registered(None, are, sector="civil")
    edit(organisation, "public", ostersund)
    assert counted() == sorted([(are.pk, "civil"), (ostersund.pk, "public")], key=str)
    assert turnout(meeting.registrations.all()).totals == (0, 0, 1, 0)
    source = sources.point["meetings.registrations"]
    assert sorted(source.count(), key=str) == counted()


def test_who_said_another_municipality_is_counted_there(towns):
    berg, are, ostersund = towns
    organisation = OrganisationFactory(municipality=are)
    registered(organisation, berg)
    registered(organisation, None)
    edit(organisation, "public", ostersund)
    assert counted() == sorted([(berg.pk, "public"), (None, "public")], key=str)


def test_change_on_a_day_leaves_the_figures_before_it(towns, at):
    _berg, are, ostersund = towns
    organisation = OrganisationFactory(sector="business", municipality=are)
    after = registered(organisation, are)
    before = after.meeting.starts_at - timedelta(days=30)
    registered(organisation, are, meeting=MeetingFactory(starts_at=before))
    edit(organisation, "public", ostersund, changed_on=MAY_20)
    assert counted() == sorted([(are.pk, "business"), (ostersund.pk, "public")], key=str)
    assert after.organisation.former_places.get().until == MAY_20
    actions.retract_former_place(None, place=FormerPlace.objects.get())
    assert counted() == [(ostersund.pk, "public")] * 2


def test_correction_after_a_change_leaves_the_time_before_the_change(towns, at):
    berg, are, ostersund = towns
    organisation = OrganisationFactory(sector="business", municipality=are)
    after = registered(organisation, are)
    before = after.meeting.starts_at - timedelta(days=30)
    registered(organisation, are, meeting=MeetingFactory(starts_at=before))
    edit(organisation, "public", ostersund, changed_on=MAY_20)
    edit(organisation, "academia", berg)
    assert counted() == sorted([(are.pk, "business"), (berg.pk, "academia")], key=str)


def test_move_out_of_the_region_and_in_is_counted(towns):
    _berg, are, _ostersund = towns
    inside = OrganisationFactory(municipality=are)
    outside = OrganisationFactory(municipality=None)
    registered(inside, are)
    registered(outside, None)
    edit(inside, "business", None)
    edit(outside, "business", are)
    assert counted() == sorted([(None, "business"), (are.pk, "business")], key=str)


def test_day_of_change_is_refused_where_it_makes_no_sense(towns, at):
    _berg, are, ostersund = towns
    organisation = OrganisationFactory(sector="business", municipality=are)
    for place, day, words in (
        (ostersund, JULY, "has not come yet"),
        (are, MAY_20, "Neither sector nor municipality"),
    ):
        with pytest.raises(ValidationError, match=words):
            edit(organisation, "business", place, changed_on=day)
    edit(organisation, "business", ostersund, changed_on=MAY_20)
    with pytest.raises(ValidationError, match="Choose a later day"):
        edit(organisation, "business", are, changed_on=MAY_1)


def test_counting_takes_one_query(towns, django_assert_num_queries):
    for place in towns:
        registered(OrganisationFactory(municipality=place), place)
    with django_assert_num_queries(1):
        counted()
