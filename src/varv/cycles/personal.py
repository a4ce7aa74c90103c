"""What cycles hold about a person: a copy of it, and its erasure.

Erasing masks the records of the person's interests: they are public records, which only a decision
destroys. Of an interest stays what it counted for: the area, the sector and the municipality.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.cycles.models import Interest, Step
from varv.people.models import Sector
from varv.registry import kinds, rights
from varv.registry.actions import mask
from varv.registry.kinds import Ref
from varv.registry.models import Masking, Record
from varv.registry.rights import Consequence, Fate

WORDS = {
    "interests": _("Areas you take part in"),
    "records": _("What you sent, in the register"),
    "responsible_for": _("Steps you answer for"),
    "area": _("Area"),
    "name": _("Name"),
    "organisation": _("Organisation"),
    "sector": _("Sector"),
    "municipality": _("Municipality"),
    "level": _("How you want to take part"),
    "message": _("Message"),
    "record": _("Record"),
    "title": _("Title"),
    "text": _("Text"),
    "received_at": _("Came in"),
    "files": _("Files"),
    "created_at": _("Shown"),
    "withdrawn_at": _("Withdrawn"),
}
READINGS: dict[str, rights.Reading] = {
    "sector": rights.labels(Sector),
    "level": rights.labels(Interest.Level),
}


def named(step: Step) -> str:
    """Return a step's name with that of its area or its programme."""
    return f"{step.lap.area or step.lap.programme}: {step}"


def export(person_id: int) -> dict[str, Any]:
    """Return the person's interests, the records of them, and the steps they answer for."""
    rows = Interest.objects.filter(person_id=person_id).select_related(
        "area", "organisation", "municipality", "record__case"
    )
    steps = Step.objects.filter(responsible_id=person_id).select_related(
        "lap__area", "lap__programme"
    )
    records = _records(person_id).select_related("case").prefetch_related("files")
    return {
        "interests": [
            {
                "area": str(row.area),
                "name": row.name,
                "organisation": str(row.organisation or ""),
                "sector": row.sector,
                "municipality": str(row.municipality or ""),
                "level": row.level,
                "message": row.message,
                "record": row.record.reference if row.record else "",
                "created_at": row.created_at.isoformat(),
                "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
            }
            for row in rows
        ],
        "records": rights.export_records(records),
        "responsible_for": [named(step) for step in steps],
    }


def erase(person_id: int) -> int:
    """Mask the records, end the interests and make them nameless, and free the steps."""
    records = list(_records(person_id))
    for entry in records:
        mask(
            None,
            thing=entry,
            fields=("title", "text"),
            files=[file.pk for file in entry.files.filter(destroyed_at=None)],
            ground=Masking.Ground.ERASURE,
        )
    count = Interest.objects.filter(person_id=person_id).update(
        name="",
        message="",
        organisation=None,
        withdrawn_at=Coalesce(F("withdrawn_at"), clock.now()),
    )
    count += Step.objects.filter(responsible_id=person_id).update(responsible=None)
    return count + len(records)


def preview(person_id: int) -> Iterable[Consequence]:
    """Tell what becomes of interests, their records, and steps."""
    yield Consequence(
        _("Interests in areas"),
        Interest.objects.filter(person_id=person_id).count(),
        Fate.NAMELESS,
        _("They end. Sector and municipality stay: the figures rest on them."),
    )
    yield Consequence(
        _("Records in the register"),
        _records(person_id).count(),
        Fate.MASKED,
        _(
            "They are public records. They are masked at once, and destroyed only under a "
            "disposal decision."
        ),
    )
    yield Consequence(
        _("Steps that the person answers for"),
        Step.objects.filter(responsible_id=person_id).count(),
        Fate.ERASED,
        _("Somebody else has to answer for them."),
    )


def register() -> None:
    """Add what cycles hold about persons."""
    interests = rights.PersonData(export, erase, preview, WORDS, READINGS, _reached)
    rights.point.register("cycles.interests", interests)


def _reached(person_id: int) -> Iterable[Ref]:
    return map(kinds.ref, _records(person_id))


def _records(person_id: int) -> QuerySet[Record]:
    """Return the records of the person's interests, also those that only updated one."""
    theirs = Interest.objects.filter(person_id=person_id)
    about = Q(subject_kind="interest", subject_id__in=theirs.values("pk"))
    return Record.objects.filter(about | Q(pk__in=theirs.values("record"))).order_by("pk")
