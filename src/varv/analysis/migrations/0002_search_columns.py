"""Make evidence searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [("analysis", "0001_initial"), ("registry", "0005_search_functions")]

    operations = [
        add_column("analysis_evidence", title="title", texts=["summary"], names=["author"]),
    ]
