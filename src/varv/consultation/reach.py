"""Who is asked and who has their say, as reach counts them: a round is an occasion.

Input whose record is secret and input that staff have hidden is counted for the staff alone.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from varv.consultation import standing
from varv.consultation.models import Round
from varv.consultation.queries import catalogue, invitations
from varv.reach import places
from varv.reach.sources import Group, Occasion, Source


def _contributions() -> Iterable[Group]:
    return places.grouped(
        catalogue.with_place(), at="received_at", occasion="round", is_open=standing.countable()
    )


def _senders() -> Iterable[Group]:
    rows = catalogue.one_of_each_sender(catalogue.with_place())
    return places.grouped(rows, at="received_at", occasion="round", is_open=standing.countable())


def _invited() -> Iterable[Group]:
    return places.grouped(invitations.asked_with_sector(), at="invited_at", occasion="round")


def _rounds() -> Sequence[Occasion]:
    found = [
        Occasion(
            one.pk,
            str(one),
            _when(one),
            is_public=one.is_public,
            desk_url=reverse("consultation:desk_unheard", args=[one.pk]),
            permission="consultation.view_invitation",
        )
        for one in Round.objects.all()
    ]
    return sorted(found, key=lambda one: (one.at, one.id))


def _when(round_: Round) -> dt.datetime:
    if round_.opens_at is not None:
        return round_.opens_at
    assert round_.dated_on is not None  # noqa: S101 - the constraint holds it
    return timezone.make_aware(dt.datetime.combine(round_.dated_on, dt.time()))


contributions = Source(_("Sent input"), _contributions, _rounds)
senders = Source(_("Those who sent input"), _senders, _rounds)
invited = Source(_("Asked to take part"), _invited, _rounds)
