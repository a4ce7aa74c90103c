"""Keep the pages of the site as they read, for search."""

from django.db import migrations, models

import varv.text.translated
from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Make the table with its search column."""

    dependencies = [
        ("web", "0002_backup_runs_are_over"),
        ("registry", "0005_search_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SitePage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                ("title", varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ("text", varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ("read_at", models.DateTimeField()),
            ],
        ),
        add_column("web_sitepage", title="title", texts=["text"]),
    ]
