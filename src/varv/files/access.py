"""Who may read a file: the apps that own files say so; a file that nobody owns is for nobody."""

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from varv.extension import ExtensionPoint
from varv.files.models import File

Reader = AbstractBaseUser | AnonymousUser
owners: ExtensionPoint[Callable[[File, Reader], bool]] = ExtensionPoint("owners of files")


def may_read(file: File, reader: Reader) -> bool:
    """Tell whether any owner lets ``reader`` read ``file``."""
    return any(allows(file, reader) for allows in owners)
