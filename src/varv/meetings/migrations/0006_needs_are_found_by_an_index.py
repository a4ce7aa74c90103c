"""Find the few registrations with needs by an index: they must go soon after the meeting."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_guest_list")]
    operations = [
        migrations.AddIndex(
            "registration",
            models.Index(
                fields=["meeting"],
                condition=~models.Q(needs=""),
                name="registration_needs",
            ),
        ),
    ]
