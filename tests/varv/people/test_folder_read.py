"""Reading a region's folder: what is wrong is told all at once, in words that help."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from tests.regions.folders import DEFAULT, JARVIMAA, copy, edit
from varv.people.folder.read import LARGEST, FolderError, read_folder

TITLE = 'title = { fi = "Puu-aamu", en = "Wood morning" }'
PLACE = 'place = "Rantalan kirjasto"'
PLAIN = "should be plain text, without HTML tags, control characters and direction marks"
TIME = 'should be a time such as 09:00:00 or "09:00"'

# file, what stands there, what is put there instead, what is told
MISTAKES = [
    # -- times and dates
    ("meetings.toml", "ends = 20:00:00", "ends = 08:00:00",
     ["meetings.toml, meeting 1, ends: 08:00 is before starts 18:00"]),
    ("meetings.toml", "ends = 20:00:00", "ends = 18:00:00",
     ["meetings.toml, meeting 1, ends: 18:00 is the same as starts; should be later"]),
    ("meetings.toml", "ends = 20:00:00\n", "",
     [f"meetings.toml, meeting 1, ends: is missing; {TIME}"]),
    ("meetings.toml", "starts = 18:00:00", "starts = 9:30  # half past nine",
     ['meetings.toml, line 7: a time should be written 09:30:00 or "09:30", is 9:30']),
    ("meetings.toml", "starts = 18:00:00", 'starts = "18.00"',
     [f'meetings.toml, meeting 1, starts: {TIME}, is "18.00"']),
    ("meetings.toml", "starts = 18:00:00", "starts = 18",
     [f"meetings.toml, meeting 1, starts: {TIME}, is 18"]),
    ("meetings.toml", "date = 2027-03-24", "date = 2027-02-30",
     ["meetings.toml, line 6: there is no such date or time"]),
    ("meetings.toml", "date = 2027-03-24", 'date = "24.3.2027"',
     ['meetings.toml, meeting 1, date: should be a date such as 2020-06-05, is "24.3.2027"']),
    ("meetings.toml", "date = 2027-03-24", "date = 2027-03-24T10:00:00",
     [("meetings.toml, meeting 1, date: should be a date such as 2020-06-05, "
      "is 2027-03-24T10:00:00")]),
    ("meetings.toml", "date = 2027-03-24", "date = 0001-01-01",
     ["meetings.toml, meeting 1, date: should be 1900-01-01 or later, is 0001-01-01"]),
    ("meetings.toml", "date = 2027-03-24\nstarts = 18", "date = 2027-03-28\nstarts = 03",
     [("meetings.toml, meeting 1, starts: 03:00 does not exist on 2027-03-28, "
      "when the clock is changed")]),
    ("meetings.toml", "date = 2027-04-01\nstarts = \"08", "date = 2027-10-31\nstarts = \"03",
     [("meetings.toml, meeting 2, starts: 03:30 comes twice on 2027-10-31, "
      "when the clock is changed")]),
    ("meetings.toml", "sign_up_opens = 2027-03-01\nsign", "sign_up_opens = 2027-03-25\nsign",
     ["meetings.toml, meeting 1, sign_up_opens: 2027-03-25 is after the meeting, 2027-03-24"]),
    ("meetings.toml", "sign_up_closes = 2027-03-22", "sign_up_closes = 2027-02-22",
     ["meetings.toml, meeting 1, sign_up_closes: 2027-02-22 is before sign_up_opens 2027-03-01"]),
    ("bodies.toml", "until = 2029-07-31", "until = 2024-07-31",
     ["bodies.toml, seat 1, until: 2024-07-31 is before since 2025-08-01"]),
    ("programme.toml", "last_year = 2034", "last_year = 2020",
     ["programme.toml, last_year: 2020 is before first_year 2028"]),
    # -- wrong types and values
    ("region.toml", "population = 2100", 'population = "many"',
     ['region.toml, municipality 2, population: should be a whole number, is "many"']),
    ("region.toml", "population = 2100", "population = true",
     ["region.toml, municipality 2, population: should be a whole number, is true"]),
    ("region.toml", "population = 2100", "population = -1",
     ["region.toml, municipality 2, population: should be 0 or more, is -1"]),
    ("region.toml", "population = 2100", "population = 99999999999999999999",
     [("region.toml, municipality 2, population: should be 2000000000 or less, "
      "is 99999999999999999999")]),
    ("region.toml", "land_km2 = 1500", "land_km2 = nan",
     ["region.toml, municipality 2, land_km2: should be a number, is nan"]),
    ("meetings.toml", "capacity = 40", "capacity = 40.5",
     ["meetings.toml, meeting 1, capacity: should be a whole number, is 40.5"]),
    ("meetings.toml", 'kind = "dialogue"', 'kind = "dialog"',
     [("meetings.toml, meeting 2, kind: should be one of dialogue, mobilisation, other, "
      'is "dialog"')]),
    ("meetings.toml", "online = false", 'online = "no"',
     ['meetings.toml, meeting 2, online: should be true or false, is "no"']),
    ("meetings.toml", 'key = "puu-aamu"', 'key = "Puu aamu"',
     [("meetings.toml, meeting 2, key: should be small letters a-z, digits and hyphens "
      'such as "open-data", is "Puu aamu"')]),
    ("programme.toml", "[case]", "case = 5\n[kase]",
     ["programme.toml, case: should be a table, is 5",
      "programme.toml, kase: is not a known key; did you mean case?"]),
    ("programme.toml", "[case]", "[case]\n[box]",
     ["programme.toml, case, number: is missing; should be a text in quotation marks",
      ("programme.toml, case, title: is missing; should be a table of language and text "
      'such as {en = "…"}'),
      ("programme.toml, box: is not a known key; known are key, name, summary, first_year, "
      "last_year, initiated_by, case, version, milestone")]),
    ("region.toml", '"Europe/Helsinki"', '"Europe/Helsingfors"',
     [('region.toml, time_zone: should be a time zone such as "Europe/Stockholm", '
      'is "Europe/Helsingfors"')]),
    ("region.toml", 'country = "FI"', 'country = "Finland"',
     [('region.toml, country: should be a country code of two capital letters such as "SE", '
      'is "Finland"')]),
    ("region.toml", 'country = "FI"', 'country = "XX"',
     ['region.toml, country: public holidays of "XX" are not known']),
    ("region.toml", 'contact_email = "aluekehitys@jarvimaa.example"', 'contact_email = "alue"',
     [('region.toml, contact_email: should be an e-mail address such as "name@example.org", '
      'is "alue"')]),
    ("region.toml", 'languages = ["fi", "en"]', 'languages = "fi"',
     ['region.toml, languages: should be a list in square brackets, is "fi"']),
    ("region.toml", 'languages = ["fi", "en"]', 'languages = ["fi", "fi"]',
     ["region.toml, languages: should name each language once, is fi, fi"]),
    ("region.toml", 'languages = ["fi", "en"]', "languages = []",
     ["region.toml, languages: should have at least 1, has 0"]),
    ("region.toml", "land_km2 = 1500", "land_km2 = -3.5",
     ["region.toml, municipality 2, land_km2: should be 0 or more, is -3.5"]),
    ("programme.toml", "[[milestone]]", "[milestone]",
     [("programme.toml, milestone: should be written [[milestone]], with two brackets on each "
      "side")]),
    # -- keys that are not known or missing
    ("areas.toml", "summary =", "sumary =",
     ["areas.toml, area 1, sumary: is not a known key; did you mean summary?"]),
    ("areas.toml", 'name = { fi = "Puu", en = "Wood" }', 'colour = "green"',
     ["areas.toml, area 2, colour: is not a known key; known are key, name, summary, text",
      ("areas.toml, area 2, name: is missing; should be a table of language and text "
      'such as {en = "…"}')]),
    # -- the same thing twice
    ("meetings.toml", 'key = "puu-aamu"', 'key = "vesi-ilta"',
     ['meetings.toml, meetings 1 and 2: the same key "vesi-ilta"']),
    ("region.toml", "tile_col = 1", "tile_col = 0",
     ["region.toml, municipalities 1 and 2: the same tile_col and tile_row 0, 0"]),
    ("organisations.toml", '["Lake College"]', '["rantalan KUNTA"]',
     ['organisations.toml, organisation 2: "rantalan KUNTA" is also a name of organisation 1']),
    ("steps.toml", 'kind = "vision"', 'kind = "analysis"',
     ['steps.toml, steps 1 and 3: the same kind "analysis"']),
    # -- from one file to another
    ("meetings.toml", 'area = "vesi"', 'area = "energia"',
     ['meetings.toml, meeting 1, area: "energia" is not in areas.toml; there are vesi, puu']),
    ("meetings.toml", 'area = "vesi"', 'area = "vessi"',
     ['meetings.toml, meeting 1, area: "vessi" is not in areas.toml; did you mean vesi?']),
    ("organisations.toml", 'municipality = "902"', 'municipality = "2399"',
     [('organisations.toml, organisation 2, municipality: "2399" is not in region.toml; '
      "there are 901, 902")]),
    ("bodies.toml", 'parent = "maakuntavaltuusto"', 'parent = "kehitysjaosto"',
     ['bodies.toml, body 2, parent: "kehitysjaosto" should stand further up in the file']),
    # -- texts by language
    ("meetings.toml", TITLE, 'title = "Puu-aamu"',
     [("meetings.toml, meeting 2, title: should be a table of language and text such as "
      '{en = "…"}, is "Puu-aamu"')]),
    ("meetings.toml", TITLE, 'title = { en = "Wood morning" }',
     ["meetings.toml, meeting 2, title, fi: is missing; the region's first language is fi"]),
    ("meetings.toml", TITLE, 'title = { fi = "Puu", sv = "Trä" }',
     ["meetings.toml, meeting 2, title, sv: is not one of the region's languages, fi, en"]),
    # -- hostile text
    ("meetings.toml", PLACE, 'place = "<b>x</b>"', [f"meetings.toml, meeting 2, place: {PLAIN}"]),
    ("meetings.toml", PLACE, r'place = "a\u0000b"', [f"meetings.toml, meeting 2, place: {PLAIN}"]),
    ("meetings.toml", PLACE, r'place = "a\u202Eb"', [f"meetings.toml, meeting 2, place: {PLAIN}"]),
    ("meetings.toml", PLACE, r'place = "a\nb"',
     ["meetings.toml, meeting 2, place: should be a single line"]),
    ("meetings.toml", PLACE, 'place = "  "',
     ["meetings.toml, meeting 2, place: is empty; write a text or leave the key out"]),
    ("meetings.toml", PLACE, f'place = "{"x" * 201}"',
     ["meetings.toml, meeting 2, place: should be at most 200 signs, is 201"]),
    ("meetings.toml", "https://kokous.example/vesi", "javascript:alert(1)",
     [("meetings.toml, meeting 1, rehearsal_link: should be a web address that starts with "
      'https://, is "javascript:alert(1)"')]),
    # -- TOML that cannot be read
    ("areas.toml", '[[area]]\nkey = "puu"', '[[area]\nkey = "puu"',
     ["areas.toml, line 6: a table's name is not closed with ]]"]),
    ("areas.toml", 'en = "Wood" }', 'en = "Wo',
     ["areas.toml, line 8: a text is not closed with a quotation mark before the line ends"]),
    ("areas.toml", 'key = "vesi"', 'key = "vesi"\nkey = "vesi"',
     ["areas.toml, line 3: the same key stands twice"]),
    ("areas.toml", 'key = "vesi"', "key = vesi",
     [("areas.toml, line 2: the value should be a text in quotation marks, a number, a date "
      "or a list")]),
    ("areas.toml", 'key = "vesi"', 'key = "vesi" ja',
     ["areas.toml, line 2: something more stands after a finished value"]),
    ("areas.toml", 'key = "vesi"', f"key = {'[' * 5000}",
     ["areas.toml: holds a number that is too long or lists nested too deep"]),
    ("areas.toml", 'key = "vesi"', f"key = {'9' * 5000}",
     ["areas.toml: holds a number that is too long or lists nested too deep"]),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy(JARVIMAA, tmp_path / "region")


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(FolderError) as caught:
        read_folder(folder)
    return caught.value.mistakes


@pytest.mark.parametrize(("file", "old", "new", "told"), MISTAKES)
def test_mistake_is_told_with_place_and_remedy(
    folder: Path, file: str, old: str, new: str, told: list[str]
) -> None:
    edit(folder, file, old, new)

    assert mistakes(folder) == told


@pytest.mark.parametrize("path", [DEFAULT, JARVIMAA])
def test_sound_folder_is_read(path: Path) -> None:
    folder = read_folder(path)

    assert len(folder["areas.toml"].area) >= 2
    assert len(folder["steps.toml"].step) == 6


def test_default_region_has_every_text_in_every_language() -> None:
    assert read_folder(DEFAULT).notes == []


def test_text_missing_in_a_further_language_is_a_note() -> None:
    assert read_folder(JARVIMAA).notes == ["region.toml, about: has no text in en"]


def test_all_mistakes_of_all_files_are_told_at_once_in_file_order(folder: Path) -> None:
    edit(folder, "steps.toml", 'kind = "vision"', 'kind = "dream"')
    edit(folder, "meetings.toml", 'area = "vesi"', 'area = "ilma"')
    edit(folder, "meetings.toml", "ends = 20:00:00", "ends = 08:00:00")
    edit(folder, "meetings.toml", 'key = "puu-aamu"', 'key = "vesi-ilta"')
    edit(folder, "region.toml", "population = 8000", "population = 0.5")
    edit(folder, "region.toml", 'name = "Metsäkylä"', "name = 7")
    (folder / "frame.toml").unlink()
    edit(folder, "evidence.toml", "[[evidence]]", "[[evidence]")

    assert mistakes(folder) == [
        "region.toml, municipality 1, population: should be a whole number, is 0.5",
        "region.toml, municipality 2, name: should be a text in quotation marks, is 7",
        "evidence.toml, line 1: a table's name is not closed with ]]",
        "frame.toml: the file is missing",
        'meetings.toml, meetings 1 and 2: the same key "vesi-ilta"',
        'meetings.toml, meeting 1, area: "ilma" is not in areas.toml; there are vesi, puu',
        "meetings.toml, meeting 1, ends: 08:00 is before starts 18:00",
        (
            "steps.toml, step 3, kind: should be one of analysis, governance, vision, "
            'prioritisation, policymix, evaluation, is "dream"'
        ),
    ]


def test_three_with_one_key_are_told_together(folder: Path) -> None:
    third = '\n[[area]]\nkey = "vesi"\nname = { fi = "Vesi", en = "Water" }\n'
    with (folder / "areas.toml").open("a", encoding="utf-8") as file:
        file.write(third * 2)

    assert mistakes(folder) == ['areas.toml, areas 1, 3 and 4: the same key "vesi"']


def test_broken_areas_do_not_make_every_reference_wrong(folder: Path) -> None:
    (folder / "areas.toml").unlink()

    assert mistakes(folder) == ["areas.toml: the file is missing"]


def test_step_that_is_missing_is_told(folder: Path) -> None:
    text = (folder / "steps.toml").read_text(encoding="utf-8")
    start = text.index('[[step]]\nkind = "evaluation"')
    (folder / "steps.toml").write_text(text[:start], encoding="utf-8")

    assert mistakes(folder) == [
        "steps.toml, step: there should be all six steps; missing are evaluation"
    ]


@pytest.mark.parametrize("file", sorted(path.name for path in JARVIMAA.glob("*.toml")))
def test_file_cut_off_anywhere_never_crashes(folder: Path, file: str) -> None:
    whole = (folder / file).read_bytes()
    for length in range(0, len(whole), 7):
        (folder / file).write_bytes(whole[:length])
        with suppress(FolderError):
            read_folder(folder)


def test_file_cut_off_in_a_text_is_asked_about(folder: Path) -> None:
    whole = (folder / "areas.toml").read_text(encoding="utf-8")
    (folder / "areas.toml").write_text(whole[: whole.index("Puhdas") + 3], encoding="utf-8")

    assert mistakes(folder) == [
        "areas.toml, line 4: the file ends in the middle of something; is it cut off?"
    ]


def test_empty_file_is_told(folder: Path) -> None:
    (folder / "areas.toml").write_text("\n \n", encoding="utf-8")

    assert mistakes(folder) == ["areas.toml: the file is empty"]


def test_file_that_is_optional_may_be_missing(folder: Path) -> None:
    (folder / "evidence.toml").unlink()

    assert "evidence.toml" not in read_folder(folder)


def test_other_encoding_is_told_with_its_line(folder: Path) -> None:
    text = (folder / "region.toml").read_text(encoding="utf-8")
    (folder / "region.toml").write_text(text, encoding="latin-1")

    assert mistakes(folder) == [
        "region.toml, line 2: the text is not in UTF-8; save the file as UTF-8"
    ]


def test_byte_order_mark_is_let_in(folder: Path) -> None:
    text = (folder / "region.toml").read_text(encoding="utf-8")
    (folder / "region.toml").write_text(text, encoding="utf-8-sig")

    assert read_folder(folder)["region.toml"].key == "jarvimaa"


def test_folder_in_place_of_a_file_is_told(folder: Path) -> None:
    (folder / "areas.toml").unlink()
    (folder / "areas.toml").mkdir()

    assert mistakes(folder) == ["areas.toml: should be a file, is a folder"]


def test_pipe_in_place_of_a_file_does_not_hang(folder: Path) -> None:
    (folder / "areas.toml").unlink()
    os.mkfifo(folder / "areas.toml")

    assert mistakes(folder) == ["areas.toml: should be a plain file"]


def test_link_that_leads_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "areas.toml").rename(tmp_path / "areas.toml")
    (folder / "areas.toml").symlink_to(tmp_path / "areas.toml")

    assert mistakes(folder) == [
        "areas.toml: is a link to a place outside the folder; put the file itself here"
    ]


def test_file_that_is_too_large_is_not_read(folder: Path) -> None:
    with (folder / "areas.toml").open("a", encoding="utf-8") as file:
        file.write("# " + "x" * LARGEST)

    assert mistakes(folder) == ["areas.toml: should be at most 1000 kB, is 1000 kB"]


def test_file_that_is_not_known_is_told(folder: Path) -> None:
    (folder / "meetings.toml").rename(folder / "metings.toml")
    (folder / "README.md").write_text("notes", encoding="utf-8")

    assert mistakes(folder) == [
        "meetings.toml: the file is missing",
        "metings.toml: is not a file that a region has; did you mean meetings.toml?",
    ]


def test_path_that_is_no_folder_is_told(folder: Path) -> None:
    missing = folder / "nowhere"
    assert mistakes(missing) == [f"{missing}: there is no such folder"]

    file = folder / "region.toml"
    assert mistakes(file) == [f"{file}: is a file; give the folder it is in"]
