"""What a memo is filled in from: only what everybody may read, each looked up when it is needed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from varv.analysis.county.figures import County, county
from varv.analysis.models import Asset, Evidence, Finding, Memo, SwotVersion
from varv.analysis.profiles.shown import Profile, Profiles
from varv.analysis.profiles.views import shown
from varv.analysis.queries import assets, claims, evidence, findings, swot
from varv.analysis.results.tables import named
from varv.cycles.models import Area
from varv.people.models import Region


@dataclass(frozen=True)
class Material:
    """All that can stand in a memo; what only the staff may read is not in it."""

    memo: Memo
    region: Region
    now: datetime
    part: int = 1
    """Which of the sources of the profiles its figures are taken from."""

    def of_part(self, number: int) -> "Material":
        """Return the same with its figures taken from another source, which is looked up once."""
        return self._by_part.setdefault(number, replace(self, part=number))

    @cached_property
    def _by_part(self) -> dict[int, "Material"]:
        return {self.part: self}

    @property
    def area(self) -> Area:
        """The area that the memo is on."""
        if self.memo.area is None:
            raise ValueError("the memo is on the whole region")
        return self.memo.area

    @cached_property
    def sources(self) -> list[Profiles]:
        """The profiles of all areas, one for each source in its order."""
        return shown()

    @cached_property
    def profiles(self) -> Profiles | None:
        """The profiles of all areas; nothing where they cannot be computed."""
        found = self.sources[self.part - 1] if self.part <= len(self.sources) else None
        return found if found and not found.problem else None

    @cached_property
    def profile(self) -> Profile | None:
        """The profile of the memo's area."""
        return self.profiles.of(self.area) if self.profiles and self.memo.area else None

    @cached_property
    def county(self) -> County:
        """The figures of the municipalities, and who took part from where."""
        return county()

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings about the area, or about none, the oldest first."""
        if self.memo.area:
            found = findings.of_area(self.area, everybody=True)
        else:
            found = findings.public_findings().filter(area=None)
        return named(found.order_by("made_at", "pk"))

    @cached_property
    def claims(self) -> Sequence[claims.ToldClaim]:
        """The claims about the area with what is cited for and against."""
        return claims.tell(claims.claims_about(self.area, AnonymousUser()), AnonymousUser())

    @cached_property
    def evidence(self) -> list[Evidence]:
        """The sources that the area leans on."""
        return list(evidence.evidence_for(self.area))

    @cached_property
    def swot(self) -> SwotVersion | None:
        """The SWOT that holds."""
        return swot.whole(swot.versions_of(self.area), AnonymousUser()).first()

    @cached_property
    def assets(self) -> list[Asset]:
        """What the area can build on."""
        return list(assets.assets_of(self.area))
