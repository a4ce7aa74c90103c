"""What can be done with the figures that profiles are made of; each act is one function."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.analysis import locks
from varv.analysis.compute.panels import contents_of
from varv.analysis.compute.profiles import can_be_divisions
from varv.analysis.compute.tables import table_of
from varv.analysis.compute.whole import country_above
from varv.analysis.datasets.waking import wake_drawer
from varv.analysis.models import DatasetVersion, ProfileSource
from varv.analysis.profiles.queries import sources_in_use, versions_to_choose
from varv.people.models import User
from varv.registry.actions import log

ComparedWith = ProfileSource.ComparedWith
LARGEST_WORKPLACE = 100_000
#: So many parts a page has at most: who reads more than this compares what cannot be compared.
MOST = 4


@transaction.atomic
def choose_source(
    actor: User | None,
    *,
    version: DatasetVersion,
    region: str,
    compared_with: str = ComparedWith.COUNTRY,
    cluster_size: float = 10,
    instead_of: ProfileSource | None = None,
) -> ProfileSource:
    """Choose a delivery and a region in it for the profiles: after the others, or in place of one.

    What was there is ended and stays.
    """
    locks.one_at_a_time(locks.PROFILE_SOURCES)
    wanted = region.strip()
    _check(version, wanted, compared_with, cluster_size)
    held = list(sources_in_use())
    if instead_of is not None and instead_of not in held:
        raise ValidationError(_("The profiles are no longer made of this."))
    _refuse_twice(held, version, wanted, compared_with, float(cluster_size), instead_of)
    if instead_of is None and len(held) >= MOST:
        told = _("The profiles are made of %(most)s tables at most. Take one away first.")
        raise ValidationError(told % {"most": MOST})
    if instead_of is not None:
        _end(instead_of)
    made = ProfileSource.objects.create(
        version=version,
        region=wanted,
        compared_with=compared_with,
        cluster_size=float(cluster_size),
        position=instead_of.position if instead_of else _next_to(held),
        chosen_by=actor,
    )
    log(
        actor,
        "analysis.choose_profile_source",
        made,
        version=version.pk,
        region=wanted,
        compared_with=compared_with,
        cluster_size=float(cluster_size),
        instead_of=instead_of.pk if instead_of else None,
    )
    wake_drawer()
    return made


@transaction.atomic
def remove_source(actor: User | None, *, source: ProfileSource) -> None:
    """Make the profiles of this no longer."""
    locks.one_at_a_time(locks.PROFILE_SOURCES)
    if source not in sources_in_use():
        raise ValidationError(_("The profiles are no longer made of this."))
    _end(source)
    log(actor, "analysis.remove_profile_source", source)
    wake_drawer()


@transaction.atomic
def raise_source(actor: User | None, *, source: ProfileSource) -> None:
    """Let the pages show this one step earlier."""
    locks.one_at_a_time(locks.PROFILE_SOURCES)
    held = list(sources_in_use())
    if source not in held:
        raise ValidationError(_("The profiles are no longer made of this."))
    at = held.index(source)
    if at == 0:
        raise ValidationError(_("It is the first already."))
    held[at - 1], held[at] = held[at], held[at - 1]
    for position, one in enumerate(held, start=1):
        one.position = position
    ProfileSource.objects.bulk_update(held, ["position"])
    log(actor, "analysis.raise_profile_source", source, position=at)
    wake_drawer()


def _check(version: DatasetVersion, region: str, compared_with: str, cluster_size: float) -> None:
    if not versions_to_choose().filter(pk=version.pk).exists():
        raise ValidationError(
            {"version": _("Choose a public table with activities: everybody reads the profiles.")}
        )
    codes = table_of(version)["activity"].unique().to_list()
    if not can_be_divisions(codes, version.classification):
        told = _("The codes of the table are not those of NACE Rev. 2 (SNI 2007).")
        raise ValidationError({"version": told})
    known = contents_of(version).regions
    if region not in known:
        told = _("The table has no region %(region)s.") % {"region": region[:40]}
        raise ValidationError({"region": told})
    if compared_with not in ComparedWith.values:
        raise ValidationError({"compared_with": _("Choose one from the list.")})
    if compared_with == ComparedWith.WHOLE and country_above(region) not in known:
        told = _("The table has no row of the whole country of which %(region)s is a part.")
        raise ValidationError({"compared_with": told % {"region": region[:40]}})
    if not 1 <= cluster_size <= LARGEST_WORKPLACE:
        raise ValidationError({"cluster_size": _("Give a number of 1 or more.")})


def _refuse_twice(
    held: list[ProfileSource],
    version: DatasetVersion,
    region: str,
    compared_with: str,
    cluster_size: float,
    instead_of: ProfileSource | None,
) -> None:
    """Refuse what changes nothing, and the same region of a table beside itself."""
    for one in held:
        same = (one.version.dataset_id, one.region) == (version.dataset_id, region)
        if one != instead_of and same and one.compared_with == compared_with:
            raise ValidationError(_("The profiles are made of this already."))
        exactly = (one.version_id, one.compared_with, one.cluster_size)
        if one == instead_of and same and exactly == (version.pk, compared_with, cluster_size):
            raise ValidationError(_("The profiles are made of this already."))


def _next_to(held: list[ProfileSource]) -> int:
    return held[-1].position + 1 if held else 1


def _end(source: ProfileSource) -> None:
    source.ended_at = clock.now()
    source.save(update_fields=["ended_at"])
