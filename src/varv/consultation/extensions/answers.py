"""What answers add to the extension points of the apps below."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varv.clock import timed
from varv.consultation import desk, step_checks
from varv.consultation.actions.answer_sending import send_ordered
from varv.consultation.answering import mails, personal
from varv.consultation.models import Answer, AnswerCorrection, Contribution
from varv.consultation.queries.answers import covers_one_sender_openly
from varv.cycles import checks
from varv.cycles.models import StepKind
from varv.people import desk as people_desk
from varv.registry import kinds, log_actions, mailtexts, masking
from varv.registry.guard import may
from varv.registry.models import Record

#: A tick has other work too; what is left is the next one's.
SECONDS = 45


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    for kind in mails.KINDS:
        mailtexts.register(kind)
    _register_kinds()
    masking.copies.register("consultation.answers", copies_of_answers)
    personal.register()
    timed.work.register("consultation.answers", timed.TimedWork(_send, _next_to_send))
    people_desk.items.register("consultation.answers", desk.answer_items)
    checks.point.register(
        "consultation.all_answered",
        checks.StepCheck(
            StepKind.EVALUATION,
            _("Everybody who wrote has had an answer"),
            step_checks.all_answered,
        ),
    )


LOG_ACTIONS = {
    "consultation.draft_answers": _("Answers drafted"),
    "consultation.word_answers": _("Wording of answers changed"),
    "consultation.correct_answer": _("Answer worded by hand"),
    "consultation.approve_answer": _("Answer approved"),
    "consultation.take_back_answer": _("Approval of an answer taken back"),
    "consultation.order_answers": _("Answers let go"),
    "consultation.send_answer": _("Answer sent"),
    "consultation.post_answer": _("Letter with an answer posted"),
    "consultation.take_back_posting": _("Posting of a letter taken back"),
    "consultation.correct_sent_answer": _("Correction of an answer sent"),
    "consultation.export_answers": _("List of answers taken out"),
}


def _register_kinds() -> None:
    kinds.register(
        kinds.Kind(
            "answer", "consultation.Answer", _("answer to input"), describe_answers, own_titles=True
        )
    )
    kinds.register(
        kinds.Kind(
            "answer_correction",
            "consultation.AnswerCorrection",
            _("correction of an answer"),
            describe_corrections,
            own_titles=True,
        )
    )
    subject, opening = _("Subject"), _("Before the points")
    masking.point.register(
        "answer",
        masking.Maskable(
            {"subject": subject, "opening": opening, "closing": _("After the points")}
        ),
    )
    masking.point.register(
        "answer_correction", masking.Maskable({"reason": _("Reason"), "text": _("Text")})
    )


def _send(_now: datetime) -> int:
    return send_ordered(seconds=SECONDS)


def _next_to_send(_after: datetime) -> None:
    """What is ordered goes at once, so no rehearsal has a moment to halt at."""


def describe_answers(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name answers by what they answer; to everybody only where that tells of no private person."""
    rows = Answer.objects.filter(pk__in=ids).select_related("round")
    found = list(rows.prefetch_related("contributions__record__case", "contributions__round"))
    if may(user, "consultation.view_answer"):
        return {one.pk: kinds.Thing(_named(one), one.desk_url) for one in found}
    sent = [one for one in found if one.state == Answer.State.SENT]
    # Others are named to nobody: the thread from them would show which inputs one person wrote.
    return {one.pk: _in_public(one) for one in sent if covers_one_sender_openly(one)}


def describe_corrections(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name corrections of answers as the answers."""
    of = dict(AnswerCorrection.objects.filter(pk__in=ids).values_list("pk", "answer"))
    told = describe_answers(set(of.values()), user)
    return {pk: told[answer] for pk, answer in of.items() if answer in told}


def copies_of_answers(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell where the words of input and of answers stand: in the records of what was sent.

    Only this way round: masking an answer does not mask the input that it quotes.
    """
    if isinstance(thing, Contribution) and field in {"title", "text"}:
        sent = thing.answers.filter(record__isnull=False).select_related("record")
        yield from ((one.record, "text") for one in sent if one.record)
    if isinstance(thing, Answer | AnswerCorrection):
        if thing.record:
            yield thing.record, "text"
        if isinstance(thing, Answer) and thing.message and field == "subject":
            yield thing.message, "subject"
    if isinstance(thing, Record) and field == "text":
        for answer in Answer.objects.filter(record=thing):
            yield from ((answer, name) for name in ("opening", "closing"))
        for made in AnswerCorrection.objects.filter(record=thing):
            yield from ((made, name) for name in ("reason", "text"))


def _in_public(answer: Answer) -> kinds.Thing:
    name = gettext("Answer to input to %(round)s") % {"round": answer.round}
    first = min(answer.contributions.all(), key=lambda one: (one.received_at, one.pk))
    return kinds.Thing(name, first.get_absolute_url())


def _named(answer: Answer) -> str:
    given = ", ".join(sorted(str(one) for one in answer.contributions.all()))
    return gettext("Answer to %(inputs)s") % {"inputs": given}
