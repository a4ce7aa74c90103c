"""What consultations add to the extension points of the apps below, by what it is about."""

from varv.consultation import folder, inventory_entries, keeping, personal, rules, search
from varv.consultation.extensions import (
    answers,
    invitations,
    mail,
    masking,
    papers,
    points,
    rounds,
    ties,
)
from varv.consultation.extensions import input as input_
from varv.people.folder import sections

__all__ = ["register", "rules"]  # the rules register themselves


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    invitations.register()
    rounds.register()
    input_.register()
    points.register()
    mail.register()
    masking.register()
    answers.register()
    papers.register()
    ties.register()
    search.register_all()
    personal.register()
    keeping.register()
    sections.register(folder.section())
    inventory_entries.register()
