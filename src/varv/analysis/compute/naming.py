"""What the codes of regions are called."""


def region_name(code: str) -> str:
    """Return the name of a Swedish region of NUTS; empty for what is not known."""
    import specialisation as sp

    return sp.region_name(code)


def counties_in(code: str) -> list[str]:
    """Return the names of the counties that a region consists of, where they are several."""
    import specialisation as sp

    parts = sp.counties_in(code) if sp.is_nuts(code) else []
    return parts if len(parts) > 1 else []
