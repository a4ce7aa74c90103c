"""What an export is narrowed by, as the list on the desk."""

from django import forms

from varv.consultation.models import Contribution, Round
from varv.consultation.queries.desk_export import Wanted
from varv.people.models import Municipality, Sector

State = Contribution.State
_COUNTED = [choice for choice in State.choices if choice[0] != State.UNCONFIRMED]


class ExportFilter(forms.Form):
    """Each is optional; what is not known is refused, so that nobody takes out all by mistake."""

    round = forms.ModelChoiceField(Round.objects.all(), required=False)
    state = forms.ChoiceField(choices=[("", ""), *_COUNTED], required=False)
    channel = forms.ChoiceField(choices=[("", ""), *Contribution.Channel.choices], required=False)
    sector = forms.ChoiceField(choices=[("", ""), *Sector.choices], required=False)
    municipality = forms.ModelChoiceField(Municipality.objects.all(), required=False)

    def wanted(self) -> Wanted:
        """Return what is asked for."""
        return Wanted(**self.cleaned_data)
