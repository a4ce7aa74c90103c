"""What an export is narrowed by, as the list on the desk."""

from django import forms

from varv.consultation.models import Contribution, Round
from varv.consultation.queries.desk import LACKING, Wanted
from varv.consultation.standing import STANDINGS
from varv.people.models import Municipality, Sector


def _codes(*known: str) -> list[tuple[str, str]]:
    return [(code, code) for code in ("", *known)]


class ExportFilter(forms.Form):
    """Each is optional; what is not known is refused, so that nobody takes out all by mistake."""

    round = forms.ModelChoiceField(Round.objects.all(), required=False)
    state = forms.ChoiceField(choices=_codes(*STANDINGS), required=False)
    channel = forms.ChoiceField(choices=_codes(*Contribution.Channel.values), required=False)
    sector = forms.ChoiceField(choices=_codes(LACKING, *Sector.values), required=False)
    municipality = forms.ModelChoiceField(Municipality.objects.all(), required=False)
    number = forms.IntegerField(min_value=1, max_value=2_000_000_000, required=False)

    def wanted(self) -> Wanted:
        """Return what is asked for."""
        return Wanted(**self.cleaned_data)
