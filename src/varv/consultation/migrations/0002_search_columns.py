"""Make rounds, input, invitations and incoming mail searchable.

The name of who sent input is not in its column: everybody searches that column, and a hit on a name
would tell that somebody had written. Staff find the name in the record.
"""

from django.db import migrations

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):
    """Add the search columns."""

    dependencies = [("consultation", "0001_initial"), ("registry", "0005_search_functions")]

    operations = [
        add_column(
            "consultation_round", title="title", texts=["summary", "mail_subject", "note"]
        ),
        add_column("consultation_contribution", names=["title"], body=["text"]),
        add_column("consultation_reply", body=["text"]),
        add_column("consultation_comment", body=["text"]),
        add_column("consultation_invitation", names=["name"], body=["postal_address"]),
        add_column(
            "consultation_incomingmail",
            names=["subject", "sender_name", "sender_email"],
            body=["text"],
        ),
    ]
