"""What the public register is narrowed by is found by an index; a time to keep may be for ever."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0017_secrecy_and_answers")]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["case", "kind", "number"], name="record_by_kind"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["case", "direction", "number"], name="record_by_direction"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["case", "received_at"], name="record_by_day"),
        ),
        migrations.AlterField(
            model_name="keeptime",
            name="months",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="months"
            ),
        ),
    ]
