"""The inventory of personal data: complete, and able to find what is missing."""

import pytest
from django.apps import apps

from varv.registry import inventory, kinds, masking, rights
from varv.registry.inventory import Fields


def test_inventory_knows_every_field_of_every_model():
    assert inventory.mistakes() == []


@pytest.mark.parametrize(
    ("label", "entry", "wording"),
    [
        ("meetings.registration", Fields(plain="meeting"), "needs: is in no group"),
        (
            "meetings.attendance",
            Fields(owner="nobody", personal="name"),
            "no registered PersonData",
        ),
        ("people.staffrole", Fields(plain="user role since until"), "leads to a person"),
        ("people.user", Fields(plain="email", owner="people"), "email: leads to a person"),
        ("registry.trace", Fields(plain="note phantom"), "phantom: is not a field"),
        ("registry.case", Fields(free="title", plain="title"), "title: is in two groups"),
        ("cycles.lap", Fields(plain="*"), "say why"),
        ("registry.mailtext", Fields(free="subject body"), "nobody can mask it"),
    ],
)
def test_inventory_finds_what_is_missing_or_wrong(monkeypatch, label, entry, wording):
    monkeypatch.setitem(inventory.point._items, label, entry)
    assert any(wording in line for line in inventory.mistakes())


def test_inventory_finds_a_model_that_nobody_declared(monkeypatch):
    monkeypatch.delitem(inventory.point._items, "meetings.registration")
    assert inventory.mistakes() == [
        "meetings.Registration: say in the app's inventory_entries.py what its fields hold"
    ]


def test_every_owner_in_the_inventory_holds_something_and_every_holder_is_in_it():
    assert {entry.owner for entry in inventory.point if entry.owner} == set(rights.point.keys())


def test_every_kind_that_can_be_masked_has_its_fields():
    for kind, known in masking.point.items():
        model = apps.get_model(kinds.point[kind].model)
        if known.within:
            model = model._meta.get_field(known.within).related_model
        assert {field.name for field in model._meta.fields} >= set(known.fields)
