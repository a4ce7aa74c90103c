"""Keep what compounds end with; the words are gathered anew at the next tick."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """Empty the lexicon, so that all of its words are looked at, and widen it."""

    dependencies = [("registry", "0013_seal_a_transaction_at_once")]

    operations = [
        migrations.RunSQL("DELETE FROM registry_searchword", migrations.RunSQL.noop),
        migrations.AddField(
            "searchword",
            "ends",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            "searchword",
            django.contrib.postgres.indexes.GinIndex(fields=["ends"], name="search_word_ends"),
        ),
    ]
