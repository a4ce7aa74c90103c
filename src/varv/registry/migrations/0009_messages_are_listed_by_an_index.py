"""Indexes in the order in which the outbox is listed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_mail_stop")]
    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["-due_at", "-id"], name="message_listed"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["state", "-due_at", "-id"], name="message_listed_by_state"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["state", "finished_at"], name="message_finished"),
        ),
    ]
