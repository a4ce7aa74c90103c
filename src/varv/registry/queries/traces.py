"""What many things led to at once, by what somebody drew."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import override

from varv.registry import kinds
from varv.registry.kinds import Ref, Thing
from varv.registry.models import Trace


def targets_of(
    kind: str, ids: Collection[int], relation: str, user: object, language: str
) -> Mapping[int, Sequence[Thing]]:
    """Return by id what many things of a kind led to at once, named in a language.

    What ``user`` may not see is left out; the queries are as many for one thing as for all.
    """
    rows = list(
        Trace.objects.filter(source_kind=kind, source_id__in=ids, relation=relation)
        .order_by("pk")
        .values_list("source_id", "target_kind", "target_id")
    )
    with override(language):
        things = kinds.describe((Ref(to, id_) for _source, to, id_ in rows), user)
    found: dict[int, list[Thing]] = defaultdict(list)
    for source, to, id_ in rows:
        if thing := things.get(Ref(to, id_)):
            found[source].append(thing)
    return found
