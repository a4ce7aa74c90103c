"""Panels: what other apps show on the page of an area."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from varv.cycles.models import Area
from varv.extension import ExtensionPoint


@dataclass(frozen=True)
class Panel:
    """A section with a heading; ``context`` returns None where there is nothing to show.

    Panels stand in the order of ``position``: what one can do before what one can read.
    """

    title: str | Promise
    template: str
    context: Callable[[Area, HttpRequest], dict[str, Any] | None]
    position: int = 50


@dataclass(frozen=True)
class ShownPanel:
    """A panel filled with what it shows for one area."""

    key: str
    title: str
    html: SafeString


point: ExtensionPoint[Panel] = ExtensionPoint("panels of an area page")


def panels_for(area: Area, request: HttpRequest) -> list[ShownPanel]:
    """Return the panels that have something to show for ``area``."""
    return [
        ShownPanel(key, str(panel.title), render_to_string(panel.template, context, request))
        for key, panel in sorted(point.items(), key=lambda item: item[1].position)
        if (context := panel.context(area, request)) is not None
    ]
