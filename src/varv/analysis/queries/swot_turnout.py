"""Who has voted on what would be adopted as the SWOT of an area, and who has not."""

from collections.abc import Sequence
from dataclasses import dataclass

from varv.analysis.models import SwotItem, SwotVote
from varv.analysis.queries.partners import partner_names
from varv.analysis.queries.swot import board_items
from varv.cycles.models import Area


@dataclass(frozen=True)
class Turnout:
    """How many have voted on the items that would be adopted; never how they did."""

    on_board: int
    founded: Sequence[SwotItem]
    unvoted: Sequence[SwotItem]
    voters: int
    partners: int
    #: The partners who have voted on none of the items.
    silent: Sequence[str]

    @property
    def voted(self) -> int:
        """On how many items anybody has voted."""
        return len(self.founded) - len(self.unvoted)


def turnout(area: Area) -> Turnout:
    """Return how the voting on the founded items of an area has gone."""
    items = list(board_items(area))
    founded = [item for item in items if item.is_founded]
    cast = list(SwotVote.objects.filter(item__in=founded).order_by().values_list("item", "person"))
    voted_on, voters = {item for item, _ in cast}, {person for _, person in cast}
    partners = partner_names(area)
    return Turnout(
        on_board=len(items),
        founded=founded,
        unvoted=[item for item in founded if item.pk not in voted_on],
        voters=len(voters),
        partners=len(partners),
        silent=[name for person, name in partners if person not in voters],
    )
