"""The guard before every page of the desk, for views that take a ``StaffRequest``."""

from varv.registry.guard import staff

__all__ = ["staff"]
