"""Take codes and personal links out of the texts of mails written before they were kept apart.

What still may go out keeps its value beside the text, as newer mail does. A rehearsal's stay: there
one signs in by what the desk shows. Undoing it changes nothing, since newer texts hold none either.
"""

from django.conf import settings
from django.db import migrations

# The link holds a signed token: payload, moment and signature.
LINK = "https?://[^[:space:]]+/my/[A-Za-z0-9_=-]+:[A-Za-z0-9]+:[A-Za-z0-9_=-]+/?"
CODE = r"\m[A-Z0-9]{4}-[A-Z0-9]{4}\M"

MESSAGES = """
UPDATE registry_message SET
    secrets = CASE WHEN state IN ('queued', 'sending', 'failed')
        THEN jsonb_build_object(%(name)s::text, substring(body from %(value)s)) || secrets
        ELSE '{}' END,
    subject = regexp_replace(subject, %(value)s, %(placeholder)s, 'g'),
    body = regexp_replace(body, %(value)s, %(placeholder)s, 'g')
WHERE kind LIKE %(kind)s AND body ~ %(value)s
"""
RECORDS = """
UPDATE registry_record SET text = regexp_replace(text, %(value)s, %(placeholder)s, 'g')
WHERE text ~ %(value)s
"""
#: By the beginning of the kinds: under which name their wordings have the value.
NAMES = (
    ("people.sign_in_code", "code", CODE),
    ("meetings.%", "manage_link", LINK),
    ("%", "link", LINK),
)


def blank(apps, schema_editor):
    """Put the placeholder where the value stood."""
    if settings.REHEARSAL:
        return
    with schema_editor.connection.cursor() as cursor:
        for kind, name, value in NAMES:
            given = {"kind": kind, "name": name, "placeholder": f"{{{name}}}", "value": value}
            cursor.execute(MESSAGES, given)
        cursor.execute(RECORDS, {"placeholder": "{link}", "value": LINK})


class Migration(migrations.Migration):
    """Blank them."""

    dependencies = [("registry", "0015_mail_due_is_found_by_an_index")]
    operations = [migrations.RunPython(blank, migrations.RunPython.noop)]
