"""Keep the licence of a dataset by language, so that none reads two at once."""

from django.db import migrations, models

import varv.text.translated

FIRST = "sv"


def by_language(apps, _schema_editor):
    """Put each licence under the region's first language: alone, it is read in all of them."""
    first = _first_language(apps)
    for one in apps.get_model("analysis", "Dataset").objects.all():
        one.licence_by_language = {first: one.licence}
        one.save(update_fields=["licence_by_language"])
    _remembered(apps, lambda text: {first: text} if isinstance(text, str) else text)


def as_lines(apps, _schema_editor):
    """Keep the text of the first language."""
    first = _first_language(apps)

    def line(texts):
        return texts.get(first) or next(iter(texts.values()), "")

    for one in apps.get_model("analysis", "Dataset").objects.all():
        one.licence = line(one.licence_by_language)[:200]
        one.save(update_fields=["licence"])
    _remembered(apps, lambda texts: line(texts) if isinstance(texts, dict) else texts)


def _first_language(apps):
    region = apps.get_model("people", "Region").objects.first()
    return region.languages[0] if region and region.languages else FIRST


def _remembered(apps, form):
    """Keep what was loaded in the same form, else it would look as if people had edited it."""
    for row in apps.get_model("people", "LoadedRow").objects.filter(model="analysis.Dataset"):
        if "licence" in row.values:
            row.values["licence"] = form(row.values["licence"])
            row.save(update_fields=["values"])


class Migration(migrations.Migration):
    """Add the texts, fill them, and let them take the place of the lines."""

    dependencies = [
        ("analysis", "0060_why_a_swot_was_adopted_without_votes"),
        ("people", "0050_seats"),
    ]

    operations = [
        migrations.AddField(
            model_name="dataset",
            name="licence_by_language",
            field=varv.text.translated.TranslatedField(default=varv.text.translated.Translated),
        ),
        migrations.RunPython(by_language, as_lines, elidable=False),
        # With a default, so that it can be put back beside rows that are there.
        migrations.AlterField(
            model_name="dataset",
            name="licence",
            field=models.CharField(default="", max_length=200, verbose_name="Licence"),
        ),
        migrations.RemoveField(model_name="dataset", name="licence"),
        migrations.RenameField(
            model_name="dataset", old_name="licence_by_language", new_name="licence"
        ),
    ]
