"""End what profiles were made of before the last choice, when the next one was made."""

from typing import Any

from django.db import migrations


def end_earlier(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - as Django calls it
    """End each source but the last at the moment of the choice after it."""
    rows = list(apps.get_model("analysis", "ProfileSource").objects.order_by("chosen_at", "pk"))
    for one, following in zip(rows, rows[1:], strict=False):
        one.ended_at = following.chosen_at
        one.save(update_fields=["ended_at"])


class Migration(migrations.Migration):
    """Until now the last one held; from now on those hold that are not ended."""

    dependencies = [("analysis", "0055_profile_sources_in_order")]

    operations = [migrations.RunPython(end_earlier, migrations.RunPython.noop)]
