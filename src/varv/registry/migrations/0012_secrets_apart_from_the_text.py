"""Keep what only the recipient of a message may see apart from its text."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_slips_in_words_and_names")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="secrets",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
