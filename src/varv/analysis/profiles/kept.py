"""The profiles as they are computed once for each input, and kept so that pages are quick."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from typing import Any

from varv import clock
from varv.analysis.compute import profiles as compute
from varv.analysis.compute.tables import table_of
from varv.analysis.models import ActivitySet, ProfileFigures, ProfileSource
from varv.analysis.profiles.queries import sets_in_use, sources_in_use

PROBLEM = "problem"


@dataclass(frozen=True)
class Kept:
    """The profiles of all areas as one source tells them."""

    source: ProfileSource
    sets: Mapping[int, ActivitySet]
    figures: Mapping[str, Any]
    manifest: Mapping[str, Any]
    computed_at: datetime
    problem: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def of(self, area: int) -> Mapping[str, Any] | None:
        """Return the profile of one area; None where it has no activities or none is known."""
        found: Mapping[str, Any] | None = self.figures.get("areas", {}).get(str(area))
        return found


def profiles(sets: Mapping[int, ActivitySet] | None = None) -> list[Kept]:
    """Return the profiles as of now, made of each source in its order; none where none is chosen.

    They are never added up: each source counts something of its own.
    """
    sources = list(sources_in_use())
    if not sources:
        return []
    held = sets_in_use() if sets is None else sets
    keys = {source.pk: _fingerprint(source, held) for source in sources}
    rows = ProfileFigures.objects.filter(input_sha256__in=keys.values())
    known = {row.input_sha256: row for row in rows}
    return [_kept(source, held, known.get(keys[source.pk]), keys[source.pk]) for source in sources]


def _kept(
    source: ProfileSource,
    sets: Mapping[int, ActivitySet],
    known: ProfileFigures | None,
    key: str,
) -> Kept:
    row = known or _made(source, sets, key)
    figures = dict(row.figures)
    problem = figures.pop(PROBLEM, "")
    values = figures.pop("values", {}) if problem else {}
    return Kept(source, sets, figures, row.manifest, row.computed_at, problem, values)


def _made(source: ProfileSource, sets: Mapping[int, ActivitySet], key: str) -> ProfileFigures:
    figures, manifest = _computed(source, sets)
    made = ProfileFigures(
        input_sha256=key,
        version=source.version,
        figures=figures,
        manifest=manifest,
        computed_at=clock.now(),
    )
    # Somebody else may compute the same at this moment: it is the same, so either will do.
    ProfileFigures.objects.bulk_create([made], ignore_conflicts=True)
    return made


def _computed(
    source: ProfileSource, sets: Mapping[int, ActivitySet]
) -> tuple[dict[str, Any], dict[str, Any]]:
    asked = compute.Asked(
        region=source.region,
        compared_with=source.compared_with,
        cluster_size=source.cluster_size,
        sets={area: one.codes for area, one in sets.items()},
    )
    version = source.version
    try:
        figures, manifest = compute.profiles(
            table_of(version), asked, version.classification, _source_of(source)
        )
    except compute.CannotProfileError as error:
        return {PROBLEM: error.reason, "values": error.values}, {}
    # What goes into the database is what comes out of it: plain JSON.
    return json.loads(json.dumps([figures, manifest], default=str))


def _source_of(source: ProfileSource) -> str:
    version = source.version
    return f"{version.dataset.key}, {version.number}, {version.original_sha256}"


def _fingerprint(source: ProfileSource, sets: Mapping[int, ActivitySet]) -> str:
    """Return a fingerprint of all that the figures hang on."""
    told = {
        "table": source.version.sha256,
        "classification": source.version.classification,
        "region": source.region,
        "compared_with": source.compared_with,
        "cluster_size": source.cluster_size,
        "sets": {str(area): list(one.codes) for area, one in sorted(sets.items())},
        "method": compute.METHOD,
        "library": metadata.version("varv"),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
