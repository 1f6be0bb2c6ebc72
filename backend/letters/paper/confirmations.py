"""The confirmation of an appointment on A4, on a card for the pocket and on a receipt."""

from datetime import datetime

from backend.content import Concern, Content
from backend.domain.appointments import Appointment, Channel, ForWhom, Need
from backend.languages import Ltr, Pair, Shown, Text, editorial
from backend.languages import text_of as _
from backend.letters import tickets
from backend.letters.paper import lists, qr, slips
from backend.letters.paper.passages import Press, Reader, in_german
from backend.letters.paper.typesetting import set_in_type
from backend.letters.sentences import CHANNEL_NAMES, channel_notes
from backend.letters.tickets import Card
from backend.letters.wordings import said

TITLE = _("Your appointment")
BOOKED = _("Your appointment is booked")
VOLUNTARY = _("This appointment is voluntary. An invitation by letter stays valid.")
LINK = _("See, change or cancel your appointment")
FOUND_AGAIN = _("With your appointment number and your name you find it again.")
FOR_COUNTER = _("For the counter")
VIDEO = said("row.video")
FADES = _("This paper fades. Take a photo of it, or write it down.")


def sheet(press: Press, appointment: Appointment, *, pair: Pair, stamped: datetime) -> bytes:
    """The confirmation on A4, with all one must bring and know (R21)."""
    words = _sheet(press, appointment, press.reader(pair))
    return set_in_type("sheet", words, stamped=stamped)


def large_sheet(press: Press, appointment: Appointment, *, pair: Pair, stamped: datetime) -> bytes:
    """The same in letters of at least 18 points."""
    words = _sheet(press, appointment, press.reader(pair)) | {"large": True}
    return set_in_type("sheet", words, stamped=stamped)


def card(press: Press, appointment: Appointment, *, pair: Pair, stamped: datetime) -> bytes:
    """The card for the pocket, A6: neither concern nor name (D17)."""
    words = _small(press, appointment, press.reader(pair))
    return set_in_type("card", words, stamped=stamped)


def receipt(press: Press, appointment: Appointment, *, pair: Pair, stamped: datetime) -> bytes:
    """The same on a roll of 80 mm, as long as it needs; thermal paper fades.

    Who came without an appointment gets the slip with the number alone.
    """
    if appointment.is_walk_in:
        return slips.receipt(press, appointment, pair=pair, stamped=stamped)
    reader = press.reader(pair)
    words = _small(press, appointment, reader) | {"fades": reader.said(FADES)}
    return set_in_type("receipt", words, stamped=stamped)


def _sheet(press: Press, appointment: Appointment, reader: Reader) -> dict[str, object]:
    content = press.content
    concern = content.concerns.get(appointment.wish.concern)
    made = tickets.full(appointment, content)
    is_visit = appointment.wish.channel is Channel.IN_PERSON
    own_page = f"{press.public_address}/{reader.first.slug}/mein-termin/"
    return reader.frame(press, TITLE) | {
        "heading": reader.said(BOOKED),
        "ticket": _ticket(made, reader) | _facts(made, appointment.wish.channel, reader),
        "anyway": reader.said(lists.COME_ANYWAY) if is_visit else None,
        "page": qr.way_in(own_page, [LINK, FOUND_AGAIN], reader),
        "video": qr.way_in(made.video, [VIDEO], reader) if made.video else None,
        "way": {
            "head": reader.said(_("How to get there")),
            "lines": [reader.said(text) for text in made.ways],
        }
        if is_visit
        else None,
        "cannot": {
            "head": reader.said(_("You cannot come?") if is_visit else _("You have no time?")),
            "ways": [reader.said(way) for way in _other_ways(content)],
        },
        "counter": {"head": reader.said(FOR_COUNTER), "rows": _rows(press, appointment)},
        "closing": [reader.said(VOLUNTARY)],
        "notes": lists.notes(concern, reader) if concern else [],
        "lists": _to_bring(appointment, concern, reader) if concern else [],
        "sentence": lists.sentence(press, concern, reader) if concern else None,
    }


def _other_ways(content: Content) -> tuple[Text, ...]:
    """How to cancel without the internet; never by phone only (D20)."""
    jobcenter = content.jobcenter
    by_hand = _(
        "Or call %(phone)s, write to %(mail)s, or tell us at the counter "
        "or by a note in the letterbox.",
        phone=_phone(content),
        mail=Ltr(jobcenter.mail),
    )
    return by_hand, editorial(jobcenter.relay)


def _phone(content: Content) -> Ltr:
    """The number in one piece, not broken over two lines."""
    return Ltr(content.jobcenter.phone.replace(" ", "\u00a0"))


def _small(press: Press, appointment: Appointment, reader: Reader) -> dict[str, object]:
    made = tickets.full(appointment, press.content)
    channel = appointment.wish.channel
    facts = [in_german(", ".join(made.address_lines))] if made.address_lines else []
    facts += [reader.said(note) for note in channel_notes(channel, made.video)]
    if made.video:
        facts += [reader.said(VIDEO), in_german(made.video)]
    facts += [reader.said(text) for text in (made.waiting_place, made.interpreter) if text]
    if channel is Channel.IN_PERSON:
        facts.append(reader.said(_("Bring your identity card or passport.")))
    return reader.frame(press, TITLE) | {
        "heading": reader.said(TITLE),
        "ticket": _ticket(made, reader) | {"facts": facts},
        "number": made.date_numbers,
        "phone": reader.said(_("You cannot come? Call %(phone)s.", phone=_phone(press.content))),
        "closing": [reader.said(VOLUNTARY)],
    }


def _ticket(made: Card, reader: Reader) -> dict[str, object]:
    """Day, time and number; what else stands there differs from paper to paper."""
    return {
        "weekday": reader.said(made.weekday),
        "day": str(made.day),
        "month": reader.said(made.month_year),
        "time": reader.said(made.time),
        "reference": reader.said(
            _("Appointment number: %(reference)s", reference=Ltr(made.reference))
        ),
    }


def _facts(made: Card, channel: Channel, reader: Reader) -> dict[str, object]:
    """What the body of the ticket says; a phone appointment shows no way to the office (D15)."""
    how = [made.minutes, CHANNEL_NAMES[channel], *channel_notes(channel, made.video)]
    where = [text for text in (made.waiting_place, made.interpreter) if text]
    return {
        "facts": [reader.said(text) for text in how],
        "place": [
            in_german(made.office_name, *made.address_lines),
            *(reader.said(text) for text in where),
        ],
    }


def _to_bring(
    appointment: Appointment, concern: Concern, reader: Reader
) -> list[dict[str, object]]:
    is_visit = appointment.wish.channel is Channel.IN_PERSON
    lines = []
    if appointment.person.for_whom is ForWhom.REPRESENTED:
        lines.append(
            _("You come for somebody else: bring the guardian’s card or the written authority.")
            if is_visit
            else _(
                "You speak for somebody else: "
                "have the guardian’s card or the written authority ready."
            )
        )
    head = _("Please bring") if is_visit else _("Have these papers ready")
    return lists.parts(concern, reader, head=head, lines=lines)


def _rows(press: Press, appointment: Appointment) -> list[list[str]]:
    """What the clerk must see at once, in German whatever the reader's language."""
    german = press.languages.german
    made = tickets.full(appointment, press.content)
    concern = press.content.concerns.get(appointment.wish.concern)
    pair = press.languages.pair(appointment.languages)
    language = press.content.languages[pair.first.slug].german_name if pair else ""
    office = press.content.offices[appointment.office]
    rows: list[tuple[Text, Shown | str]] = [
        (_("Date"), f"{appointment.start:%d.%m.%Y, %H:%M}"),
        (_("Concern"), concern.keyword if concern else ""),
        (_("Type of appointment"), CHANNEL_NAMES[appointment.wish.channel]),
        (_("Responsible office"), office.name),
        (_("Appointment number"), made.reference),
        (_("Language"), language),
    ]
    spoken = press.content.interpreter_languages.get(appointment.wish.interpreter or "")
    if spoken is not None:
        rows.append((_("Interpreter"), spoken.german_name))
    elif Need.SIGN_LANGUAGE in appointment.needs:
        rows.append((_("Interpreter"), _("German Sign Language")))
    return [
        [label.plain(german), value.plain(german) if isinstance(value, Shown) else value]
        for label, value in rows
    ]
