"""Every docstring's example is true, and every public name has one."""

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import specialisation as sp

MODULES = [
    importlib.import_module(one.name)
    for one in pkgutil.walk_packages(sp.__path__, "specialisation.")
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_docstrings_are_true(module: ModuleType):
    failed, _tried = doctest.testmod(module)
    assert failed == 0


@pytest.mark.parametrize("name", sp.__all__)
def test_public_function_shows_an_example(name: str):
    thing = getattr(sp, name)
    if inspect.isfunction(thing):
        assert ">>>" in (inspect.getdoc(thing) or "")


def test_no_module_has_the_name_of_something_public():
    # The module would stand before the function of that name once it is imported.
    public = {name for name in sp.__all__ if not inspect.ismodule(getattr(sp, name))}
    assert not {one.__name__.split(".")[-1] for one in MODULES} & public
