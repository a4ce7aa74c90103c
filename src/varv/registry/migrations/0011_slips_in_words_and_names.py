"""Find compounds by their ends, and names by what is left of them without a letter or two.

``varv_search_forms`` makes of a name what ``registry.search.words`` makes of a word of the lexicon.
"""

from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models
from django.db.models.functions import Reverse

FORMS = r"""
CREATE FUNCTION varv_search_forms(names text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    WITH word AS (
        SELECT left(one, 7) AS start, length(one) >= 7 AS long
        FROM unnest(string_to_array(varv_search_fold(varv_search_plain(names)), ' ')) AS one
        WHERE length(one) >= 4
    ), less AS (
        SELECT long, left(start, at - 1) || substr(start, at + 1) AS form
        FROM word, generate_series(1, length(start)) AS at
    )
    SELECT array_agg(form)
    FROM (
        SELECT start AS form FROM word
        UNION
        SELECT form FROM less
        UNION
        SELECT left(form, at - 1) || substr(form, at + 1)
        FROM less, generate_series(1, length(form)) AS at
        WHERE long
    ) AS every
)
"""


class Migration(migrations.Migration):
    """Add the function and the index."""

    dependencies = [("registry", "0010_masking_and_disposal")]

    operations = [
        migrations.RunSQL(FORMS, "DROP FUNCTION varv_search_forms"),
        migrations.AddIndex(
            "searchword",
            models.Index(
                OpClass(Reverse("word"), "text_pattern_ops"), name="search_word_by_its_end"
            ),
        ),
    ]
