"""Registry numbers are found however they are written, and never within something longer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varv.consultation.inbox.numbers import (
    find,
    find_in_address,
    find_short,
    forms_of,
    looks_like_number,
)

RUN = "RUN/430/2018"
KNOWN = [RUN, "RUN/77/2019"]
WAYS = [
    "RUN/430/2018",
    "Dnr RUN 430/2018",
    "run/430/2018",
    "RUN-430-2018",
    "RUN430/2018",
    "RUN 430-18",
    "RUN/430/2018-12",
    "RUN/430/2018:12",
    "RUN_430_2018",
    "svar_RUN_430_2018.pdf",
    "RUN/430/\n2018",
    "RUN/430/\r\n> 2018",
    "RUN/430–2018",
    "RUN—430—2018",
    "RUN\u2011430\u20112018",
    "RUN\u00a0430/2018",
    "RUN/4\u00ad30/2018",
    "R\u200bUN/\u200b430/2018",
    "ＲＵＮ／４３０／２０１８",
    "RUN&nbsp;430/2018",
    "RUN/<wbr>430/<wbr>2018",
    "RUN%2F430%2F2018",
    "(RUN/430/2018)",
    "RUN/430/2018.",
    "ärende:RUN/430/2018,",
]
OTHERS = [
    "RUN/430/20189",
    "RUN/1430/2018",
    "RUN/4300/2018",
    "BRUN/430/2018",
    "RUN/430/2018a",
    "RUN/4302018",
    "RUN4302018",
    "PRUN 430 2018",
    "8RUN/430/2018",
    "RUNA/430/2018",
    "RUN/430/2017",
    "RUN, den 430 och 2018",
    "RUN/430/\n\n\n\n\n\n\n\n2018",
]


@pytest.mark.parametrize("text", WAYS)
def test_a_number_is_found_in_every_way_of_writing(text):
    assert find(text, KNOWN) == (RUN,)
    assert forms_of(RUN).search(text)


@pytest.mark.parametrize("text", OTHERS)
def test_a_number_is_not_found_in_something_longer(text):
    assert find(text, KNOWN) == ()
    assert not forms_of(RUN).search(text)


def test_numbers_come_in_order_and_once():
    text = "Se RUN 77/2019, RUN/430/2018 och run-77-2019 samt RUN/999/2018."
    assert find(text, KNOWN) == ("RUN/77/2019", RUN)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("2018/430", "Dnr 2018-430"),
        ("KS2020.0123", "KS 2020/0123"),
        ("TRV 2020/12-3.1", "trv2020-12-3/1"),
        ("LK/181 234", "LK 181-234"),
        ("20RS1234", "20RS 1234"),
        ("RÖN/5/2020", "ro\u0308n 5/2020"),
    ],
)
def test_other_regions_number_in_other_ways(number, text):
    assert find(text, [number]) == (number,)
    assert forms_of(number).search(text)


def test_a_number_of_figures_is_not_found_within_one_with_letters():
    assert find("RUN/430/2018", ["430/2018"]) == ()
    assert not forms_of("430/2018").search("RUN/430/2018")
    assert find("Dnr: 430/2018", ["430/2018"]) == ("430/2018",)


def test_of_two_numbers_the_longer_is_meant():
    assert find("KS/12/2020", ["KS/12", "KS/12/2020"]) == ("KS/12/2020",)
    assert find("KS/12/2020", ["KS/12"]) == ()
    assert find("KS/12-3", ["KS/12"]) == ("KS/12",)


def test_a_number_of_nothing_is_never_found():
    assert find("RUN/430/2018", ["", "//"]) == ()
    assert not forms_of("").search("RUN/430/2018")


_SERIAL = st.integers(1, 99_999).map(str)
_YEAR = st.integers(1990, 2060).map(str)
_LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ", min_size=1, max_size=6)
_SIGN = st.sampled_from(["/", "-", "_", ".", " ", "–", "\u00a0", " / ", "/\n", "&nbsp;", "/\u200b"])
_AROUND = st.sampled_from(["", " ", "(", ")", ",", "\n", "Dnr ", " är ", "\u201d"])


@given(letters=_LETTERS, serial=_SERIAL, year=_YEAR, one=_SIGN, two=_SIGN, around=_AROUND)
def test_any_signs_between_the_groups_will_do(letters, serial, year, one, two, around):
    number = f"{letters}/{serial}/{year}"
    before = around if not around[-1:].isalnum() else f"{around} "
    after = around if not around[:1].isalnum() else f" {around}"
    for spelled in (letters, letters.lower()):
        text = f"{before}{spelled}{one}{serial}{two}{year}{after}"
        assert find(text, [number]) == (number,)
        assert forms_of(number).search(text)


@given(
    letters=_LETTERS,
    serial=_SERIAL,
    year=_YEAR,
    more=st.sampled_from("0123456789aåZ"),
    place=st.integers(0, 3),
)
def test_a_letter_or_a_figure_more_makes_another_number(letters, serial, year, more, place):
    number = f"{letters}/{serial}/{year}"
    written = [
        f"{more}{number}",
        f"{number}{more}",
        f"{letters}/{more}{serial}/{year}",
        f"{letters}/{serial}{more}/{year}",
    ][place]
    assert find(written, [number]) == ()
    assert not forms_of(number).search(written)


@given(text=st.text(max_size=200), serial=_SERIAL)
def test_what_is_found_is_known_and_both_ways_of_searching_agree(text, serial):
    number = f"RUN/{serial}/2018"
    assert find(f"{text} {number} {text}", [number]) == (number,)
    assert set(find(text, KNOWN)) <= set(KNOWN)


def test_the_detail_of_an_address_is_searched():
    addresses = ["regionalutveckling+run-430-2018@example.org", "run.77.2019@example.org"]
    assert find_in_address(addresses, KNOWN) == (RUN, "RUN/77/2019")
    assert find_in_address(["anna@run-430-2018.example"], KNOWN) == ()


@pytest.mark.parametrize(
    "text",
    [
        "ärende 430/2018",
        "Ärendet: 430/2018.",
        "A\u0308RENDE 430-2018",
        "DNR 430/2018",
        "ert dnr 430/2018, vårt dnr 12/2020",
        "Dnr. 430/2018-12",
        "diarienummer: 430/\n> 2018",
        "ärende nr 430/2018",
        "case no. 430/2018",
        "(Ref: 430/2018)",
        "Your reference 430/2018",
    ],
)
def test_a_number_without_letters_is_found_after_a_word_that_says_what_it_is(text):
    assert find_short(text, KNOWN) == (RUN,)


@pytest.mark.parametrize(
    "text",
    [
        "430/2018",
        "nummer 430/2018",
        "ärende 430/2017",
        "ärende 1430/2018",
        "ärende 430/20189",
        "ärende 430/2018/2",
        "ärende 430",
        "ärende KS 430/2018",
        "ärendelista 430/2018",
        "ref430/2018",
        "vårt dnr 430/2018",
        "Our ref: 430/2018",
        "ärende 430/2018, vårt KS/12/2020",
        "dnr 430/2018 och dnr 12/2020",
        "RUN/999/2018, ärende 430/2018",
        "",
    ],
)
def test_a_number_without_letters_is_not_found_where_it_may_be_another(text):
    assert find_short(text, KNOWN) == ()


def test_a_number_without_letters_may_be_that_of_several_cases():
    known = [*KNOWN, "KS/430/2018", "2018/430", "LK/430"]
    assert find_short("ärende 430/2018", known) == (RUN, "KS/430/2018")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vi svarar på RUN/999/2018 och RUN 999-2018.", ("RUN/999/2018",)),
        ("ert dnr: 2020-0123, vårt KS/12/2020", ("2020-0123", "KS/12/2020")),
        ("run/999/\n2018", ("run/999/2018",)),
        ("enligt förordning (EU) nr 1303/2013 och EU 1303/2013", ()),
        ("den 4 juni 2020 kl 9.12, tel 063-12 34 56", ()),
        ("vecka 23/2020 och juni 4/2020", ()),
    ],
)
def test_what_looks_like_a_number_is_shown_as_it_is_written(text, found):
    assert looks_like_number(text) == found
