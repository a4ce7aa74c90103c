"""Let profiles be made of several tables, in an order, and keep those that were ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the place of a source and when it was ended, and whom it may be compared with."""

    dependencies = [("analysis", "0054_memos_searched")]

    operations = [
        migrations.AddField(
            model_name="profilesource",
            name="position",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="profilesource",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="profilesource",
            name="compared_with",
            field=models.CharField(
                choices=[
                    ("country", "The regions of the same country"),
                    ("all", "All regions of the table"),
                    ("whole", "The rest of the country"),
                ],
                default="country",
                max_length=10,
            ),
        ),
    ]
