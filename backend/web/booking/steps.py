"""Where somebody stands on the way: the wish, the next question, what may be shown."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import abort, redirect, url_for
from werkzeug.exceptions import NotFound

from backend.actions import choosing, correspondence, limiting
from backend.content import Concern, Office
from backend.domain import transliteration
from backend.domain.appointments import Channel, Delivery, Draft, ForWhom, Need, Wish
from backend.languages import Clock, Text
from backend.languages import text_of as _
from backend.store import appointments, sealing
from backend.web import access, drafts
from backend.web.clients import client
from backend.web.partnering import words
from backend.web.portal import portal

HOLDS_WINDOW = 600
WHO, MORE, REACH, PAPER, CHECK = "who", "more", "reach", "paper", "check"


def channels(office: Office, concern: Concern) -> tuple[Channel, ...]:
    """The channels on which the office takes the concern; raises `NotFound` when it does not."""
    if concern.key not in office.concerns:
        raise NotFound
    both = tuple(channel for channel in concern.channels if channel in office.channels)
    if not both:
        raise NotFound
    return both


def at(draft: Draft, office: Office, concern: Concern, channel: Channel) -> Draft:
    """The draft for the office, concern and channel of an address."""
    if channel not in channels(office, concern):
        raise NotFound
    return replace(draft, office=office.key, concern=concern.key, channel=channel)


def wish(draft: Draft) -> Wish:
    """What the draft asks for."""
    return choosing.wish_of(draft, portal().content)


def begun(now: datetime) -> Draft:
    """What has been answered so far; a counsellor begins with the client's consent (R107)."""
    draft = drafts.read(now)
    is_known = draft is not None and (draft.partner or draft.invited or draft.moving)
    if not is_known and access.counsellor():
        abort(redirect(url_for("partnering.choose_language"), 303))
    return draft or Draft()


def hides_needs(draft: Draft) -> bool:
    """Needs are for the office: who moves a client's appointment adds to them unseen (D9)."""
    return bool(draft.partner and draft.moving)


def own(draft: Draft) -> frozenset[int]:
    """The appointments whose times are free for this draft: its hold and the one it moves."""
    return frozenset({draft.held, draft.moving} - {0})


def is_asked_more(draft: Draft) -> bool:
    """Whether the page for some is needed: representative, Latin letters, birth date."""
    return asks_representative(draft) or asks_latin(draft) or asks_birth_date(draft)


def asks_representative(draft: Draft) -> bool:
    """Whether somebody books for another person (D6)."""
    return draft.for_whom not in ("", ForWhom.MYSELF)


def asks_latin(draft: Draft) -> bool:
    """Whether the name stands in another script, which the counter may not read (D4)."""
    return transliteration.is_foreign(draft.name)


def asks_number(draft: Draft) -> bool:
    """Whether a number is asked for: not where the office comes to everybody (R108)."""
    return not portal().content.offices[draft.office].is_touring


def asks_birth_date(draft: Draft) -> bool:
    """Only where a number is asked for and none is given (D5, R108)."""
    return not draft.number and asks_number(draft)


def is_asked_paper(draft: Draft) -> bool:
    """Whether no message will be sent: then the confirmation must be kept in another way."""
    return draft.private or not (draft.email or draft.sms)


def next_step(draft: Draft) -> str:
    """The endpoint of the first question without an answer, or of the check page."""
    answered = set(draft.answered)
    if WHO not in answered:
        return "booking.who"
    if MORE not in answered and is_asked_more(draft):
        return "booking.more"
    if REACH not in answered or (draft.channel is Channel.PHONE and not draft.phone):
        return "booking.reach"
    if PAPER not in answered and is_asked_paper(draft):
        return "booking.paper"
    return "booking.check"


def answer(draft: Draft, step: str) -> Draft:
    """The draft with the step marked as answered; a changed step may ask its follow-up again."""
    follow_ups = {WHO: {MORE}, REACH: {PAPER}}.get(step, set())
    answered = [name for name in draft.answered if name not in follow_ups | {step}]
    return replace(draft, answered=(*answered, step))


def unanswered(draft: Draft, step: str) -> Draft:
    """The draft in which the step must be answered again."""
    return replace(draft, answered=tuple(name for name in draft.answered if name != step))


def seen_by(draft: Draft) -> Text | None:
    """Who sees the appointment beside the office, in a place shared with a partner (R103)."""
    held = appointments.by_id(draft.held) if draft.held else None
    return words.who_sees(held.group) if held else None


def stamp(draft: Draft) -> str:
    """Stands for what the check page shows: answers that another window may change, and who sees.

    An office may give the counters of a held time to a partner meanwhile (R103).
    """
    shown = replace(draft, held=0, held_until=0, extended=0, answered=(), languages="")
    return sealing.keyed_hash("shown", repr((shown, seen_by(draft))))[:16]


def is_letter_late(draft: Draft, now: datetime) -> bool:
    """Whether a letter may come after the appointment (D37)."""
    day = datetime.fromisoformat(draft.held_start).date()
    return correspondence.is_letter_late(day, content=portal().content, now=now)


def ways_without_mail(draft: Draft, now: datetime) -> list[Delivery]:
    """How somebody may keep the appointment; a call only in place of a late letter (D37)."""
    ways = [Delivery.NONE]
    if not is_letter_late(draft, now):
        ways.append(Delivery.LETTER)
    elif draft.phone and not draft.private and Need.NO_PHONE_CALLS not in draft.needs:
        ways.append(Delivery.CALL)
    if draft.channel is Channel.IN_PERSON and asks_number(draft):
        # Nobody keeps a letter at a place that is another one tomorrow.
        ways.append(Delivery.COUNTER)
    return ways


def delivery(draft: Draft) -> Delivery:
    """How the confirmation goes out: by mail where there is one, else as chosen."""
    if is_asked_paper(draft):
        return Delivery(draft.delivery) if draft.delivery else Delivery.NONE
    return Delivery.MAIL if draft.email else Delivery.NONE


def count_hold(now: datetime) -> None:
    """Count a hold or an extension for the client, so that nobody blocks a whole day by script.

    Raises `TooManyTries`. No cookie counts here: whoever wants many holds sends none.
    """
    most = portal().settings.holds_per_client
    if most:
        limiting.count_try(f"holding from {client()}", most=most, seconds=HOLDS_WINDOW, now=now)


def hold_sentence(draft: Draft, now: datetime) -> Text:
    """How long the time is kept; a lapsed hold can still be booked while the time is free."""
    if draft.held_until > now.timestamp():
        until = datetime.fromtimestamp(draft.held_until, UTC).astimezone(now.tzinfo)
        return _("Kept for you until %(time)s. Not booked yet.", time=Clock(until.time()))
    return _("We no longer keep this time for you. If nobody takes it, you can still book it.")
