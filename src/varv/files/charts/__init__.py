"""Charts: specs of Altair drawn to SVG in a process of their own, kept by what is in them.

``theme`` has the colours and the type, ``labels`` finds places for names, ``rendering`` draws,
``svg`` makes of what was drawn something that a page can show, and ``store`` keeps it.
"""
