"""Making claims, and citing evidence and findings for and against sentences."""

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from varv.analysis.actions.evidence import KEY_LENGTH, cleaned
from varv.analysis.models import Citation, Claim, Evidence, Finding, Stance, Strength, SwotItem
from varv.analysis.models.claims import MOST_OF_A_FINDING
from varv.analysis.queries import CLAIMED
from varv.analysis.results import said
from varv.people.models import User
from varv.people.queries import current_region
from varv.registry import kinds
from varv.registry.actions import drop_traces, log, trace, untrace
from varv.registry.models import Trace
from varv.text.slugs import slug as make_slug
from varv.text.translated import Translated

MAX_SENTENCE = 400
STANDS = Finding.State.STANDS


@transaction.atomic
def make_claim(actor: User | None, *, sentence: Mapping[str, str], about: Iterable[Model]) -> Claim:
    """Say something about one or several things, for evidence to bear out or not."""
    words, things = _sentence(sentence), list(about)
    _about_something(things)
    region = current_region()
    taken = set(Claim.objects.values_list("key", flat=True))
    claim = Claim.objects.create(
        key=make_slug(words.text(region.language if region else None), taken, KEY_LENGTH),
        sentence=words,
        made_by=actor,
    )
    for thing in things:
        trace(actor, source=claim, target=thing, relation=CLAIMED)
    log(actor, "analysis.make_claim", claim)
    return claim


@transaction.atomic
def reword_claim(
    actor: User | None, *, claim: Claim, sentence: Mapping[str, str], about: Iterable[Model]
) -> Claim:
    """Word a claim anew, and say what it is about."""
    words, things = _sentence(sentence), list(about)
    _about_something(things)
    locked = Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
    locked.sentence = words
    locked.save(update_fields=["sentence"])
    wanted = {kinds.ref(thing): thing for thing in things}
    ours = kinds.ref(locked)
    now = Trace.objects.filter(source_kind=ours.kind, source_id=ours.id, relation=CLAIMED)
    held = {kinds.Ref(one.target_kind, one.target_id) for one in now}
    # What a form does not offer, such as a vision's goal, stays as it is.
    offered = {ref.kind for ref in wanted}
    for ref in held - wanted.keys():
        if ref.kind in offered:
            model = kinds.point[ref.kind].model
            untrace(actor, source=locked, target=_stand_in(model, ref.id), relation=CLAIMED)
    for ref in wanted.keys() - held:
        trace(actor, source=locked, target=wanted[ref], relation=CLAIMED)
    log(actor, "analysis.reword_claim", locked)
    return locked


@transaction.atomic
def remove_claim(actor: User | None, *, claim: Claim) -> None:
    """Take a claim away that nobody makes any more, with what was cited on it."""
    locked = Claim.objects.select_for_update().get(pk=claim.pk)
    log(actor, "analysis.remove_claim", locked, citations=locked.citations.count())
    drop_traces(actor, things=[locked])
    ours = kinds.ref(locked)
    Trace.objects.filter(source_kind=ours.kind, source_id=ours.id).delete()
    locked.delete()


@transaction.atomic
def cite(
    actor: User | None,
    *,
    sentence: Claim | SwotItem,
    source: Evidence | Finding,
    stance: str,
    strength: str,
    page: str = "",
    wording: str = Citation.Wording.PARAPHRASE,
    text: str = "",
) -> Citation:
    """Say what a source does to a sentence: supports it, contradicts it or leaves it open."""
    source = type(source).objects.select_for_update(no_key=True).get(pk=source.pk)
    _check_citation(source, stance, strength, page, wording, text)
    made = Citation.objects.create(
        claim=sentence if isinstance(sentence, Claim) else None,
        item=sentence if isinstance(sentence, SwotItem) else None,
        evidence=source if isinstance(source, Evidence) else None,
        finding=source if isinstance(source, Finding) else None,
        stance=stance,
        strength=strength,
        page=page.strip(),
        wording=wording,
        text=text.strip(),
        cited_by=actor,
    )
    log(actor, "analysis.cite", sentence, citation=made.pk, stance=stance, strength=strength)
    return made


@transaction.atomic
def remove_citation(actor: User | None, *, citation: Citation) -> None:
    """Take a citation away that was wrong; adopted versions that have it are looked at again."""
    log(actor, "analysis.remove_citation", citation.claim or citation.item, citation=citation.pk)
    citation.delete()


def _check_citation(
    source: Evidence | Finding, stance: str, strength: str, page: str, wording: str, text: str
) -> None:
    for name, value, choices in (
        ("stance", stance, Stance),
        ("strength", strength, Strength),
        ("wording", wording, Citation.Wording),
    ):
        if value not in choices.values:
            raise ValidationError({name: _("Choose one from the list.")})
    if isinstance(source, Finding):
        _check_finding(source, stance, strength, text)
    stands = source.stands if isinstance(source, Evidence) else source.state == STANDS
    if not stands:
        raise ValidationError({"source": _("The source no longer stands. Cite another one.")})
    if wording == Citation.Wording.QUOTE:
        if not text.strip():
            raise ValidationError({"text": _("Write the words as they stand in the source.")})
        if isinstance(source, Evidence) and not page.strip():
            raise ValidationError({"page": _("Say on which page the words stand.")})


def _check_finding(finding: Finding, stance: str, strength: str, text: str) -> None:
    """Refuse more than a figure can carry, and silence where it says the opposite."""
    if Strength(strength).rank > MOST_OF_A_FINDING.rank:
        told = _("A finding compares figures and tries no causes. Choose at most: %(most)s.")
        raise ValidationError({"strength": told % {"most": MOST_OF_A_FINDING.label}})
    if stance == Stance.SUPPORTS and said.speaks_against(finding.figures) and not text.strip():
        told = _("The figure says: %(verdict)s. Say in a sentence why it supports all the same.")
        raise ValidationError({"text": told % {"verdict": said.in_words(finding.figures)}})


def _sentence(texts: Mapping[str, str]) -> Translated:
    words = cleaned(texts)
    if not words:
        raise ValidationError({"sentence": _("Write the claim as one sentence.")})
    if any(len(text) > MAX_SENTENCE for text in words.values()):
        raise ValidationError(
            {"sentence": _("Write at most %(most)s characters.") % {"most": MAX_SENTENCE}}
        )
    return words


def _about_something(things: list[Model]) -> None:
    if not things:
        raise ValidationError({"about": _("Choose what the claim is about.")})


def _stand_in(model: str, pk: int) -> Model:
    made: Model = apps.get_model(model)(pk=pk)
    return made
