"""The walls of the house: layers, foreign keys, extension points, pinned packages."""

import configparser
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import varv
from varv.extension import ExtensionPoint

ROOT = Path(__file__).parents[1]


def layers() -> dict[str, int]:
    """Return the height of every app, as .importlinter has it; neighbours share one."""
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    lines = config["importlinter:contract:layers"]["layers"].split("\n")
    rows = [re.findall(r"varv\.(\w+)", line) for line in lines if line.strip()]
    return {app: height for height, row in enumerate(reversed(rows)) for app in row}


def app_of(model: type[models.Model]) -> str | None:
    """Return the app of ours that ``model`` belongs to, or None."""
    name = model.__module__.split(".")
    return name[1] if name[0] == "varv" else None


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if app_of(model)]


def relations() -> list[tuple[str, str, str]]:
    """Return every relation between two of our apps: the field, its app, the app it points to."""
    found = []
    for model in our_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model
            source_app = app_of(model)
            target_app = app_of(target) if isinstance(target, type) else None
            if source_app and target_app and source_app != target_app:
                found.append((str(field), source_app, target_app))
    return found


def test_no_relation_points_upward():
    """Refer to a thing above by its kind and id, or turn the relation round."""
    height = layers()
    assert relations()
    assert [f for f, source, target in relations() if height[target] > height[source]] == []


def test_no_relation_crosses_between_neighbours():
    height = layers()
    assert [f for f, source, target in relations() if height[target] == height[source]] == []


def test_every_layer_is_a_package_and_every_package_a_layer():
    packages = {info.name for info in pkgutil.iter_modules(varv.__path__) if info.ispkg}
    assert packages == set(layers())


@pytest.mark.parametrize("app", sorted(layers()))
def test_every_app_says_what_lives_there(app):
    assert importlib.import_module(f"varv.{app}").__doc__


@pytest.mark.parametrize("app", sorted(set(layers()) - {"cli"}))
def test_every_app_is_installed(app):
    assert apps.is_installed(f"varv.{app}")


def extension_points() -> set[str]:
    """Return the modules that own an extension point."""
    owners = set()
    for path in (ROOT / "src" / "varv").rglob("*.py"):
        defines = re.search(
            r"^(\w+)(: .+)? = ExtensionPoint\b", path.read_text("utf-8"), re.MULTILINE
        )
        if defines:
            name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
            name = name.removesuffix(".__init__")
            assert isinstance(vars(importlib.import_module(name))[defines[1]], ExtensionPoint)
            owners.add(name)
    return owners


def test_every_extension_point_is_listed_and_every_listed_one_exists():
    page = (ROOT / "docs" / "structure.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(varv\.[\w.]+)` \| \w+ \|", page, re.MULTILINE))
    owners = extension_points()
    owner_of = {
        name: max((o for o in owners if name.startswith(o)), default=name) for name in listed
    }
    assert owners <= set(owner_of.values())
    assert set(owner_of.values()) <= owners


@pytest.mark.parametrize("name", ["web.txt", "dev.txt"])
class TestRequirements:
    def test_name_no_registry_and_no_file(self, name):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert re.findall(r"\w+://\S+|^-\S+.*|@ \S+", text, re.MULTILINE) == []

    def test_pin_every_package_with_hashes(self, name):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
        rows = [row for row in text.splitlines() if row.strip() and not row.strip().startswith("#")]
        assert rows
        assert [row for row in rows if "==" not in row or "--hash=sha256:" not in row] == []


def test_requirements_to_run_are_among_those_to_test():
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return set(re.findall(r"^[\w.-]+==[^\s;]+", text, re.MULTILINE))

    assert pins("web.txt") <= pins("dev.txt")
