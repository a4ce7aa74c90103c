"""Make what is said of activity sets and of the whole county searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [("analysis", "0050_profiles"), ("registry", "0005_search_functions")]

    operations = [
        add_column("analysis_activityset", texts=["note"]),
        add_column("analysis_countytext", texts=["text"]),
    ]
