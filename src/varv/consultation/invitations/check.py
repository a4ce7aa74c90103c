"""The invitation check: has every sector been asked, and every municipality? And the Sami people?

Act (2022:66) on consultation in matters that concern the Sami people: then Sametinget, and the Sami
villages that the matter concerns. They are found among the organisations by their names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from varv.consultation.models import Invitation, Round
from varv.consultation.queries import invitations as queries
from varv.consultation.queries.unheard import voices_in
from varv.cycles.checks import CheckResult
from varv.cycles.models import Step
from varv.people.models import Municipality, Organisation, Sector
from varv.people.queries import find_organisation

SAMETINGET = "Sametinget"
#: How the name, or another name, of a Sami village ends.
VILLAGE_ENDINGS = (" sameby", " samebyn", " sijte")


@dataclass(frozen=True)
class Finding:
    """One question of the check: who is missing, and who stands on the list but is not asked."""

    key: str
    label: str | Promise
    missing: Sequence[str] = ()
    waiting: Sequence[str] = ()
    # What to do where there is nobody who could be asked.
    note: str | Promise = ""

    @property
    def ok(self) -> bool:
        """Tell whether all have been asked."""
        return not (self.missing or self.waiting or self.note)

    @property
    def text(self) -> str:
        """What was found, in a sentence or two."""
        if self.ok:
            return _("All have been asked.")
        told = [str(self.note)] if self.note else []
        if self.missing:
            told.append(_("Not on the list: %(names)s.") % {"names": _listed(self.missing)})
        if self.waiting:
            told.append(
                _("On the list, not asked yet: %(names)s.") % {"names": _listed(self.waiting)}
            )
        return " ".join(told)


def findings(round: Round) -> list[Finding]:  # noqa: A002 - the word of the house
    """Return what the check says of a round now."""
    asked, waiting = list(queries.places_asked([round])), list(queries.places_waiting(round))
    found = [
        _compared(
            "sectors",
            _("Every sector"),
            {str(one.value): str(one.label) for one in Sector},
            {sector for _place, sector in asked},
            {sector for _place, sector in waiting},
        ),
        _compared(
            "municipalities",
            _("Every municipality"),
            dict(Municipality.objects.values_list("pk", "name")),
            {place for place, _sector in asked},
            {place for place, _sector in waiting},
        ),
    ]
    return [*found, *_sami(round)] if round.concerns_sami else found


def all_asked(step: Step) -> CheckResult:
    """Tell whether the rounds of a step's programme have asked every sector and municipality."""
    rounds = Round.objects.filter(
        programme=step.lap.programme_id, state__in=(Round.State.PUBLISHED, Round.State.EARLIER)
    )
    asked = list(queries.places_asked(rounds))
    if not asked:
        return CheckResult(False, _("Nobody has been asked in a round yet."))
    places = {place for place, _sector in asked if place is not None}
    sectors = {sector for _place, sector in asked}
    missing = [str(one.label) for one in Sector if one.value not in sectors]
    missing += Municipality.objects.exclude(pk__in=places).values_list("name", flat=True)
    if missing:
        return CheckResult(False, _("Not asked yet: %(names)s.") % {"names": _listed(missing)})
    return CheckResult(True, _("Every sector and every municipality has been asked."))


def all_heard(step: Step) -> CheckResult:
    """Tell from which municipalities and sectors no input has come in the programme's rounds."""
    rounds = Round.objects.filter(
        programme=step.lap.programme_id, state__in=(Round.State.PUBLISHED, Round.State.EARLIER)
    )
    heard = voices_in(rounds)
    if not heard:
        return CheckResult(False, _("Nobody has sent input yet."))
    places = {place for place, _sector in heard if place is not None}
    sectors = {sector for _place, sector in heard}
    missing = [str(one.label) for one in Sector if one.value not in sectors]
    missing += Municipality.objects.exclude(pk__in=places).values_list("name", flat=True)
    if missing:
        return CheckResult(False, _("Not heard from: %(names)s.") % {"names": _listed(missing)})
    return CheckResult(True, _("Input has come from every sector and every municipality."))


def villages() -> QuerySet[Organisation]:
    """Return the Sami villages among the organisations."""
    ends = Q()
    for ending in VILLAGE_ENDINGS:
        ends |= Q(name__iendswith=ending) | Q(aliases__name__iendswith=ending)
    return Organisation.objects.filter(ends).distinct().order_by("sort_key", "pk")


def _compared(
    key: str, label: str, wanted: dict, asked: Iterable[object], waiting: Iterable[object]
) -> Finding:
    had, coming = set(asked), set(waiting)
    left = {one: name for one, name in wanted.items() if one not in had}
    return Finding(
        key,
        label,
        [name for one, name in left.items() if one not in coming],
        [name for one, name in left.items() if one in coming],
    )


def _sami(round: Round) -> Iterable[Finding]:  # noqa: A002
    asked = set(queries.asked([round]).values_list("organisation", flat=True))
    waiting = set(
        Invitation.objects.filter(round=round, invited_at=None).values_list(
            "organisation", flat=True
        )
    )
    parliament = find_organisation(SAMETINGET)
    yield (
        _compared("sametinget", SAMETINGET, {parliament.pk: parliament.name}, asked, waiting)
        if parliament
        else Finding(
            "sametinget", SAMETINGET, note=_("It is not among the organisations. Add it first.")
        )
    )
    known = dict(villages().values_list("pk", "name"))
    yield (
        _compared("villages", _("The Sami villages"), known, asked, waiting)
        if known
        else Finding(
            "villages",
            _("The Sami villages"),
            note=_("None is among the organisations. Add those that the matter concerns."),
        )
    )


def _listed(names: Sequence[str]) -> str:
    return get_text_list(list(names), _("and"))
