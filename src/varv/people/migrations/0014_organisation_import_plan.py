"""What entering a list would do is kept with the list, so that a page of it is not planned again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep the plan."""

    dependencies = [("people", "0013_names_are_found_by_an_index")]
    operations = [
        migrations.AddField(
            model_name="organisationimport", name="plan", field=models.JSONField(null=True)
        ),
    ]
