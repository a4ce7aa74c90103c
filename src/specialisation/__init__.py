"""specialisation: the numbers behind smart specialisation.

Functions take arrays and return arrays or small frozen dataclasses; they never change their input.
``nan`` in an answer means "undefined", and the docstring says when. So far: ``representation``, who
takes part compared with how many live there. Everything is importable from the top as ``import
specialisation as sp``. The package knows nothing of Django, databases or the platform.
"""

from specialisation.inequality import Representation, representation

__all__ = ["Representation", "representation"]
