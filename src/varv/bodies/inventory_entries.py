"""The part of bodies in the inventory of personal data."""

from varv.registry.inventory import declare


def register() -> None:
    """Declare every field."""
    declare("bodies.Body", free="name about", plain="key kind parent")
    declare(
        "bodies.Seat",
        owner="bodies.seats",
        personal="person holder role organisation sector since until",
        plain="body",
    )
    declare(
        "bodies.Decision",
        free="title text",
        plain="key body decided_on precision paragraph case record created_at",
    )
