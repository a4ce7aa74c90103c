"""Points, what they are about, and what is answered to each; they can be searched."""

import django.db.models.deletion
import varv.clock
import varv.text.translated
from django.conf import settings
from django.db import migrations, models

from varv.registry.search.columns import add_column


class Migration(migrations.Migration):

    dependencies = [
        ('bodies', '0003_slips_in_names'),
        ('consultation', '0002_search_columns'),
        ('cycles', '0003_versions_in_states'),
        ('files', '0002_destroyed_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('registry', '0019_search_and_secrecy_by_an_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReasonTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='Name')),
                ('outcome', models.CharField(choices=[('adopted', 'Adopted'), ('partly', 'Partly adopted'), ('not_adopted', 'Not adopted'), ('noted', 'Noted'), ('outside', 'Outside the matter')], max_length=12, verbose_name='Disposition')),
                ('text', models.TextField(verbose_name='Reason')),
            ],
            options={
                'verbose_name': 'template for a reason',
                'verbose_name_plural': 'templates for reasons',
                'ordering': ['outcome', 'name'],
            },
        ),
        migrations.AddField(
            model_name='contribution',
            name='last_point',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('start', models.PositiveIntegerField(blank=True, null=True)),
                ('end', models.PositiveIntegerField(blank=True, null=True)),
                ('text', models.TextField(verbose_name='Text')),
                ('heading', models.CharField(blank=True, max_length=200, verbose_name='In short')),
                ('state', models.CharField(choices=[('open', 'No disposition yet'), ('proposed', 'Awaits a second reader'), ('signed', 'Signed')], default='open', max_length=10)),
                ('batch', models.UUIDField(blank=True, null=True)),
                ('made_at', models.DateTimeField(default=varv.clock.now)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='points', to='cycles.area')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='points', to='consultation.comment')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='consultation.contribution')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='consultation.point')),
                ('reply', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='points', to='consultation.reply')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='consultation.round')),
            ],
            options={
                'verbose_name': 'point',
                'verbose_name_plural': 'points',
                'ordering': ['contribution', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Disposition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('adopted', 'Adopted'), ('partly', 'Partly adopted'), ('not_adopted', 'Not adopted'), ('noted', 'Noted'), ('outside', 'Outside the matter')], max_length=12, verbose_name='Disposition')),
                ('reason', models.TextField(verbose_name='Reason')),
                ('changed_text', models.TextField(blank=True, verbose_name='Changed text')),
                ('changed', models.JSONField(blank=True, default=list)),
                ('batch', models.UUIDField(db_index=True)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField(default=varv.clock.now)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('returned_note', models.TextField(blank=True, verbose_name='Note of a second reader')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='dispositions', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='consultation.disposition')),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispositions', to='consultation.point')),
            ],
            options={
                'verbose_name': 'disposition',
                'verbose_name_plural': 'dispositions',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='cycles.programme')),
            ],
            options={
                'verbose_name': 'theme',
                'verbose_name_plural': 'themes',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='point',
            name='theme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='points', to='consultation.theme'),
        ),
        migrations.AddIndex(
            model_name='disposition',
            index=models.Index(condition=models.Q(('replaced_at', None)), fields=['outcome', 'point'], name='disposition_that_holds'),
        ),
        migrations.AddConstraint(
            model_name='disposition',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('point',), name='a_point_has_one_disposition_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='disposition',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_disposition_is_made_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='disposition',
            constraint=models.CheckConstraint(condition=models.Q(('signed_by', None), ('made_by', None), models.Q(('signed_by', models.F('made_by')), _negated=True), _connector='OR'), name='nobody_signs_their_own_disposition'),
        ),
        migrations.AddIndex(
            model_name='point',
            index=models.Index(fields=['round', 'state', 'id'], name='point_by_state'),
        ),
        migrations.AddIndex(
            model_name='point',
            index=models.Index(fields=['round', 'area', 'id'], name='point_by_area'),
        ),
        migrations.AddIndex(
            model_name='point',
            index=models.Index(fields=['round', 'theme', 'id'], name='point_by_theme'),
        ),
        migrations.AddIndex(
            model_name='point',
            index=models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='point_by_batch'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.UniqueConstraint(fields=('contribution', 'number'), name='points_of_an_input_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end', None), ('start', None)), ('end__gt', models.F('start')), _connector='OR'), name='a_point_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('reply', None), ('comment', None), _connector='OR'), name='a_point_stands_in_one_place'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('pk')), _negated=True), name='no_point_is_merged_into_itself'),
        ),
        add_column("consultation_point", names=["heading"], body=["text"]),
    ]
