"""The command line of the numbers: thin commands that read a file, ask the library, and show it.

It is mounted in ``varv`` and needs nothing of the platform. What is heavy is imported when a
command runs, so that the other commands of ``varv`` start at once.
"""
