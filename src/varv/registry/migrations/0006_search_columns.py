"""Make cases, records and messages searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [("registry", "0005_search_functions")]

    operations = [
        add_column("registry_case", title="title", names=["number", "external_number"]),
        add_column("registry_record", names=["title", "external_number"], body=["text"]),
        add_column("registry_message", names=["subject", "recipient_name", "recipient"]),
    ]
