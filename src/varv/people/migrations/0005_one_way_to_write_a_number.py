"""Write every organisation number in one way, and take away those of sole traders.

The number of a sole trader is the trader's personal identity number. A number that is no right one
stays as it was typed, for somebody to mend; so does one that another organisation would share.
"""

from django.core.exceptions import ValidationError
from django.db import migrations

from varv.people import numbers


def rewrite(apps, _editor):
    organisations = apps.get_model("people", "Organisation").objects
    for organisation in organisations.exclude(number=None).order_by("pk"):
        number = _kept(organisation.number)
        if number == organisation.number:
            continue
        if number and organisations.filter(number=number).exists():
            continue
        organisation.number = number
        organisation.save(update_fields=["number"])


def _kept(number):
    if numbers.is_personal(number):
        return None
    try:
        return numbers.normalised(number) or None
    except ValidationError:
        return number


class Migration(migrations.Migration):
    dependencies = [("people", "0004_former_place")]
    operations = [migrations.RunPython(rewrite, migrations.RunPython.noop)]
