"""Backups: taking one while the program runs, proving it whole, keeping some, putting one back.

A backup is an ordinary zip file. What is here knows the database by its address only, so that a
backup can be taken of a database that an earlier version of varv has made.
"""
