"""Occasions: what people gather for in a programme, told by the app that knows of it.

A contribution that was said aloud can be tied to where it was said, without the app of
contributions knowing the app of meetings, its neighbour.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Model

from varv.cycles.models import Programme
from varv.extension import ExtensionPoint
from varv.registry import kinds
from varv.registry.kinds import Ref


@dataclass(frozen=True)
class Occasion:
    """One occasion at which things are said: what it is, what it is called, and when."""

    ref: Ref
    label: str
    at: datetime


point: ExtensionPoint[Callable[[Programme], Iterable[Occasion]]] = ExtensionPoint("occasions")


def occasions(programme: Programme) -> list[Occasion]:
    """Return what apps tell of the programme, the latest first."""
    found = [one for tell in point for one in tell(programme)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def thing_of(ref: Ref) -> Model | None:
    """Return what a reference means, or None where it is gone."""
    model = apps.get_model(kinds.point[ref.kind].model)
    return model._default_manager.filter(pk=ref.id).first()
