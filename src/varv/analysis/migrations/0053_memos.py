"""Memos: texts with live figures, frozen when they are published."""

import django.db.models.deletion
import varv.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0052_county_series'),
        ('cycles', '0004_versions_settled'),
        ('files', '0002_destroyed_files'),
        ('meetings', '0006_needs_are_found_by_an_index'),
        ('registry', '0019_search_and_secrecy_by_an_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Memo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('memo', 'Memo on an area'), ('page', 'An area on one page'), ('region', 'The region in figures')], max_length=10, verbose_name='Kind')),
                ('language', models.CharField(max_length=10, verbose_name='Language')),
                ('title', models.CharField(max_length=200, verbose_name='Title')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('making', 'Being made'), ('published', 'Published')], default='draft', max_length=10)),
                ('made_at', models.DateTimeField(default=varv.clock.now)),
                ('edition', models.PositiveSmallIntegerField(default=1)),
                ('frozen', models.JSONField(blank=True, null=True)),
                ('said', models.TextField(blank=True, editable=False)),
                ('error', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memos', to='cycles.area')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='memos', to='meetings.meeting')),
                ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memos', to='cycles.programme')),
                ('record', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='registry.record')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='analysis.memo')),
                ('word', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
            ],
            options={
                'verbose_name': 'memo',
                'verbose_name_plural': 'memos',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', True), ('kind', 'region')), models.Q(models.Q(('kind', 'region'), _negated=True), ('area__isnull', False)), _connector='OR'), name='a_memo_is_on_an_area_or_on_the_region'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('frozen__isnull', False), ('pdf__isnull', False), ('published_at__isnull', False), ('record__isnull', False), ('word__isnull', False)), _connector='OR'), name='a_published_memo_is_whole')],
            },
        ),
    ]
