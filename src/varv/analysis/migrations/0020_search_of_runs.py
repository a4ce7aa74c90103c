"""Make runs and findings searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [
        ("analysis", "0011_datasets_are_searched"),
        ("registry", "0005_search_functions"),
    ]

    operations = [
        add_column("analysis_run", title="title"),
        add_column("analysis_finding", title="sentence", names=["name"]),
    ]
