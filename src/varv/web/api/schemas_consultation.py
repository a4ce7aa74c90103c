"""What the API says of consultations and of input to them."""

from datetime import date, datetime

from django.urls import reverse
from ninja import Schema

from varv.consultation import describing, models
from varv.consultation.queries import catalogue
from varv.web.api.schemas import Listing


class Question(Schema):
    """One question of a consultation."""

    number: int
    kind: str
    text: str
    help: str
    per_area: bool
    required: bool
    options: list[str]


class Round(Schema):
    """One consultation."""

    slug: str
    title: str
    summary: str
    programme: str
    case: str
    state: str
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    dated_on: date | None
    precision: str
    note: str
    mail_subject: str
    concerns_sami: bool
    documents: list[str]
    questions: list[Question]
    received: int
    public: int
    url: str

    @classmethod
    def of(cls, row: models.Round, now: datetime) -> "Round":
        """Describe one consultation as it stands at ``now``."""
        return cls(
            slug=row.slug,
            title=str(row.title),
            summary=str(row.summary),
            programme=row.programme.key,
            case=row.case.number,
            state=row.state,
            is_open=row.is_open_at(now),
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            dated_on=row.dated_on,
            precision=row.precision,
            note=str(row.note),
            mail_subject=str(row.mail_subject),
            concerns_sami=row.concerns_sami,
            documents=[str(document) for document in row.documents.all()],
            questions=[_question(one) for one in row.questions.all()],
            received=row.received_count,  # type: ignore[attr-defined]
            public=row.public_count,  # type: ignore[attr-defined]
            url=row.get_absolute_url(),
        )


def _question(row: models.Question) -> Question:
    return Question(
        number=row.position,
        kind=row.kind,
        text=str(row.text),
        help=str(row.help),
        per_area=row.per_area,
        required=row.required,
        options=[str(option) for option in row.options.all()],
    )


class Reply(Schema):
    """One answer; ``question`` is the number of the question that it answers."""

    question: int
    asked: str
    area: str | None
    options: list[str]
    text: str


class Comment(Schema):
    """What is said about one paragraph of a document, with the words it is about."""

    document: str
    paragraph: int
    quote: str
    text: str


class Contribution(Schema):
    """One input that everybody may read."""

    number: int
    reference: str
    received_at: datetime
    late: bool
    channel: str
    organisation: str | None
    answered_at: datetime | None
    sector: str | None
    municipality: str | None
    outside_region: bool
    language: str
    changed_at: datetime | None
    title: str
    text: str
    replies: list[Reply]
    comments: list[Comment]
    files: int
    url: str

    @classmethod
    def of(cls, row: models.Contribution) -> "Contribution":
        """Describe one input; ``files`` is how many are enclosed."""
        return cls(**describing.whole(row))


class LeftOut(Schema):
    """How many more stand in the register without their text, and why."""

    withdrawn: int
    secret: int
    hidden: int
    not_yet_read: int

    @classmethod
    def of(cls, number: catalogue.LeftOut) -> "LeftOut":
        """Describe the numbers."""
        return cls(
            withdrawn=number.withdrawn,
            secret=number.secret,
            hidden=number.hidden,
            not_yet_read=number.not_yet_read,
        )


class Rounds(Listing):
    """A list of consultations."""

    items: list[Round]


class Contributions(Listing):
    """A list of input, and how much is left out of it."""

    items: list[Contribution]
    left_out: LeftOut


class Paper(Schema):
    """One published paper about a consultation."""

    number: int
    kind: str
    title: str
    language: str
    edition: int
    replaces: int | None
    round: str
    published_at: datetime
    record: str
    url: str
    json_url: str
    pdf_url: str
    word_url: str

    @classmethod
    def of(cls, row: models.Paper) -> "Paper":
        """Describe one published paper, which has its files and its record."""
        return cls(
            number=row.pk,
            kind=row.kind,
            title=row.title,
            language=row.language,
            edition=row.edition,
            replaces=row.replaces_id,
            round=row.round.slug,
            published_at=row.published_at,  # type: ignore[arg-type]
            record=row.record.reference if row.record else "",
            url=row.get_absolute_url(),
            json_url=reverse("consultation:paper_json", args=[row.pk]),
            pdf_url=row.pdf.get_absolute_url() if row.pdf else "",
            word_url=row.word.get_absolute_url() if row.word else "",
        )


class Papers(Listing):
    """A list of papers."""

    items: list[Paper]
