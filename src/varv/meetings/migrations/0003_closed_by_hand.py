"""Tell sign-up that somebody closed from sign-up whose time has passed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_called")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="closed_by_hand",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
