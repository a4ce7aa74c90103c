"""What the numbers know of the codes of regions; `varv.analysis.names` says it to people."""

#: NUTS writes two countries otherwise than ISO 3166 does.
_ISO = {"EL": "GR", "UK": "GB"}


def region_name(code: str) -> str:
    """Return the name of a Swedish region of NUTS; empty for what is not known."""
    from specialisation.region_names import region_name as known

    return known(code)


def counties_in(code: str) -> list[str]:
    """Return the counties that a Swedish region of NUTS consists of."""
    from specialisation.classification import is_nuts
    from specialisation.region_names import counties_in as known

    return known(code) if is_nuts(code) else []


def country_of(code: str) -> str:
    """Return the country of a region of NUTS by its code in ISO 3166; empty for other codes."""
    from specialisation.classification import is_nuts

    return _ISO.get(code[:2], code[:2]) if is_nuts(code) else ""
