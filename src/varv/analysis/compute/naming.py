"""What the codes of activities and regions are called."""


def activity_name(code: str, classification: str) -> str:
    """Return the title of an activity; empty for what is not known."""
    from specialisation.classification import version_of
    from specialisation.cli.names import activity_name as found

    return found(code, version_of(classification))


def region_name(code: str) -> str:
    """Return the name of a Swedish region of NUTS; empty for what is not known."""
    from specialisation.cli.names import region_name as found

    return found(code)


def counties_in(code: str) -> list[str]:
    """Return the names of the counties that a region consists of, where they are several."""
    from specialisation import is_nuts
    from specialisation.cli.names import counties_in as found

    parts = found(code) if is_nuts(code) else []
    return parts if len(parts) > 1 else []
