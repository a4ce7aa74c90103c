"""The region's folder: the process as data, read whole, checked whole, loaded as one.

``types`` are the kinds of value a file may hold, ``sections`` the point where apps register their
file, ``read`` turns a folder into checked values or a list of all its mistakes, and ``load`` writes
them into the database without touching what people entered.
"""
