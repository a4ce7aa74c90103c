"""A mail's language is told where it is plain, and else it is the first of the region's."""

import pytest

from varv.consultation.inbox import language

SWEDISH = """Hej! Vi vill att det ska finnas en buss från byn till skolan, och att den går när
barnen slutar. Det är inte mycket begärt, men det behöver göras för att några ska kunna bo kvar."""
ENGLISH = """Dear all, we would like the bus from our village to stop at the school, and it should
leave when the children are done. This is not much, but there have been no buses for years."""
NORWEGIAN = """Hei! Vi ønsker at det skal gå en buss fra bygda til skolen, og at den går når barna
er ferdige. Det er ikke mye å be om, men det må gjøres for at noen skal kunne bo her i bygda."""
DANISH = """Hej! Vi ønsker, at der skal køre en bus fra landsbyen til skolen, og at den kører,
når børnene er færdige. Det er ikke meget at bede om, men vi have brug for den,."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SWEDISH, "sv"),
        (ENGLISH, "en"),
        (f"{SWEDISH}\n\n{ENGLISH}", ""),
        (f"{SWEDISH}\n\n{SWEDISH}\n\nIn short: the bus is late.", "sv"),
        ("The bus is late.", ""),
        ("Bussen är sen.", ""),
        ("Bus " * 150 + ENGLISH, ""),
        (NORWEGIAN, ""),
        (DANISH, ""),
        ("", ""),
        ("430/2018 !!! \u202e", ""),
    ],
    ids=[
        "Swedish", "English", "both", "a little English", "too short", "too short in Swedish",
        "mostly names", "Norwegian", "Danish", "empty", "no words",
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", ["sv", "en"])
def test_text_tells_its_language_if_it_is_plain(text, found, first):
    languages = sorted(["sv", "en"], key=lambda one: one != first)
    assert language.of(text, languages) == (found or first)


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("de, en", "en"),
        ("sv-SE", "sv"),
        ("sv, en", "en"),
        ("de", "en"),
        (";;,", "en"),
    ],
)
def test_what_the_mail_says_goes_first_if_it_names_one_of_the_languages(declared, found):
    assert language.of(ENGLISH, ["sv", "en"], declared) == found


def test_only_a_language_of_the_region_is_told():
    assert language.of(ENGLISH, ["sv"], "en") == "sv"
    assert language.of(ENGLISH, ["fi", "sv"]) == "fi"
    assert language.of(ENGLISH, ["sv", "en-GB"]) == "en-GB"
