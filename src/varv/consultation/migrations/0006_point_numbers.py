"""Number points once and for all, keep what each answer changed, and make points searchable."""

from django.conf import settings
from django.db import migrations, models

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0005_papers'),
        ('registry', '0005_search_functions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='contribution',
            name='last_point',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='disposition',
            name='changed',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddIndex(
            model_name='disposition',
            index=models.Index(condition=models.Q(('replaced_at', None)), fields=['outcome', 'point'], name='disposition_that_holds'),
        ),
        add_column("consultation_point", names=["heading"], body=["text"]),
    ]
