"""Two invitations by letter may turn out to be of one organisation."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("consultation", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(
            model_name="invitation", name="an_organisation_without_person_is_invited_once"
        ),
    ]
