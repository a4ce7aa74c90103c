"""What the numbers know of the codes of regions; `varv.analysis.names` says it to people."""


def region_name(code: str) -> str:
    """Return the name of a Swedish region of NUTS; empty for what is not known."""
    from specialisation.region_names import region_name as known

    return known(code)


def counties_in(code: str) -> list[str]:
    """Return the counties that a Swedish region of NUTS consists of."""
    from specialisation.classification import is_nuts
    from specialisation.region_names import counties_in as known

    return known(code) if is_nuts(code) else []
