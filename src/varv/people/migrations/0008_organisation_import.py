"""Lists of organisations that were read from Excel and wait to be confirmed."""

import uuid

from django.db import migrations, models

import varv.clock


class Migration(migrations.Migration):
    dependencies = [("people", "0007_organisation_merge")]
    operations = [
        migrations.CreateModel(
            name="OrganisationImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("rows", models.JSONField(null=True)),
                ("by_id", models.BigIntegerField()),
                ("read_at", models.DateTimeField(default=varv.clock.now)),
                ("entered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"ordering": ["-read_at"]},
        ),
    ]
