"""The script that keeps the translation catalogues, on a small platform of its own."""

import gettext
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "translations.py"

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
a = _("Sign up")
b = gettext_lazy("Hello %(name)s")
c = ngettext("%(count)s seat", "%(count)s seats", 2)
d = pgettext_lazy("month", "May")
"""
TEMPLATE = """
<div title="{% translate "Open" %}">
      {% blocktranslate count n=n %}One area{% plural %}{{ n }} areas{% endblocktranslate %}
  {% if x %}{{ _("From a variable") }} it's "quoted" ({% endif %}
</div>
"""


@pytest.fixture
def script(tmp_path, monkeypatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PLATFORM", tmp_path)
    app = tmp_path / "meetings"
    (app / "templates" / "meetings").mkdir(parents=True)
    (app / "__init__.py").write_text("")
    (app / "views.py").write_text(CODE)
    (app / "templates" / "meetings" / "list.html").write_text(TEMPLATE)
    return module


@pytest.fixture
def catalogue(tmp_path) -> Path:
    return tmp_path / "meetings" / "locale" / "sv" / "LC_MESSAGES" / "django.po"


def translate(catalogue: Path, **words: str) -> None:
    text = catalogue.read_text()
    for msgid, msgstr in words.items():
        old = f'msgid "{msgid}"\nmsgstr ""'
        assert old in text
        text = text.replace(old, f'msgid "{msgid}"\nmsgstr "{msgstr}"')
    catalogue.write_text(text)


def test_update_finds_the_texts_of_code_and_templates(script, catalogue):
    script.main(["update"])
    text = catalogue.read_text()
    for msgid in ("Sign up", "Hello %(name)s", "%(count)s seat", "May", "Open", "One area",
                  "From a variable"):  # fmt: skip
        assert f'msgid "{msgid}"' in text
    assert 'msgctxt "month"' in text
    assert 'msgid_plural "%(n)s areas"' in text
    assert "#:" not in text


def test_update_keeps_translations_drops_dead_texts_and_is_then_still(
    script, catalogue, tmp_path, capsys
):
    script.main(["update"])
    translate(catalogue, Open="Öppna")
    views = tmp_path / "meetings" / "views.py"
    views.write_text(CODE.replace("Sign up", "Join"))
    script.main(["update", "meetings"])
    text = catalogue.read_text()
    assert 'msgstr "Öppna"' in text
    assert "Sign up" not in text
    assert "Join" in text
    capsys.readouterr()
    script.main(["update"])
    assert capsys.readouterr().out == ""


def test_update_of_an_unknown_app_is_refused(script):
    with pytest.raises(SystemExit, match="no app nothing"):
        script.main(["update", "nothing"])


def test_compile_makes_what_the_program_reads(script, catalogue):
    script.main(["update"])
    translate(catalogue, Open="Öppna")
    assert script.main(["compile"]) == 0
    with catalogue.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Open") == "Öppna"


def test_check_lists_what_is_missing_stale_and_wrong(script, catalogue, tmp_path, capsys):
    script.main(["update"])
    translate(catalogue, Open="Öppna", **{"Hello %(name)s": "Hej %(namn)s"})
    views = tmp_path / "meetings" / "views.py"
    views.write_text(CODE.replace('"Sign up"', '"Join"'))
    capsys.readouterr()
    assert script.main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any("'Join' is not translated" in line for line in lines)
    assert any("'Sign up' is no longer used" in line for line in lines)
    assert any("'May' (month) is not translated" in line for line in lines)
    assert any("placeholders differ" in line and "namn" in line for line in lines)
    assert not any("'Open'" in line for line in lines)


def test_check_finds_a_text_of_the_code_left_over_in_a_translation(
    script, catalogue, tmp_path, capsys
):
    (tmp_path / "meetings" / "views.py").write_text(
        '_("Sign up")\n_("The phone is not here, so type a recovery code.")'
    )
    script.main(["update"])
    translate(catalogue, **{"Sign up": "Anmäl dig.The phone is not here, so type a recovery code."})
    capsys.readouterr()
    script.main(["check"])
    assert "'Sign up': 'The phone is not here" in capsys.readouterr().out


def test_check_refuses_one_text_translated_in_two_ways(script, catalogue, tmp_path, capsys):
    other = tmp_path / "cycles"
    other.mkdir()
    (other / "__init__.py").write_text('from x import _\n_("Open")\n')
    script.main(["update"])
    translate(catalogue, Open="Öppna")
    translate(other / "locale" / "sv" / "LC_MESSAGES" / "django.po", Open="Öppet")
    capsys.readouterr()
    script.main(["check"])
    assert "'Open' is translated in several ways" in capsys.readouterr().out


def test_check_is_content_with_full_catalogues(script, tmp_path, catalogue, capsys):
    (tmp_path / "meetings" / "views.py").write_text('_("Hello %(name)s")')
    (tmp_path / "meetings" / "templates" / "meetings" / "list.html").unlink()
    script.main(["update"])
    translate(catalogue, **{"Hello %(name)s": "Hej %(name)s"})
    capsys.readouterr()
    assert script.main(["check"]) == 0
    assert capsys.readouterr().out == ""


def test_no_text_is_marked_by_a_name_that_the_script_does_not_know():
    spec = importlib.util.spec_from_file_location("translations", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    renamed = re.compile(r"\b\w*gettext\w* as (\w+)")
    unknown = {
        f"{path.name}: {name}"
        for path in (SCRIPT.parent.parent / "src" / "varv").rglob("*.py")
        for name in renamed.findall(path.read_text(encoding="utf-8"))
        if name not in module.KEYWORDS
    }
    assert unknown == set()
