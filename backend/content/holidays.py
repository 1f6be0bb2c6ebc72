"""The public holidays of a Land, asked of the `holidays` library only when needed."""

from datetime import date
from functools import cache


@cache
def public_holidays(state: str, year: int) -> frozenset[date]:
    """All public holidays of the Land with this ISO code, such as `HB`, in that year."""
    import holidays  # a quarter of a second to import; many commands never ask

    return frozenset(holidays.country_holidays("DE", subdiv=state, years=year))


def is_state(code: str) -> bool:
    """Whether the code names one of the Länder."""
    return code in _STATES


_STATES = frozenset("BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH".split())
