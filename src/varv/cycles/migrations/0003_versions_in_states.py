"""Versions have states and say what they are based on; what a version changes is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bodies', '0003_slips_in_names'),
        ('cycles', '0002_search_columns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TextChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(choices=[('name', 'Name'), ('summary', 'In short'), ('text', 'Text')], max_length=10)),
                ('language', models.CharField(max_length=10)),
                ('anchor', models.PositiveIntegerField()),
                ('before', models.TextField(blank=True, verbose_name='Before')),
                ('after', models.TextField(blank=True, verbose_name='After')),
            ],
            options={
                'ordering': ['field', 'language', 'anchor', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='areaversion',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='reworked_as', to='cycles.areaversion'),
        ),
        migrations.AddField(
            model_name='areaversion',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='replaced_by', to='cycles.areaversion'),
        ),
        migrations.AddField(
            model_name='areaversion',
            name='put_out_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='areaversion',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='areaversion',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('out_for_comment', 'Out for comment'), ('adopted', 'Adopted'), ('replaced', 'Replaced')], default='draft', max_length=20),
        ),
        migrations.AddField(
            model_name='programmeversion',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='reworked_as', to='cycles.programmeversion'),
        ),
        migrations.AddField(
            model_name='programmeversion',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='replaced_by', to='cycles.programmeversion'),
        ),
        migrations.AddField(
            model_name='programmeversion',
            name='put_out_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='programmeversion',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name='areaversion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'adopted')), fields=('area',), name='an_area_has_one_adopted_version'),
        ),
        migrations.AddField(
            model_name='textchange',
            name='area_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='cycles.areaversion'),
        ),
        migrations.AddField(
            model_name='textchange',
            name='programme_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='cycles.programmeversion'),
        ),
        migrations.AddConstraint(
            model_name='textchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area_version__isnull', False), ('programme_version', None)), models.Q(('area_version', None), ('programme_version__isnull', False)), _connector='OR'), name='a_change_is_in_one_version'),
        ),
        migrations.AddConstraint(
            model_name='textchange',
            constraint=models.UniqueConstraint(fields=('area_version', 'programme_version', 'field', 'language', 'anchor'), name='one_change_begins_at_a_place', nulls_distinct=False),
        ),
    ]
