"""Forgive slips in the names of those who sit in bodies."""

from django.db import migrations

from varv.registry.search.columns import add_forms


class Migration(migrations.Migration):
    """Add what the names are known by."""

    dependencies = [
        ("bodies", "0002_search_columns"),
        ("registry", "0011_slips_in_words_and_names"),
    ]

    operations = [add_forms("bodies_seat", "holder")]
