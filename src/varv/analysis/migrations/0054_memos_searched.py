"""Make memos searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search column."""

    dependencies = [("analysis", "0053_memos"), ("registry", "0005_search_functions")]

    operations = [add_column("analysis_memo", names=["title"], body=["text", "said"])]
