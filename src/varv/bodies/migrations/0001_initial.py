import django.db.models.deletion
import varv.clock
import varv.text.translated
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('registry', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('name', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('kind', models.CharField(choices=[('council', 'Council'), ('committee', 'Committee'), ('steering_group', 'Steering group'), ('partnership', 'Partnership'), ('other', 'Other body')], max_length=20)),
                ('about', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='bodies.body')),
            ],
            options={
                'verbose_name_plural': 'bodies',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(blank=True, null=True, unique=True)),
                ('decided_on', models.DateField(verbose_name='Date')),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=10)),
                ('paragraph', models.CharField(blank=True, max_length=40, verbose_name='Paragraph')),
                ('title', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('text', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('created_at', models.DateTimeField(default=varv.clock.now, editable=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='bodies.body')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='registry.case')),
                ('record', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='registry.record')),
            ],
            options={
                'ordering': ['-decided_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.CharField(max_length=200, verbose_name='Name')),
                ('role', models.CharField(choices=[('chair', 'Chair'), ('vice_chair', 'Vice chair'), ('member', 'Member'), ('deputy', 'Deputy')], default='member', max_length=20, verbose_name='Role')),
                ('sector', models.CharField(blank=True, choices=[('business', 'Business'), ('academia', 'Academia'), ('public', 'Public sector'), ('civil', 'Civil society')], max_length=20, verbose_name='Sector')),
                ('since', models.DateField(blank=True, null=True, verbose_name='From')),
                ('until', models.DateField(blank=True, null=True, verbose_name='To')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='bodies.body')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='seats', to='people.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='seats', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['body', 'role', 'holder'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='a_seat_ends_after_it_starts')],
            },
        ),
    ]
