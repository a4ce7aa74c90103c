"""What is written on the web in a round: own words, answers, remarks, files, and who writes.

And why somebody who was asked does not want to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv.consultation.contents import Content, Remark, Said, Sender
from varv.consultation.models import Contribution, Document, Question
from varv.consultation.paragraphs import Paragraph
from varv.consultation.queries.writing import Asked
from varv.cycles.models import Area
from varv.files.models import File
from varv.people.forms import ActorFields
from varv.registry.forms import FilesField
from varv.text.hostile import PlainTextField

LONGEST_TEXT, LONGEST_ANSWER, LONGEST_REMARK = 20_000, 10_000, 5_000
NOT_KEPT = {"website", "enclosed"}
ORGANISATION, MYSELF = "organisation", "myself"


@dataclass(frozen=True)
class Row:
    """A part of the form that is folded until it is needed, with the thing it is about."""

    about: Any
    fields: Sequence[BoundField]
    is_open: bool


class InputFields(forms.Form):
    """What is said; questions and paragraphs of the round make fields of their own."""

    text = PlainTextField(
        label=gettext_lazy("What do you want to say?"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    enclosed = FilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy(
            "PDF, Word, Excel, pictures or text. At most 10 files, each at most 20 MB and together "
            "at most 40 MB."
        ),
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for question, area in self._answers():
            self.fields[_answer(question, area)] = _answer_field(question, area)
        for document, paragraph in self._paragraphs():
            self.fields[_remark(document, paragraph)] = _remark_field(paragraph)

    def clean(self) -> dict[str, Any] | None:
        """Ask for one answer at least to what has to be answered for an area."""
        data = super().clean()
        for question in self.asked.questions:
            names = [_answer(question, area) for area in self.asked.areas]
            if not (question.required and question.per_area and names):
                continue
            if not any(self.cleaned_data.get(name) or name in self.errors for name in names):
                self.add_error(names[0], _("Answer for at least one area."))
        return data

    @property
    def questions(self) -> list[BoundField]:
        """The questions that are asked once."""
        return [self[_answer(question, area)] for question, area in self._answers() if not area]

    @property
    def areas(self) -> list[Row]:
        """The questions that are asked for each area, area by area."""
        asked = [question for question in self.asked.questions if question.per_area]
        return [
            self._row(area, [self[_answer(question, area)] for question in asked])
            for area in self.asked.areas
        ]

    @property
    def documents(self) -> list[tuple[Document, list[Row], bool]]:
        """The documents with their paragraphs, and whether something is said of them."""
        found = []
        for document, paragraphs in self.asked.documents:
            rows = [self._row(one, [self[_remark(document, one)]]) for one in paragraphs]
            found.append((document, rows, any(row.is_open for row in rows)))
        return found

    def typed(self) -> dict[str, list[str]]:
        """Return all that was typed, right or wrong, as a draft keeps it."""
        data: Any = self.data
        return {
            name: [text.replace("\x00", "") for text in data.getlist(name)]
            for name in self.fields
            if name not in NOT_KEPT and any(data.getlist(name))
        }

    def initial_of(self, typed: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """Return what was typed before as the fields show it."""
        return {
            name: list(texts)
            if isinstance(self.fields[name], forms.MultipleChoiceField)
            else texts[-1]
            for name, texts in typed.items()
            if name in self.fields and texts
        }

    def in_words(self, typed: Mapping[str, Sequence[str]]) -> str:
        """Return the texts among what was typed, for whoever has to send them another way."""
        texts = (
            (field.label, typed.get(name, [""])[-1].strip())
            for name, field in self.fields.items()
            if isinstance(field, PlainTextField)
        )
        return "\n\n".join(f"{label}\n{text}" for label, text in texts if text)

    def content(self, files: Sequence[File] = ()) -> Content:
        """Return what is said, as far as it is right."""
        data = self.cleaned_data
        answers = (
            (question, area, data.get(_answer(question, area)))
            for question, area in self._answers()
        )
        return Content(
            text=data.get("text") or "",
            replies=[_said(*answer) for answer in answers if answer[2]],
            remarks=[
                Remark(document, paragraph.number, paragraph.text, text)
                for document, paragraph in self._paragraphs()
                if (text := data.get(_remark(document, paragraph)))
            ],
            files=files,
        )

    def _answers(self) -> Iterator[tuple[Question, Area | None]]:
        for question in self.asked.questions:
            if question.per_area:
                yield from ((question, area) for area in self.asked.areas)
            else:
                yield question, None

    def _paragraphs(self) -> Iterator[tuple[Document, Paragraph]]:
        for document, paragraphs in self.asked.documents:
            yield from ((document, one) for one in paragraphs)

    def _row(self, about: Any, fields: list[BoundField]) -> Row:
        return Row(about, fields, any(field.value() or field.errors for field in fields))


class WriteForm(InputFields, ActorFields):
    """Input on the web, and who writes it."""

    speaks_for = forms.ChoiceField(
        label=gettext_lazy("For whom do you write?"),
        choices=[
            (ORGANISATION, gettext_lazy("For an organisation")),
            (MYSELF, gettext_lazy("For myself")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose whether you write for an organisation or yourself.")
        },
    )
    # Hidden from people by its wrapper; a program that fills in every field gives itself away.
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Bound, it is needed only by who writes for one; shown, it is not marked as optional.
        self.fields["organisation"].required = self.data.get("speaks_for") == ORGANISATION or (
            not self.is_bound
        )
        self.fields["organisation"].help_text = _(
            "The whole name. Choose from the list if it is there. Leave it empty if you write for "
            "yourself."
        )
        self.fields["organisation"].error_messages["required"] = _(
            "Write the name of the organisation."
        )
        self.fields["municipality"].help_text = _(
            "Where the organisation is, or where you live or work most."
        )
        # As people meet them: first what is said, then who says it.
        who = ["name", "email", "speaks_for", "organisation", "sector", "municipality", "website"]
        self.order_fields([name for name in self.fields if name not in who] + who)

    def clean_organisation(self) -> str:
        """Take a name only where one is needed."""
        return super().clean_organisation() if self.cleaned_data["organisation"] else ""

    @property
    def is_from_a_program(self) -> bool:
        """Tell whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))

    def sender(self) -> Sender:
        """Return who writes."""
        data = self.cleaned_data
        return Sender(
            name=data["name"],
            email=data["email"],
            organisation=data["organisation"] if data["speaks_for"] == ORGANISATION else "",
            sector=data["sector"],
            municipality=data["municipality"],
        )


class ChangeForm(InputFields):
    """What somebody says instead of what they sent; who they are stays as it is."""

    take_out = forms.MultipleChoiceField(
        label=gettext_lazy("Files to take out"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, files: Sequence[File], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._files = files
        self.fields["take_out"].choices = [  # type: ignore[attr-defined]
            (str(file.key), file.name) for file in files
        ]

    def kept_files(self) -> list[File]:
        """Return the files that stay."""
        gone = set(self.cleaned_data["take_out"])
        return [file for file in self._files if str(file.key) not in gone]


def said_before(contribution: Contribution) -> dict[str, Any]:
    """Return what a contribution says as the form shows it."""
    replies = contribution.replies.select_related("question", "area").prefetch_related("options")
    answers: dict[str, Any] = {}
    for reply in replies:
        options = [str(option.pk) for option in reply.options.all()]
        several = reply.question.kind == Question.Kind.SEVERAL
        value = options if several else (options[0] if options else reply.text)
        answers[_answer(reply.question, reply.area)] = value
    remarks = {
        f"remark-{one.document_id}-{one.paragraph}": one.text for one in contribution.comments.all()
    }
    return {"text": contribution.text, **answers, **remarks}


def _answer(question: Question, area: Area | None) -> str:
    return f"answer-{question.pk}-{area.pk}" if area else f"answer-{question.pk}"


def _remark(document: Document, paragraph: Paragraph) -> str:
    return f"remark-{document.pk}-{paragraph.number}"


def _answer_field(question: Question, area: Area | None) -> forms.Field:
    common: dict[str, Any] = {
        "label": str(question.text),
        "help_text": escape(str(question.help)),  # forms show help as markup
        "required": question.required and area is None,
    }
    if question.kind == Question.Kind.TEXT:
        rows = forms.Textarea(attrs={"rows": 4})
        return PlainTextField(max_length=LONGEST_ANSWER, widget=rows, **common)
    choices = [(str(option.pk), str(option.text)) for option in question.options.all()]
    if question.kind == Question.Kind.SEVERAL:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **common
        )
    if not common["required"]:
        choices.append(("", _("No answer")))
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _remark_field(paragraph: Paragraph) -> PlainTextField:
    return PlainTextField(
        label=_("Your comment on paragraph %(number)s") % {"number": paragraph.number},
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _said(question: Question, area: Area | None, value: Any) -> Said:
    if question.kind == Question.Kind.TEXT:
        return Said(question, area, text=value)
    chosen = set(value) if isinstance(value, list) else {value}
    options = [option for option in question.options.all() if str(option.pk) in chosen]
    return Said(question, area, options=options)


class DeclineForm(forms.Form):
    """Why somebody does not want to answer, if they care to say."""

    reason = PlainTextField(
        label=_("Reason"),
        help_text=_("Only the staff reads it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
