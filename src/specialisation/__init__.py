"""specialisation: the numbers behind smart specialisation (to come).

Location quotients, relatedness, complexity, shift-share, small-number uncertainty and the forecast
of new specialisations will live here, importable from the top as ``import specialisation as sp``.
The package knows nothing of Django, databases or the platform.
"""
