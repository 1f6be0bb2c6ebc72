"""What the counter prepares for somebody: interpreter, companions, needs (D9, D10, R122)."""

from collections.abc import Iterator
from dataclasses import dataclass

from backend.actions import videos
from backend.domain.appointments import Appointment, Channel, Need
from backend.domain.interpreters import State as Interpreting
from backend.languages import Name, Text
from backend.languages import staff_text as s_
from backend.web.reception import words


@dataclass(frozen=True, slots=True)
class Mark:
    """A need of somebody with its pictogram; `is_open` where something is still to be arranged."""

    text: Text | str
    symbol: str
    is_open: bool = False


def of(
    appointment: Appointment, asked: Interpreting | None = None, *, counsellor: str = ""
) -> Iterator[Mark]:
    """Interpreter, companions and needs (D9, D10, R122); `counsellor` comes along (R107)."""
    spoken = words.interpreting(appointment)
    if spoken:
        yield Mark(*_interpreter(appointment, asked, spoken))
    if counsellor:
        yield Mark(s_("advice centre: %(name)s", name=Name(counsellor)), "companion")
    elif appointment.wish.companion:
        yield Mark(s_("companion"), "companion")
    for need, (text, symbol) in words.NEEDS.items():
        if need in appointment.needs:
            yield Mark(text, symbol)
    if not spoken and (language := words.language(appointment)):
        yield Mark(language, "lang")
    if appointment.wish.channel is Channel.VIDEO and not videos.link_of(appointment):
        yield Mark(s_("video link missing"), "video", is_open=True)


def _interpreter(
    appointment: Appointment, asked: Interpreting | None, spoken: Text | str
) -> tuple[Text | str, str, bool]:
    """The language, and what is still to be arranged."""
    symbol = "sign" if Need.SIGN_LANGUAGE in appointment.needs else "interpreter"
    if has_interpreter(appointment, asked):
        return s_("%(language)s confirmed", language=spoken), symbol, False
    if asked is Interpreting.ORDERED:
        return s_("%(language)s ordered", language=spoken), symbol, True
    if asked is Interpreting.NONE_FOUND:
        return s_("%(language)s: nobody found", language=spoken), symbol, True
    return s_("%(language)s open", language=spoken), symbol, True


def has_interpreter(appointment: Appointment, asked: Interpreting | None) -> bool:
    """Whether somebody is sure to interpret: of the fixed hours, or ordered and confirmed."""
    return appointment.interpreter_claimed or asked is Interpreting.CONFIRMED
