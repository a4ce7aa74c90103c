"""Find the organisations that nobody has checked by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0015_slips_in_names")]
    operations = [
        migrations.AddIndex(
            "organisation",
            models.Index(
                fields=["sort_key"],
                condition=models.Q(checked_at=None),
                name="organisation_to_check",
            ),
        ),
    ]
