"""Find the mail whose time is over by an index of what is not yet destroyed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0014_what_compounds_end_with")]
    operations = [
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["kind", "finished_at"],
                condition=~models.Q(recipient__endswith="@erased.invalid"),
                name="message_kept",
            ),
        ),
    ]
