"""How rounds and input hang together with what they are about: foreign keys, read as the thread."""

from django.utils.translation import gettext_lazy as _

from varv.consultation.models import Answer, Contribution, Point
from varv.registry import relations, ties
from varv.registry.relations import Relation
from varv.registry.ties import End, Tie

DOCUMENT, CONTRIBUTION = "consultation.Document", Contribution._meta.label
ANSWERED = Answer.contributions.through._meta.label


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for relation in (
        Relation("commented", _("was out for comment in"), _("asked about")),
        Relation("received", _("received"), _("was sent to")),
        Relation("entered", _("was entered as"), _("is the record of")),
        Relation("split", _("says"), _("was said in")),
    ):
        relations.register(relation)
    for name, tie in {
        "area_versions": Tie(
            DOCUMENT, End("area_version", "area_version_id"), End("round", "round_id"), "commented"
        ),
        "programme_versions": Tie(
            DOCUMENT,
            End("programme_version", "programme_version_id"),
            End("round", "round_id"),
            "commented",
        ),
        "contributions": Tie(
            CONTRIBUTION, End("round", "round_id"), End("contribution"), "received"
        ),
        "records": Tie(CONTRIBUTION, End("contribution"), End("record", "record_id"), "entered"),
        "points": Tie(
            Point._meta.label, End("contribution", "contribution_id"), End("point"), "split"
        ),
        "answers": Tie(
            ANSWERED,
            End("contribution", "contribution_id"),
            End("answer", "answer_id"),
            "answered_by",
        ),
    }.items():
        ties.register(f"consultation.{name}", tie)
