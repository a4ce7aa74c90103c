import django.db.models.deletion
import varv.clock
import varv.text.translated
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('bodies', '0001_initial'),
        ('people', '0001_initial'),
        ('registry', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('summary', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('text', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('state', models.CharField(choices=[('active', 'In use'), ('retired', 'No longer used')], default='active', max_length=20)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=varv.clock.now, editable=False)),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='StepGuide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('analysis', 'Analysis'), ('governance', 'Governance'), ('vision', 'Vision'), ('prioritisation', 'Prioritisation'), ('policymix', 'Policy mix'), ('evaluation', 'Evaluation')], max_length=20, unique=True)),
                ('name', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('asks', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('products', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('first_lap', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
            ],
        ),
        migrations.CreateModel(
            name='AreaAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('until', models.DateTimeField(default=varv.clock.now)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='cycles.area')),
            ],
        ),
        migrations.CreateModel(
            name='FrameItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('level', models.CharField(choices=[('eu', 'European Union'), ('national', 'The state'), ('regional', 'The region')], max_length=10)),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('act', 'Act'), ('ordinance', 'Ordinance'), ('budget', 'State budget'), ('appropriation', 'Appropriation'), ('strategy', 'Strategy'), ('decision', 'Decision'), ('condition', 'Condition'), ('criterion', 'Criterion'), ('fund_family', 'Family of funds'), ('fund', 'Fund'), ('goal', 'Goal'), ('duty', 'Duty')], max_length=20)),
                ('name', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('identifier', models.CharField(blank=True, max_length=120)),
                ('summary', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('known_gaps', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('answered_by', models.CharField(blank=True, choices=[('region', 'The region answers for it'), ('state', 'The state answers for it'), ('shared', 'Region and state answer together'), ('unclear', 'Not yet clear who answers for it')], max_length=10)),
                ('url', models.URLField(blank=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cycles.frameitem')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('name', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('summary', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('first_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('last_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=varv.clock.now, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='registry.case')),
                ('initiated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='initiated', to='bodies.decision')),
            ],
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('kind', models.CharField(choices=[('input_deadline', 'Last day for input'), ('adoption', 'Decision'), ('other', 'Milestone')], default='other', max_length=20)),
                ('title', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('text', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('on', models.DateField(verbose_name='Date')),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=10)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='cycles.area')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='cycles.programme')),
            ],
            options={
                'ordering': ['on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Lap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='laps', to='cycles.area')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='laps', to='cycles.programme')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='area',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='cycles.programme'),
        ),
        migrations.CreateModel(
            name='ProgrammeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('out_for_comment', 'Out for comment'), ('adopted', 'Adopted'), ('replaced', 'Replaced')], default='draft', max_length=20)),
                ('dated_on', models.DateField()),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=10)),
                ('text', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('note', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('created_at', models.DateTimeField(default=varv.clock.now, editable=False)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='programme_versions', to='bodies.decision')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='cycles.programme')),
            ],
            options={
                'ordering': ['programme', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('analysis', 'Analysis'), ('governance', 'Governance'), ('vision', 'Vision'), ('prioritisation', 'Prioritisation'), ('policymix', 'Policy mix'), ('evaluation', 'Evaluation')], max_length=20)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('active', 'Under way'), ('done', 'Done'), ('reopened', 'Reopened')], default='waiting', max_length=10)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='Due')),
                ('lap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cycles.lap')),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='steps', to=settings.AUTH_USER_MODEL, verbose_name='Responsible')),
            ],
        ),
        migrations.CreateModel(
            name='StepTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(choices=[('waiting', 'Waiting'), ('active', 'Under way'), ('done', 'Done'), ('reopened', 'Reopened')], max_length=10)),
                ('to_state', models.CharField(choices=[('waiting', 'Waiting'), ('active', 'Under way'), ('done', 'Done'), ('reopened', 'Reopened')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('findings', models.JSONField(blank=True, default=list)),
                ('at', models.DateTimeField(default=varv.clock.now)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='cycles.step')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AreaSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('merged', 'Merged'), ('split', 'Split')], max_length=10)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(default=varv.clock.now)),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='cycles.area')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='cycles.area')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor'), name='an_area_becomes_another_once'), models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='no_area_becomes_itself')],
            },
        ),
        migrations.CreateModel(
            name='AreaVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('summary', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('text', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=varv.clock.now)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='cycles.area')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='area_versions', to='bodies.decision')),
            ],
            options={
                'ordering': ['area', '-number'],
                'constraints': [models.UniqueConstraint(fields=('area', 'number'), name='area_versions_are_numbered')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('sector', models.CharField(choices=[('business', 'Business'), ('academia', 'Academia'), ('public', 'Public sector'), ('civil', 'Civil society')], max_length=20, verbose_name='Sector')),
                ('level', models.CharField(choices=[('information', 'Get information'), ('partnership', 'Join the partnership'), ('steering_group', 'Contribute to the steering group')], default='partnership', max_length=20)),
                ('message', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=varv.clock.now, editable=False)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='cycles.area')),
                ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='cycles.interest')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='people.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='interests', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='interests', to='registry.record')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('area', 'person'), name='one_interest_per_person_and_area')],
            },
        ),
        migrations.AddConstraint(
            model_name='lap',
            constraint=models.UniqueConstraint(fields=('programme', 'area', 'number'), name='laps_are_numbered', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='lap',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('programme', 'area'), name='one_open_lap_at_a_time', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='programmeversion',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='programme_versions_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('lap', 'kind'), name='a_lap_has_each_step_once'),
        ),
    ]
