"""Forms of the register's desk pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.text.hostile import PlainCharField, PlainTextField


class MailTextForm(forms.Form):
    """Subject and body of one kind of mail in one language."""

    subject = PlainCharField(label=_("Subject"), max_length=200)
    body = PlainTextField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16})
    )
