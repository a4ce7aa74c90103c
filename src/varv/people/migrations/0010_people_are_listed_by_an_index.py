"""An index in the order in which people are listed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_allowance")]
    operations = [
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["name", "email"], name="user_listed"),
        ),
    ]
