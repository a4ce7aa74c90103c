"""Make persons and organisations searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [("people", "0002_cache_table"), ("registry", "0005_search_functions")]

    operations = [
        add_column("people_user", names=["name", "email"]),
        add_column("people_organisation", names=["name", "number"]),
        add_column("people_organisationalias", names=["name"]),
    ]
