"""Whether coordinates can be right: in the region, or with latitude and longitude swapped."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Min

from varv.people.models import Municipality

#: So far beyond the outermost seats may something lie that is still in the region.
LATITUDES, LONGITUDES = Decimal("1.5"), Decimal(3)


@dataclass(frozen=True)
class Box:
    """From where to where the region reaches, in degrees."""

    south: Decimal
    north: Decimal
    west: Decimal
    east: Decimal

    def holds(self, latitude: Decimal, longitude: Decimal) -> bool:
        """Tell whether a place is inside."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def box() -> Box | None:
    """Return how far the region reaches by its seats; None where it tells none."""
    found = Municipality.objects.aggregate(
        south=Min("latitude"), north=Max("latitude"), west=Min("longitude"), east=Max("longitude")
    )
    if None in found.values():
        return None
    return Box(
        found["south"] - LATITUDES,
        found["north"] + LATITUDES,
        found["west"] - LONGITUDES,
        found["east"] + LONGITUDES,
    )


def doubt(
    region: Box | None,
    municipality: Municipality | None,
    latitude: Decimal | None,
    longitude: Decimal | None,
) -> str:
    """Return why coordinates can hardly be right, as a word for code; "" where they can."""
    if region is None or latitude is None or longitude is None:
        return ""
    if region.holds(latitude, longitude):
        return ""
    if region.holds(longitude, latitude):
        return "swapped"
    return "outside" if municipality else ""
