"""The client of a request, as far as tries are counted for it (only ever as a keyed hash)."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request


def client() -> str:
    """The client's address; of IPv6 the network, for one household has 2⁶⁴ addresses."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
