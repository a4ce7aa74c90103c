"""Make datasets searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search column."""

    dependencies = [
        ("analysis", "0010_deliveries_and_fetching"),
        ("registry", "0005_search_functions"),
    ]

    operations = [
        add_column(
            "analysis_dataset",
            title="title",
            texts=["about", "unit"],
            names=["publisher"],
        ),
    ]
