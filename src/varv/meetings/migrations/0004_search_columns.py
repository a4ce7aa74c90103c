"""Make meetings, registrations and minutes searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [("meetings", "0003_closed_by_hand"), ("registry", "0005_search_functions")]

    operations = [
        add_column("meetings_meeting", title="title", texts=["summary"], names=["place"]),
        add_column("meetings_registration", names=["name"]),
        add_column("meetings_minutes", body=["text"]),
    ]
