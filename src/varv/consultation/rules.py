"""Who may do what with rounds and input. Whether a round is open now is part of the permission."""

import rules

from varv import clock
from varv.consultation.models import Contribution, Round
from varv.people.rules import is_coordinator, is_editor, is_staff_member


@rules.predicate
def is_open(_user: object, round: Round | None) -> bool:  # noqa: A002 - the word of the house
    """Tell whether input is asked for now."""
    return round is not None and round.is_open_at(clock.now())


@rules.predicate
def is_own(user: object, contribution: Contribution | None) -> bool:
    """Tell whether the person wrote it; a colleague of the same organisation did not."""
    return contribution is not None and contribution.person_id == getattr(user, "pk", -1)


@rules.predicate
def can_still_change(_user: object, contribution: Contribution | None) -> bool:
    """Tell whether the writer may change it or take it back: received, and the round still open."""
    return (
        contribution is not None
        and contribution.state == Contribution.State.RECEIVED
        and contribution.round.is_open_at(clock.now())
    )


rules.add_perm("consultation.contribute", is_open)
rules.add_perm("consultation.change_contribution", is_own & can_still_change)
rules.add_perm("consultation.view_desk", is_staff_member)
# Names, addresses and unread input are for those who work with them.
rules.add_perm("consultation.view_contribution", is_editor)
rules.add_perm("consultation.enter_contribution", is_editor)
# Splitting input into points, answering them, and signing what somebody else has answered: with two
# people at a desk, either must be able to read after the other.
rules.add_perm("consultation.answer_point", is_editor)
rules.add_perm("consultation.moderate", is_coordinator)
rules.add_perm("consultation.change_round", is_coordinator)
rules.add_perm("consultation.view_invitation", is_editor)
rules.add_perm("consultation.change_invitation", is_coordinator)
rules.add_perm("consultation.view_mail", is_editor)
rules.add_perm("consultation.sort_mail", is_coordinator)
# What is to be told to people, and what they were told, is for those who work with input.
rules.add_perm("consultation.view_answer", is_editor)
rules.add_perm("consultation.change_answer", is_coordinator)
# A draft holds nothing that is secret: of input only what everybody may read.
rules.add_perm("consultation.view_paper", is_staff_member)
rules.add_perm("consultation.change_paper", is_editor)
rules.add_perm("consultation.publish_paper", is_coordinator)
