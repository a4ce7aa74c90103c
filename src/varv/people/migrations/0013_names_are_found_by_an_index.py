"""An index of the words in names, so that a lookup does not read all of them."""

import django.contrib.postgres.indexes
from django.db import migrations

import varv.people.word_index


class Migration(migrations.Migration):
    """Index the words of names and of other names."""

    dependencies = [("people", "0012_browser_sessions")]
    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                varv.people.word_index.WordsOf("sort_key"),
                name="organisation_words",
                fastupdate=False,
            ),
        ),
        migrations.AddIndex(
            model_name="organisationalias",
            index=django.contrib.postgres.indexes.GinIndex(
                varv.people.word_index.WordsOf("sort_key"), name="alias_words", fastupdate=False
            ),
        ),
    ]
