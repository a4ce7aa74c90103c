"""specialisation: the numbers behind smart specialisation.

Functions take arrays and return arrays or small frozen dataclasses; they never change their input.
``nan`` in an answer means "undefined", and the docstring says when. Everything is importable from
the top as ``import specialisation as sp``, and loaded when it is first used. The package knows
nothing of Django, databases or the platform.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
