"""Forgive slips in the names of persons."""

from django.db import migrations

from varv.registry.search.columns import add_forms


class Migration(migrations.Migration):
    """Add what the names are known by."""

    dependencies = [
        ("people", "0014_organisation_import_plan"),
        ("registry", "0011_slips_in_words_and_names"),
    ]

    operations = [add_forms("people_user", "name")]
