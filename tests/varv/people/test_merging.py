from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse

from tests.varv.factories import (
    AliasFactory,
    CoordinatorFactory,
    InterestFactory,
    OrganisationFactory,
    RegistrationFactory,
    RepresentationFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.varv.threads import in_threads
from varv import clock
from varv.people import actions, belongings, queries
from varv.people.models import (
    FormerPlace,
    LoadedRow,
    Organisation,
    OrganisationAlias,
    OrganisationMerge,
    PossibleDouble,
    Representation,
)
from varv.registry import kinds
from varv.registry.kinds import Ref
from varv.registry.models import Event

pytestmark = pytest.mark.usefixtures("db")

# What people owns itself, and moves or makes again with its own hands.
OWN = {
    "people.OrganisationAlias.organisation",
    "people.Representation.organisation",
    "people.FormerPlace.organisation",
    "people.PossibleDouble.first",
    "people.PossibleDouble.second",
}


def pointing_at_organisations():
    """Return every foreign key to an organisation in any app, those of many-to-many included."""
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Organisation
    }


def test_every_foreign_key_to_an_organisation_is_moved_by_a_merge():
    told = {f"{one.model}.{one.field}" for one in belongings.point}
    assert told | OWN == set(pointing_at_organisations())
    assert not told & OWN


def test_no_belonging_is_unique_within_its_organisation():
    """Such rows can collide when they move; their owner must say what to do, as people does."""
    for one in belongings.point:
        options = one.rows_of._meta
        assert not options.get_field(one.field).unique
        unique = [c for c in options.constraints if isinstance(c, models.UniqueConstraint)]
        assert [c.name for c in unique if one.field in c.fields or c.expressions] == []
        assert [fields for fields in options.unique_together if one.field in fields] == []


def snapshot():
    """Return all that a merge and its undoing may change, as values."""
    kept = {
        model._meta.label: sorted(model._default_manager.values_list(*fields))
        for model, fields in {
            Organisation: (
                "pk", "name", "sort_key", "sector", "municipality", "number", "checked_at",
                "created_at",
            ),
            Representation: ("pk", "person", "organisation", "title", "since", "until"),
            FormerPlace: ("organisation", "sector", "municipality", "until"),
            OrganisationAlias: ("pk", "organisation", "name", "sort_key"),
            LoadedRow: ("pk", "object_id"),
        }.items()
    }  # fmt: skip
    for name, one in belongings.point.items():
        rows = one.rows_of._default_manager.order_by("pk")
        kept[name] = list(rows.values_list("pk", one.field))
    pairs = PossibleDouble.objects.exclude(dismissed_at=None)
    kept["dismissed"] = sorted(pairs.values_list("first", "second"))
    return kept


@pytest.fixture
def two():
    """Two organisations with something of everything, and one person who speaks for both."""
    now = clock.now()
    survivor = OrganisationFactory(name="Skogen AB", checked_at=now)
    double = OrganisationFactory(name="Skogen", number="802000-1239", sector="civil")
    person = UserFactory()
    for organisation in (survivor, double):
        RepresentationFactory(person=person, organisation=organisation)
        RepresentationFactory(organisation=organisation)
        AliasFactory(organisation=organisation)
        meeting = RegistrationFactory(organisation=organisation).meeting
        InterestFactory(organisation=organisation, area__programme=meeting.programme)
    RepresentationFactory(person=person, organisation=double, until=now - timedelta(days=1))
    FormerPlace.objects.create(organisation=double, sector="public", until=None)
    FormerPlace.objects.create(
        organisation=double, sector="academia", until=clock.today() - timedelta(days=9)
    )
    LoadedRow.objects.create(
        section="organisations.toml", key="x", model="people.Organisation",
        object_id=double.pk, values={},
    )  # fmt: skip
    other = OrganisationFactory(name="Skogens vänner")
    actions.dismiss_double(None, first=double, second=other)
    return survivor, double


def test_merge_moves_all_and_undo_brings_back_exactly_that(two):
    survivor, double = two
    before = snapshot()
    merge = actions.merge_organisations(CoordinatorFactory(), survivor=survivor, double=double)
    assert not Organisation.objects.filter(pk=double.pk).exists()
    for one in belongings.point:
        assert not one.rows_of._default_manager.filter(**{one.field: double.pk}).exists()
    survivor.refresh_from_db()
    assert survivor.number == "802000-1239"
    assert survivor.sector == "business"
    assert queries.find_organisation("skogen") == survivor
    assert queries.representatives(survivor).count() == 3
    assert survivor.registrations.count() == survivor.interests.count() == 2
    actions.undo_merge(CoordinatorFactory(), merge=merge)
    after = snapshot()
    # What is not the double is not the survivor either; that stays.
    after["dismissed"] = [pair for pair in after["dismissed"] if survivor.pk not in pair]
    assert after == before
    actions_logged = Event.objects.values_list("action", flat=True)
    assert {"people.merge_organisations", "people.undo_merge"} <= set(actions_logged)


def test_undo_leaves_what_came_later_and_what_moved_on(two):
    survivor, double = two
    moved_on = double.registrations.get()
    merge = actions.merge_organisations(None, survivor=survivor, double=double)
    later = RegistrationFactory(organisation=survivor)
    elsewhere = OrganisationFactory(name="Någon annan")
    type(moved_on).objects.filter(pk=moved_on.pk).update(organisation=elsewhere)
    back = actions.undo_merge(None, merge=merge)
    later.refresh_from_db()
    moved_on.refresh_from_db()
    assert later.organisation == survivor
    assert moved_on.organisation == elsewhere
    assert back.interests.count() == 1
    with pytest.raises(ValidationError, match="undone already"):
        actions.undo_merge(None, merge=merge)


def test_undo_is_refused_where_name_or_number_is_anothers_now(two):
    survivor, double = two
    merge = actions.merge_organisations(None, survivor=survivor, double=double)
    actions.remove_alias(None, alias=survivor.aliases.get(name="Skogen"))
    taker = actions.organisation_for(None, name="Skogen", sector="public")
    with pytest.raises(ValidationError, match="Skogen belongs to another"):
        actions.undo_merge(None, merge=merge)
    same = {"sector": "public", "municipality": None}
    actions.edit_organisation(None, organisation=taker, name="Fjället", **same)
    taker.aliases.all().delete()
    actions.edit_organisation(
        None,
        organisation=survivor,
        name="Skogen AB",
        sector="business",
        municipality=survivor.municipality,
    )
    actions.edit_organisation(
        None, organisation=taker, name="Fjället", number="802000-1239", **same
    )
    with pytest.raises(ValidationError, match="belongs to Fjället now"):
        actions.undo_merge(None, merge=merge)
    assert not Organisation.objects.filter(pk=double.pk).exists()


def test_merges_in_a_row_lead_to_the_last_and_are_undone_backwards():
    one, two, three = (OrganisationFactory(checked_at=clock.now()) for _ in range(3))
    first = actions.merge_organisations(None, survivor=two, double=one)
    second = actions.merge_organisations(None, survivor=three, double=two)
    assert queries.survivor_id(one.pk) == queries.survivor_id(two.pk) == three.pk
    assert queries.survivor_id(three.pk) is None
    assert sorted(queries.merged_ids(three)) == [one.pk, two.pk]
    with pytest.raises(ValidationError, match="Undo that first"):
        actions.undo_merge(None, merge=first)
    actions.undo_merge(None, merge=second)
    actions.undo_merge(None, merge=first)
    assert Organisation.objects.count() == 3
    assert queries.survivor_ids([one.pk, two.pk, three.pk]) == {}


def test_organisation_does_not_merge_with_itself_or_with_one_that_is_gone():
    one, two, three = (OrganisationFactory() for _ in range(3))
    with pytest.raises(ValidationError, match="different"):
        actions.merge_organisations(None, survivor=one, double=one)
    actions.merge_organisations(None, survivor=one, double=two)
    with pytest.raises(ValidationError, match="merged already"):
        actions.merge_organisations(None, survivor=three, double=two)
    assert OrganisationMerge.objects.count() == 1


def address(name, *args):
    return reverse(f"people:{name}", args=args)


def test_old_addresses_lead_to_the_survivor_however_many_merges_ago(client):
    client.force_login(CoordinatorFactory())
    one, two, three = (OrganisationFactory() for _ in range(3))
    first = one.pk
    actions.merge_organisations(None, survivor=two, double=one)
    actions.merge_organisations(None, survivor=three, double=two)
    now_at = address("desk_organisation", three.pk)
    assert client.get(address("desk_organisation", first)).url == now_at
    history = client.get(address("desk_organisation_history", first))
    assert history.url == address("desk_organisation_history", three.pk)
    assert client.get(address("desk_organisation_compare", first, three.pk)).url == now_at
    assert client.get(address("desk_organisation", three.pk + 1000)).status_code == 404


def test_history_tells_of_both_and_names_people_only_to_who_may_see_them(client):
    coordinator, reader = CoordinatorFactory(name="Kim Ek"), StaffRoleFactory(role="reader").user
    kept, double = OrganisationFactory(name="Skogen AB"), OrganisationFactory(name="Skogen")
    speaker = UserFactory(name="Ola Ekdahl")
    actions.represent(coordinator, person=speaker, organisation=double)
    merge = actions.merge_organisations(coordinator, survivor=kept, double=double)
    path = address("desk_organisation_history", kept.pk)
    for user, sees in ((coordinator, True), (reader, False)):
        client.force_login(user)
        page = client.get(path, headers={"accept-language": "en"}).content.decode()
        assert ("Ola Ekdahl" in page) is ("Kim Ek" in page) is sees
        assert "Skogen, " in page
    back = actions.undo_merge(coordinator, merge=merge)
    client.force_login(coordinator)
    lines = client.get(address("desk_organisation_history", back.pk)).context["lines"]
    assert [line.what for line in lines][:2] == [
        "Är en egen aktör igen, efter att ha gått upp i Skogen AB",
        "Gick upp i Skogen AB",
    ]


def test_my_page_after_a_merge_speaks_of_the_survivor_once(client, two):
    survivor, double = two
    person = Representation.objects.filter(organisation=double, until=None).earliest("pk").person
    actions.merge_organisations(None, survivor=survivor, double=double)
    client.force_login(person)
    page = client.get(reverse("web:my"))
    assert page.status_code == 200
    held = queries.representatives(survivor).filter(person=person)
    assert held.count() == 1
    assert page.content.decode().count(f"{survivor.name}<") <= 1


def test_what_the_log_and_the_thread_say_of_the_double_leads_to_the_survivor(two):
    survivor, double = two
    gone = Ref("organisation", double.pk)
    actions.merge_organisations(None, survivor=survivor, double=double)
    found = kinds.describe({gone}, CoordinatorFactory())
    assert found[gone].name == survivor.name
    assert found[gone].url == reverse("people:desk_organisation", args=[survivor.pk])


@pytest.mark.committed
def test_merges_both_ways_at_once_leave_one_organisation():
    one, two = OrganisationFactory(name="Ett"), OrganisationFactory(name="Två")
    pairs = [(one, two), (two, one)] * 3

    def merge(number):
        survivor, double = pairs[number]
        actions.merge_organisations(None, survivor=survivor, double=double)

    refused = in_threads(len(pairs), merge)
    assert [type(error) for error in refused] == [ValidationError] * (len(pairs) - 1)
    left = Organisation.objects.get()
    assert queries.find_organisation("ett") == queries.find_organisation("två") == left


@pytest.mark.committed
def test_visitors_who_type_the_double_during_the_merge_get_the_survivor():
    one, two = OrganisationFactory(name="Ett"), OrganisationFactory(name="Två")

    made = []

    def act(number):
        if number == 3:
            actions.merge_organisations(None, survivor=one, double=two)
            return
        person = UserFactory(email=f"p{number}@actor.example")
        with transaction.atomic():
            found = actions.organisation_for(None, name="Två", sector="business")
            made.append(actions.represent(None, person=person, organisation=found))

    assert in_threads(8, act) == []
    assert len(made) == 7
    assert set(Representation.objects.values_list("organisation", flat=True)) == {one.pk}
