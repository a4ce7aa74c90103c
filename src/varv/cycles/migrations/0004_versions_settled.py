"""Say of the versions that there are which holds, and what each came of.

Apart from the columns themselves: rows with pending checks of foreign keys cannot get an index.
"""

from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery


def settle(apps, schema_editor):
    """What there is of areas was adopted when it was written; each came of the one before it."""
    versions = apps.get_model('cycles', 'AreaVersion').objects
    later = versions.filter(area=OuterRef('area'), number__gt=OuterRef('number'))
    before = versions.filter(area=OuterRef('area'), number__lt=OuterRef('number'))
    versions.filter(Exists(later)).update(state='replaced')
    versions.filter(state='draft').update(state='adopted')
    former = before.order_by('-number').values('pk')[:1]
    versions.update(based_on=Subquery(former), replaces=Subquery(former))


class Migration(migrations.Migration):

    dependencies = [('cycles', '0003_versions_in_states')]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
