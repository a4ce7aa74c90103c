"""Input is found by those who may read it, and what is hidden shows in no way."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.varv.consultation.spread_support import NAME, OPEN, Spread, take_part
from tests.varv.factories import CoordinatorFactory, InvitationFactory, ReaderFactory, RoundFactory
from varv import clock
from varv.consultation import personal
from varv.consultation.models import Contribution, IncomingMail, Round
from varv.registry import search
from varv.registry.models import SearchWord
from varv.registry.search import words
from varv.text.translated import Translated

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()
CLOSED = ("unread", "hidden", "secret", "withdrawn", "unconfirmed")


@pytest.fixture(autouse=True)
def swedish_in_the_open_round():
    with clock.pinned(OPEN), translation.override("sv"):
        yield


@pytest.fixture
def spread():
    return Spread()


def found(typed, user=ANYBODY, **how):
    """Return the kinds and the names of what is found."""
    return [(hit.ref.kind, hit.thing.name) for hit in search.find(user, typed, **how).hits]


def test_everybody_finds_the_text_of_published_input(spread):
    assert found("bredbandet") == [("contribution", f"Inspel {spread.published}")]


@pytest.mark.parametrize("typed", ["bredbandetx", "Svaret bredbandet", "Anmärkt bredbandet"])
def test_answers_and_comments_are_found_as_the_input_they_are_in(spread, typed):
    spread.published.replies.update(text="Svaret bredbandetx")
    spread.published.comments.update(text="Anmärkt bredbandet")
    results = search.find(ANYBODY, typed)
    assert results.hits[0].thing.name == f"Inspel {spread.published}"
    assert results.total == 1


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("unread", "Olästbrevet"),
        ("hidden", "Doltbrevet"),
        ("secret", "Sekretessbrevet"),
        ("withdrawn", "Återtagetbrev"),
        ("unconfirmed", "Obekräftatbrev"),
    ],
)
def test_what_is_not_public_shows_in_no_way(spread, state, word):
    for typed in (word, f"{word}x", f"{word}y"):
        results = search.find(ANYBODY, typed)
        assert (list(results.hits), results.counts, results.corrected) == ([], [], ""), state


def test_what_is_not_public_is_not_counted_among_the_rest(spread):
    spread.unread.replies.update(text="Bredbandet")
    closed = [getattr(spread, state).pk for state in CLOSED]
    Contribution.objects.filter(pk__in=closed).update(text="Bredbandet")
    results = search.find(ANYBODY, "bredbandet")
    assert (results.total, [one.number for one in results.counts]) == (1, [1])


def test_nobody_finds_input_by_the_name_of_a_private_person(spread):
    assert found("Kim Lind") == []
    assert ("record", spread.alone.record.reference) not in found("Kim Lind")
    kinds = [kind for kind, _name in found("Kim Lind", CoordinatorFactory())]
    assert "record" in kinds


def test_staff_who_may_read_input_find_all_that_counts(spread):
    coordinator = CoordinatorFactory()
    for state, word in (("unread", "Olästbrevet"), ("hidden", "Doltbrevet")):
        assert ("contribution", f"Inspel {getattr(spread, state)}") in found(word, coordinator)
    assert "contribution" not in [kind for kind, _ in found("Obekräftatbrev", coordinator)]


def test_reader_finds_of_input_what_everybody_does(spread):
    assert found("Olästbrevet", ReaderFactory(), kind="contribution") == []


def test_draft_of_a_round_is_found_by_staff_alone():
    RoundFactory(title=Translated(sv="Remissutkastet"), state=Round.State.DRAFT)
    assert found("remissutkastet") == []
    assert [kind for kind, _ in found("remissutkastet", CoordinatorFactory())] == ["round"]


def test_round_is_found_by_the_subject_that_e_mail_shall_have():
    RoundFactory(mail_subject=Translated(sv="Inspel kring tillväxtarbetet"))
    assert [kind for kind, _ in found("tillväxtarbetet")] == ["round"]


def test_mail_and_invitations_are_found_by_those_who_may_see_them():
    IncomingMail.objects.create(
        sha256="0" * 64, subject="Havtorn", sender_email="nils@other.example", where="triage"
    )
    InvitationFactory(person__name="Nils Havtorn", name="Nils Havtorn")
    assert found("havtorn") == []
    kinds = {kind for kind, _ in found("havtorn", CoordinatorFactory())}
    assert {"incoming_mail", "invitation"} <= kinds
    assert not {"incoming_mail", "invitation"} & {k for k, _ in found("havtorn", ReaderFactory())}


def test_the_open_api_and_the_lexicon_know_no_word_of_input(spread):
    sources = search.impersonal()
    assert {"round"} <= {source.kind for source in sources}
    assert not {"contribution", "invitation", "incoming_mail"} & {one.kind for one in sources}
    words.gather(clock.now())
    assert not SearchWord.objects.filter(word__in=["bredbandet", "olästbrevet", "xenia"]).exists()


def test_days_narrow_answers_as_well(spread):
    before = search.Dates(until=OPEN.date().replace(day=1))
    assert found("bredbandet", dates=search.Dates(since=OPEN.date())) != []
    assert found("bredbandet", dates=before) == []


def test_search_asks_as_often_for_many_as_for_one(spread):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert found("bredbandet")
        return len(queries)

    asked()  # what is kept of the statement is made once
    few = asked()
    for _ in range(12):
        spread.publish(spread.send("Bredbandet behövs mer"))
    assert asked() == few


def test_name_in_an_erased_contribution_is_found_by_nobody():
    person, written, _by_mail = take_part()
    coordinator = CoordinatorFactory()
    assert found("kvarnmailet", coordinator)
    personal.erase(person.pk)
    assert found("kvarnmailet", coordinator) == []
    assert written.record.reference not in [name for _, name in found(NAME, coordinator)]
