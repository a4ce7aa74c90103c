"""What belongs to an organisation in the apps above; each says so, and a merge moves it all.

A test walks every foreign key to ``Organisation`` and refuses one that nobody has told of here.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise

from varv.extension import ExtensionPoint


@dataclass(frozen=True)
class Belonging:
    """Rows of ``model`` ("app.Model") that point at an organisation by ``field``.

    A row may be moved to another organisation just so: where the model has a unique constraint
    with the field in it, it needs an owner who knows what to do, as representations have.
    """

    label: str | Promise
    model: str
    field: str = "organisation"

    @property
    def rows_of(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.model)


point: ExtensionPoint[Belonging] = ExtensionPoint("belongings of organisations")
