"""Input becomes points, answers and changed texts, and everybody can follow it back and forth.

The input is simulated, and says so.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.answers_and_reach import (
    answers_everybody,
    reads_the_answer,
    sees_the_reach,
    sees_who_is_not_heard,
)
from tests.journeys.conftest import Site, Visitor
from tests.journeys.papers_of_a_round import (
    makes_a_paper,
    reads_the_compilation,
    reads_the_decision_paper,
    reads_the_handover,
)
from tests.journeys.points_of_input import (
    answers_many_at_once,
    cannot_sign_own,
    nothing_is_public_yet,
    sees_similar_points,
    signs,
    splits_by_keyboard,
)
from tests.journeys.simulated_input import (
    finds_the_round,
    invites_a_colleague,
    publishes_all,
    simulated,
)
from tests.journeys.test_input_from_every_door import invites_from_excel, receives
from tests.journeys.test_rehearsing_the_dialogue import start_over, steps_to
from tests.journeys.versions_of_texts import (
    adopts_the_area,
    adopts_the_programme,
    reads_the_programme,
    walks_the_thread,
    writes_in_a_draft,
)

pytestmark = pytest.mark.xdist_group("change")
INPUTS, ABOUT_ROADS = 200, 40


@pytest.mark.parametrize(("width", "language"), [("phone", "sv"), ("desktop", "en")])
def test_input_changes_a_text_and_its_senders_are_told(
    visit: Callable[..., Visitor],
    site: Site,
    staff_state: dict,
    tmp_path: Path,
    width: str,
    language: str,
):
    coordinator = visit(width, language, storage_state=staff_state)
    start_over(coordinator)
    round_page = finds_the_round(coordinator)
    invites_from_excel(coordinator, round_page, tmp_path)
    receives(site, [simulated(tmp_path, number) for number in range(1, INPUTS + 1)])
    publishes_all(coordinator, INPUTS)
    sees_who_is_not_heard(coordinator, round_page)
    colleague = invites_a_colleague(coordinator, visit(width, language), site)
    steps_to(coordinator, "2020-06-05T09:00")

    splits_by_keyboard(coordinator, INPUTS)
    sees_similar_points(coordinator, ABOUT_ROADS)
    draft = writes_in_a_draft(coordinator)
    answers_many_at_once(coordinator, ABOUT_ROADS)
    cannot_sign_own(coordinator)
    nothing_is_public_yet(visit(width, language))
    signs(colleague)
    adopts_the_area(coordinator, draft)
    walks_the_thread(visit(width, language), ABOUT_ROADS)

    makes_a_paper(coordinator, round_page, "compilation")
    makes_a_paper(coordinator, round_page, "decision_paper")
    reads_the_compilation(visit(width, language), INPUTS)
    reads_the_decision_paper(visit(width, language))
    answers_everybody(coordinator, round_page, INPUTS)
    reads_the_answer(coordinator, visit(width, language), number=6)
    sees_the_reach(visit(width, language))

    steps_to(coordinator, "2020-11-24T15:00")
    adopts_the_programme(coordinator)
    reads_the_programme(visit(width, language))
    makes_a_paper(coordinator, round_page, "handover")
    reads_the_handover(visit(width, language))
