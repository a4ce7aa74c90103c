"""What a contribution says, before it is one: from whichever door, in one shape."""

from collections.abc import Sequence
from dataclasses import dataclass

from varv.consultation.models import Document, Option, Question
from varv.cycles.models import Area
from varv.files.models import File
from varv.people.models import Municipality


@dataclass(frozen=True)
class Sender:
    """Who says it, as far as it is known; without an organisation they speak for themselves.

    A private person needs no sector. With one, no municipality means outside the region; without,
    that it is not known.
    """

    name: str = ""
    email: str = ""
    organisation: str = ""
    sector: str = ""
    municipality: Municipality | None = None


@dataclass(frozen=True)
class Said:
    """What is said to one question, of one area where each is asked about."""

    question: Question
    area: Area | None = None
    text: str = ""
    options: Sequence[Option] = ()


@dataclass(frozen=True)
class Remark:
    """What is said of one paragraph, which is quoted as it read."""

    document: Document
    paragraph: int
    quote: str
    text: str


@dataclass(frozen=True)
class Content:
    """All that one contribution says, and what is enclosed."""

    text: str = ""
    title: str = ""
    replies: Sequence[Said] = ()
    remarks: Sequence[Remark] = ()
    files: Sequence[File] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is said at all."""
        return not (self.text.strip() or self.replies or self.remarks or self.files)
