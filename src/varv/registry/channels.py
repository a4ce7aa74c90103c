"""How something came to the register, or went from it."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from varv.registry import kinds


class Channel(TextChoices):
    """What staff choose among as the kind of a record; programs write kinds of their own."""

    EMAIL = "e-mail", pgettext_lazy("kind of record", "E-mail")
    LETTER = "letter", pgettext_lazy("kind of record", "Letter")
    PHONE = "phone", pgettext_lazy("kind of record", "Phone call")
    MEETING = "meeting", pgettext_lazy("kind of record", "Talk at a meeting")
    OTHER = "other", pgettext_lazy("kind of record", "Other document")


def kind_name(kind: str) -> str:
    """Return how the kind of a record reads: a channel, or a kind of thing such as minutes."""
    return str(Channel(kind).label) if kind in Channel.values else kinds.label(kind)
