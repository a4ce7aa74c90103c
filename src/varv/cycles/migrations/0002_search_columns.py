"""Make the process searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [("cycles", "0001_initial"), ("registry", "0005_search_functions")]

    operations = [
        add_column("cycles_programme", title="name", texts=["summary"]),
        add_column("cycles_programmeversion", title="title", texts=["note", "text"]),
        add_column("cycles_area", title="name", texts=["summary", "text"]),
        add_column("cycles_areaversion", title="name", texts=["summary", "text"]),
        add_column("cycles_lap", title="title"),
        add_column("cycles_stepguide", title="name", texts=["asks", "products", "first_lap"]),
        add_column("cycles_milestone", title="title", texts=["text"]),
        add_column(
            "cycles_frameitem",
            title="name",
            texts=["summary", "known_gaps"],
            names=["identifier"],
        ),
        add_column("cycles_interest", names=["name"], body=["message"]),
    ]
