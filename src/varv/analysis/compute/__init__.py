"""The one door to ``specialisation``: each step of a run is a module, and gives a table.

Nothing here is imported before it is used: numbers cost a second to load.
"""
