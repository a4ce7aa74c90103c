"""What people write on the web: what they want to say, and who they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from varv.consultation import paragraphs
from varv.consultation.contents import Content, Remark, Said, Sender
from varv.consultation.models import Contribution, Document, Question, Round
from varv.consultation.paragraphs import Paragraph
from varv.consultation.queries import public as queries
from varv.cycles.models import Area
from varv.cycles.queries import areas_to_choose
from varv.files.models import File
from varv.people.forms import OUTSIDE, ActorFields
from varv.people.models import User
from varv.registry.forms import FilesField
from varv.text.hostile import PlainTextField

LONGEST_TEXT = 50_000
LONGEST_REPLY = 10_000
#: What is no part of what somebody wrote.
_NOT_KEPT = {"csrfmiddlewaretoken", "website", "then", "draft", "file"}


@dataclass(frozen=True)
class Asked:
    """A question with its fields: one, or one for each area."""

    question: Question
    fields: Sequence[tuple[Area | None, forms.BoundField]]

    @property
    def is_answered(self) -> bool:
        """Tell whether anything has been written in one of the fields."""
        return any(field.value() for _area, field in self.fields)


@dataclass(frozen=True)
class OutForComment:
    """A document with its paragraphs and the field for a comment on each."""

    document: Document
    paragraphs: Sequence[tuple[Paragraph, forms.BoundField]]

    @property
    def has_comments(self) -> bool:
        """Tell whether anything is written about it, so that it is shown opened."""
        return any(field.value() for _paragraph, field in self.paragraphs)


class ContentForm(forms.Form):
    """What somebody wants to say to a round: freely, to its questions and about its texts."""

    text = PlainTextField(
        label=_("What do you want to say?"),
        help_text=_("Write freely. You can also answer the questions or comment on the texts."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("PDF, Word, Excel, pictures or text, each at most 20 MB."),
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:  # noqa: A002
        super().__init__(*args, **kwargs)
        self.round = round
        for question, area in self._places:
            self.fields[_name_of(question, area)] = _field_for(question)
        for document, parts in self._texts:
            for part in parts:
                self.fields[_comment_name(document, part)] = _comment_field()

    @cached_property
    def _questions(self) -> list[Question]:
        return list(queries.questions_of(self.round))

    @cached_property
    def _areas(self) -> list[Area]:
        if not any(question.per_area for question in self._questions):
            return []
        return list(areas_to_choose(self.round.programme))

    @cached_property
    def _places(self) -> list[tuple[Question, Area | None]]:
        return [
            (question, area)
            for question in self._questions
            for area in (self._areas if question.per_area else [None])
        ]

    @cached_property
    def _texts(self) -> list[tuple[Document, list[Paragraph]]]:
        return [(one, paragraphs.of(one)) for one in queries.documents_of(self.round)]

    def asked(self) -> Iterator[Asked]:
        """Yield the questions with their fields."""
        for question in self._questions:
            places = [area for one, area in self._places if one == question]
            yield Asked(question, [(area, self[_name_of(question, area)]) for area in places])

    def texts(self) -> Iterator[OutForComment]:
        """Yield what is out for comment with the fields for comments."""
        for document, parts in self._texts:
            fields = [(part, self[_comment_name(document, part)]) for part in parts]
            yield OutForComment(document, fields)

    def clean(self) -> dict[str, Any]:
        """Ask for an answer to each required question, to one of the areas at least."""
        data = super().clean() or {}
        for question in self._questions:
            names = [_name_of(one, area) for one, area in self._places if one == question]
            missing = question.required and not any(data.get(name) for name in names)
            if missing and names and names[0] not in self.errors:
                self.add_error(names[0], _("Answer this question."))
        return data

    def content(self, files: Sequence[File] = ()) -> Content:
        """Return what is said, with the files that are enclosed."""
        return Content(
            text=self.cleaned_data["text"],
            replies=list(self._said()),
            remarks=list(self._remarks()),
            files=files,
        )

    def _said(self) -> Iterator[Said]:
        for question, area in self._places:
            value = self.cleaned_data[_name_of(question, area)]
            if not value:
                continue
            if question.kind == Question.Kind.TEXT:
                yield Said(question, area, text=value)
                continue
            chosen = {value} if isinstance(value, str) else set(value)
            options = [one for one in question.options.all() if str(one.pk) in chosen]
            yield Said(question, area, options=options)

    def _remarks(self) -> Iterator[Remark]:
        for document, parts in self._texts:
            for part in parts:
                if text := self.cleaned_data[_comment_name(document, part)]:
                    yield Remark(document, part.number, part.text, text)

    @classmethod
    def initial_of(cls, contribution: Contribution) -> dict[str, Any]:
        """Return what a contribution says, for a form that changes it."""
        initial: dict[str, Any] = {"text": contribution.text}
        for reply in contribution.replies.select_related("question", "area"):
            chosen = [str(one.pk) for one in reply.options.all()]
            several = reply.question.kind == Question.Kind.SEVERAL
            value = reply.text or (chosen if several else "".join(chosen[:1]))
            initial[_name_of(reply.question, reply.area)] = value
        for comment in contribution.comments.select_related("document"):
            name = f"comment-{comment.document_id}-{comment.paragraph}"
            initial[name] = comment.text
        return initial


class WritingForm(ContentForm, ActorFields):
    """What somebody wants to say, and who they are."""

    # Hidden from people by its wrapper; a program that fills in every field gives itself away.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        organisation.required = False
        organisation.label = _("Organisation that you speak for")
        organisation.help_text = _(
            "Leave it empty if you speak for yourself. Choose from the list if it is there."
        )
        self.fields["municipality"].help_text = _("Where the organisation is, or where you live.")

    @property
    def is_from_a_program(self) -> bool:
        """Tell whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))

    def sender(self) -> Sender:
        """Return who says it."""
        names = ("name", "email", "organisation", "sector", "municipality")
        return Sender(**{name: self.cleaned_data[name] for name in names})


def kept(data: QueryDict) -> dict[str, list[str]]:
    """Return what was typed, as a draft keeps it."""
    return {name: values for name, values in data.lists() if name not in _NOT_KEPT}


def initial_of_draft(data: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return what a draft keeps, for a form; several values only where several can be chosen."""
    return {
        name: values if len(values) > 1 or name.startswith("several-") else "".join(values)
        for name, values in data.items()
    }


def initial_of_person(person: User, past: Contribution | None) -> dict[str, Any]:
    """Return what is known of who writes, as they said it the last time."""
    initial: dict[str, Any] = {"name": person.name, "email": person.email}
    if past is not None:
        initial |= {
            "organisation": past.organisation.name if past.organisation else "",
            "sector": past.sector,
            "municipality": past.municipality_id or (OUTSIDE if past.sector else ""),
        }
    return initial


def _name_of(question: Question, area: Area | None) -> str:
    kind = "several" if question.kind == Question.Kind.SEVERAL else "question"
    return f"{kind}-{question.pk}-{area.pk}" if area else f"{kind}-{question.pk}"


def _comment_name(document: Document, part: Paragraph) -> str:
    return f"comment-{document.pk}-{part.number}"


def _comment_field() -> PlainTextField:
    return PlainTextField(
        label=_("Your comment"),
        required=False,
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _field_for(question: Question) -> forms.Field:
    shared: dict[str, Any] = {
        "label": str(question.text),
        "help_text": str(question.help),
        "required": False,
    }
    if question.kind == Question.Kind.TEXT:
        rows = forms.Textarea(attrs={"rows": 4})
        return PlainTextField(max_length=LONGEST_REPLY, widget=rows, **shared)
    options = [(str(one.pk), str(one.text)) for one in question.options.all()]
    if question.kind == Question.Kind.CHOICE:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **shared)
    return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **shared)
