"""What a search column is made with: functions in the database, all immutable.

A later change of them is a new function under a new name, and new columns: PostgreSQL would not
compute the stored ones again. Their bodies are bound when they are made, so that a dump can be
restored whatever the search path.
"""

from django.db import migrations

PLAIN = r"""
CREATE FUNCTION varv_search_plain(content text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    lower(normalize(left(content, 50000), NFC)), '[^[:alnum:]]+', ' ', 'g'
)
"""
FOLD = r"""
CREATE FUNCTION varv_search_fold(plain text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(
    regexp_replace(normalize(plain, NFD), '[\u0300-\u036f]+', '', 'g'), 'øæđł', 'oadl'
)
"""
# What is only found without its accents gets a weight of its own, lower than what is exact.
PARTS = r"""
CREATE FUNCTION varv_search_parts(
    swedish text, english text, every text, exact "char", folded "char"
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(
    to_tsvector('simple'::regconfig, coalesce(every, ''))
    || to_tsvector('swedish'::regconfig, coalesce(swedish, ''))
    || to_tsvector('english'::regconfig, coalesce(english, '')),
    exact
) || CASE
    WHEN varv_search_fold(every) <> every
    THEN setweight(to_tsvector('simple'::regconfig, varv_search_fold(every)), folded)
    ELSE ''::tsvector
END
"""
VECTOR = r"""
CREATE FUNCTION varv_search_vector(
    title jsonb, texts jsonb[], names text, body text
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN varv_search_parts(
    varv_search_plain(title ->> 'sv'),
    varv_search_plain(title ->> 'en'),
    (SELECT varv_search_plain(string_agg(value, ' ')) FROM jsonb_each_text(title)),
    'A', 'C'
) || varv_search_parts(
    varv_search_plain(names), varv_search_plain(names), varv_search_plain(names), 'A', 'C'
) || varv_search_parts(
    (SELECT varv_search_plain(string_agg(one ->> 'sv', ' ')) FROM unnest(texts) AS one),
    (SELECT varv_search_plain(string_agg(one ->> 'en', ' ')) FROM unnest(texts) AS one),
    (
        SELECT varv_search_plain(string_agg(value, ' '))
        FROM unnest(texts) AS one, jsonb_each_text(one)
    ),
    'B', 'D'
) || varv_search_parts(
    varv_search_plain(body), varv_search_plain(body), varv_search_plain(body), 'B', 'D'
)
"""


class Migration(migrations.Migration):
    """Make the functions."""

    dependencies = [("registry", "0004_whose_request_wrote_a_message")]

    operations = [
        migrations.RunSQL(PLAIN, "DROP FUNCTION varv_search_plain"),
        migrations.RunSQL(FOLD, "DROP FUNCTION varv_search_fold"),
        migrations.RunSQL(PARTS, "DROP FUNCTION varv_search_parts"),
        migrations.RunSQL(VECTOR, "DROP FUNCTION varv_search_vector"),
    ]
