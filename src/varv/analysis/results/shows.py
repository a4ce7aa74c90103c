"""What a run shows, by the names of the activities: so that a search for one finds the run."""

from collections.abc import Iterable, Iterator

from django.utils import translation

from varv.analysis.models import RunResult
from varv.analysis.names.activities import name_shown
from varv.analysis.results.reading import rows_of
from varv.text.translated import Translated

Kind = RunResult.Kind
#: What makes a row a strength, or an opening: what is far away is none.
_SHOWN: dict[str, tuple[str, set[str]]] = {
    Kind.STRENGTHS: ("verdict", {"strength", "possible"}),
    Kind.OPENINGS: ("road", {"high road", "slow road"}),
}
#: So many of each: of the finest codes there are hundreds, and the surest come first.
MOST = 60


def shows(results: Iterable[RunResult], languages: Iterable[str]) -> Translated:
    """Return the names of strengths and openings, in each language."""
    names = list(dict.fromkeys(name for one in results for name in _names(one)))
    found = Translated()
    for language in languages:
        with translation.override(language):
            found[language] = "; ".join(filter(None, map(name_shown, names)))
    return found


def _names(result: RunResult) -> Iterator[str]:
    if result.kind not in _SHOWN:
        return
    rows = rows_of(result)
    column, wanted = _SHOWN[result.kind]
    yield from [row["name"] for row in rows if row[column] in wanted][:MOST]
