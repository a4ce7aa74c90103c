"""Keep with an adopted SWOT why it was adopted although nobody had voted on some items."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the reason; what was adopted before has none."""

    dependencies = [("analysis", "0056_earlier_profile_sources_ended")]

    operations = [
        migrations.AddField(
            model_name="swotversion",
            name="unvoted_reason",
            field=models.TextField(blank=True),
        ),
    ]
