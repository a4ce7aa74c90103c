"""Input is called input in the lists of staff too; only the words change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0002_search_columns"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="contribution",
            options={
                "ordering": ["-received_at", "-pk"],
                "verbose_name": "input",
                "verbose_name_plural": "input",
            },
        ),
        migrations.AlterField(
            model_name="incomingmail",
            name="where",
            field=models.CharField(
                choices=[
                    ("contribution", "Input"),
                    ("triage", "To be sorted"),
                    ("ignored", "Put aside"),
                    ("duplicate", "Came again"),
                ],
                max_length=15,
            ),
        ),
    ]
