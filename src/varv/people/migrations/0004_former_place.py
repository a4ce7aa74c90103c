"""What an organisation was counted under before, and whether it waits to be compared."""

import django.db.models.deletion
from django.db import migrations, models

import varv.clock

SECTORS = [
    ("business", "Business"),
    ("academia", "Academia"),
    ("public", "Public sector"),
    ("civil", "Civil society"),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0003_search_columns")]
    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["sector", "sort_key"], name="organisation_by_sector"),
        ),
        migrations.CreateModel(
            name="FormerPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sector", models.CharField(choices=SECTORS, max_length=20)),
                ("until", models.DateField(blank=True, null=True)),
                ("noted_at", models.DateTimeField(default=varv.clock.now)),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.municipality",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_places",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-noted_at", "-pk"],
                "indexes": [
                    models.Index(fields=["organisation", "until"], name="former_place_by_day")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "until"), name="an_organisation_moves_once_a_day"
                    )
                ],
            },
        ),
    ]
