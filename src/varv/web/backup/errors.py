"""What can go wrong with a backup, in words for the person who reads it."""


class BackupError(Exception):
    """A backup cannot be taken, read or put back as things are."""
