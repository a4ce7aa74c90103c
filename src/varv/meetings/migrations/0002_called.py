"""Remember who was told the link by phone, because the mail with it did not arrive."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="called_about",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="registration",
            name="called_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
