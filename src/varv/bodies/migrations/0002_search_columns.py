"""Make bodies, seats and decisions searchable."""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [("bodies", "0001_initial"), ("registry", "0005_search_functions")]

    operations = [
        add_column("bodies_body", title="name", texts=["about"]),
        add_column("bodies_seat", names=["holder"]),
        add_column("bodies_decision", title="title", texts=["text"], names=["paragraph"]),
    ]
