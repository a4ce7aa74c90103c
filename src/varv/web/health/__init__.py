"""Whether all is well: checks of the whole installation, each a function that says it in words.

`varv doctor` runs all of them and tells a person what is wrong and how to mend it; `/health` runs
the quick ones and tells a machine yes or no. Checks read the database by a connection of their own,
so that they work where the program's own connections do not.
"""
