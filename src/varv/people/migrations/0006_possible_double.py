"""Pairs of organisations that may be one, and which organisations wait to be compared."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import varv.clock

REASONS = [
    ("number", "Same number"),
    ("name", "Same name but for its spelling"),
    ("near", "Nearly the same name"),
    ("domain", "Like names, and mail from the same domain"),
]


def organisation():
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0005_one_way_to_write_a_number")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="compared_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                fields=["id"], condition=Q(compared_at=None), name="organisation_to_compare"
            ),
        ),
        migrations.CreateModel(
            name="PossibleDouble",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(choices=REASONS, max_length=10)),
                ("found_at", models.DateTimeField(default=varv.clock.now)),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                ("dismissed_by_id", models.BigIntegerField(blank=True, null=True)),
                ("first", organisation()),
                ("second", organisation()),
            ],
            options={
                "ordering": ["-score", "pk"],
                "indexes": [
                    models.Index(
                        fields=["-score", "id"],
                        condition=Q(dismissed_at=None),
                        name="double_that_waits",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "second"), name="a_pair_is_suspected_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(first__lt=F("second")), name="a_pair_is_in_order"
                    ),
                ],
            },
        ),
    ]
