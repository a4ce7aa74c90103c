"""Tell what the tries of a message came to, and whether it was withdrawn while it was being sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_seal_the_log")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="refusals",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="message",
            name="cut_off",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="message",
            name="unreachable_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
