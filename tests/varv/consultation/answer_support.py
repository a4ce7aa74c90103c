"""People who wrote, with points that have a signed disposition, and their answers."""

from tests.varv.consultation.desk_support import NOW
from tests.varv.factories import CoordinatorFactory, contribution, disposition, point
from varv.consultation.actions import answer_sending as sending
from varv.consultation.actions import answers as actions
from varv.consultation.contents import Sender
from varv.consultation.queries import answers as queries
from varv.registry.models import Trace

__all__ = ["NOW"]


def input_of(round_, name="Anna Berg", *, points=1, signed=True, language="sv", text="", **sender):
    """Let somebody write, and give what they wrote points with dispositions."""
    sender.setdefault("email", f"{name.split()[0].lower()}@example.org")
    sender.setdefault("sector", "civil")
    made = contribution(
        round=round_,
        sender=Sender(name=name, **sender),
        text=text or f"Slåttern kommer för tidigt, säger {name}.",
        language=language,
    )
    for number in range(points):
        one = point(contribution=made, text=f"{made.text} ({number + 1})")
        if signed:
            disposition(point=one)
    return made


def leads_to(of, target_kind, target_id):
    """Say what a point changed."""
    return Trace.objects.create(
        source_kind="point",
        source_id=of.pk,
        target_kind=target_kind,
        target_id=target_id,
        relation="changed",
        made_at=NOW,
    )


def drafted(round_, by=None):
    """Draft the answers of a round and return them."""
    actions.draft_answers(by or CoordinatorFactory(), round=round_)
    return list(round_.answers.order_by("pk"))


def addressed(round_):
    """Let the letters of a round that nobody knows an address for have one."""
    for one in round_.answers.exclude(state="sent"):
        if one.lacks_address:
            address = f"{one.postal_address or 'Kim'}\nVägen 1"
            round_.answers.filter(pk=one.pk).update(postal_address=address)


def approved(round_, by=None):
    """Draft and approve the answers of a round; each letter has an address."""
    by = by or CoordinatorFactory()
    made = drafted(round_, by)
    addressed(round_)
    actions.approve_answers(by, round=round_, ids=[one.pk for one in made])
    return list(round_.answers.order_by("pk"))


def ordered(round_, by=None):
    """Draft, approve and order the answers of a round."""
    by = by or CoordinatorFactory()
    approved(round_, by)
    found = list(queries.to_send(round_))
    sending.order_answers(by, round=round_, shown=sending.digest_of(found))
    return list(round_.answers.order_by("pk"))


def sent(round_, by=None):
    """Draft, approve, order and send the answers of a round."""
    ordered(round_, by)
    sending.send_ordered()
    return list(round_.answers.order_by("pk"))


def reload(one):
    """Return a row as it is in the database."""
    return type(one).objects.get(pk=one.pk)


def stage_of(one):
    """Return where an answer is."""
    return queries.answers(one.round).get(pk=one.pk).stage
