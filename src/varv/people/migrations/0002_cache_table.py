"""Make the table of the shared cache, where the limits on sign-in live."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """Make it; nothing happens where it exists."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
