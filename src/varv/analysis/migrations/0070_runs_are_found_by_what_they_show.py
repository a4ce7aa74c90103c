"""Let a run be found by the names of what it shows as strengths and openings."""

from django.db import migrations

import varv.text.translated
from varv.registry.search.columns import add_column, drop_column

TABLE = "analysis_run"


class Migration(migrations.Migration):
    """Keep the names with the run, and read them in its search column; upkeep fills them in."""

    dependencies = [
        ("analysis", "0061_licences_by_language"),
        ("registry", "0005_search_functions"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="shows",
            field=varv.text.translated.TranslatedField(
                blank=True, default=None, editable=False, null=True
            ),
        ),
        drop_column(TABLE),
        add_column(TABLE, title="title", texts=["shows"]),
    ]
