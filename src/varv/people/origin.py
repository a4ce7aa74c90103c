"""Where a request came from, as far as it can be trusted."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

#: A household or an office has a whole network of this size in IPv6.
_IPV6_PREFIX = 64


def address_of(request: HttpRequest) -> str:
    """Return the address of the visitor, or that of the nearest proxy nobody vouches for.

    Each of our own proxies adds to the right end of X-Forwarded-For whom it was asked by. What
    stands further left is whatever the visitor wrote there, so it is never looked at; and without
    VARV_BEHIND_PROXY nothing of it is.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "")
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = settings.TRUSTED_PROXIES
    if not trusted or len(hops) < trusted:
        return _network(direct)
    return _network(hops[-trusted]) or _network(direct)


def _network(written: str) -> str:
    """Return an address without its port, and of IPv6 the network; "" for what is none."""
    host, colon, port = written.rpartition(":")
    if colon and port.isdigit() and (host.count(":") == 0 or host.endswith("]")):
        written = host
    try:
        found = ipaddress.ip_address(written.strip("[]"))
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _IPV6_PREFIX), strict=False).network_address)
