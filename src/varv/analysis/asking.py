"""Asking once: what was typed is most likely a slip, but whoever typed it may know better."""

from typing import cast

from django import forms
from django.http import QueryDict

from varv.text.refusals import is_refused_for


class AskedOnceForm(forms.Form):
    """A form whose next press saves what was typed, once somebody was asked about it."""

    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def ask(self, code: str) -> bool:
        """Tell whether the action asks for what ``code`` says, and let the next press be sure."""
        if not is_refused_for(self, code):
            return False
        sent = cast("QueryDict", self.data).copy()
        sent[self.add_prefix("is_sure")] = "on"
        self.data = sent
        return True
