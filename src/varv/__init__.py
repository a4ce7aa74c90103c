"""varv: the workshop where a region runs its smart specialisation, lap by lap."""

__version__ = "0.1.0"
