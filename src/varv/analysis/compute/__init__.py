"""The one door to ``specialisation``: tables, and the steps of a run.

Nothing here is imported before it is used: numbers cost a second to load.
"""
