import varv.clock
import varv.text.translated
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('kind', models.CharField(choices=[('report', 'Report'), ('statistics', 'Statistics'), ('study', 'Study')], default='report', max_length=20)),
                ('title', varv.text.translated.TranslatedField(default=varv.text.translated.Translated)),
                ('author', models.CharField(max_length=200)),
                ('published_on', models.DateField()),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=10)),
                ('summary', varv.text.translated.TranslatedField(blank=True, default=varv.text.translated.Translated)),
                ('url', models.URLField(blank=True)),
                ('created_at', models.DateTimeField(default=varv.clock.now, editable=False)),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['published_on', 'key'],
            },
        ),
    ]
