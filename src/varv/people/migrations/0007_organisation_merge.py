"""Which organisation went into which, and all that moved, so that it can be undone."""

from django.db import migrations, models
from django.db.models import Q

import varv.clock


class Migration(migrations.Migration):
    dependencies = [("people", "0006_possible_double")]
    operations = [
        migrations.CreateModel(
            name="OrganisationMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_id", models.BigIntegerField()),
                ("new_id", models.BigIntegerField(db_index=True)),
                ("name", models.CharField(max_length=200)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("before", models.JSONField()),
                ("moved", models.JSONField()),
                ("at", models.DateTimeField(default=varv.clock.now)),
                ("by_id", models.BigIntegerField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(undone_at=None),
                        fields=("old_id",),
                        name="an_organisation_goes_once",
                    )
                ],
            },
        ),
    ]
