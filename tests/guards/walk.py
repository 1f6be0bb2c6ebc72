"""A walk over every page of the portal in one pair of languages, with errors and refusals."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from backend.actions import booking, choosing, drafting, offering, wishing
from backend.actions import callbacks as calling
from backend.domain import callbacks as callback_states
from backend.domain.appointments import Appointment, Channel, Delivery, Draft, ForWhom, Need, Wish
from backend.domain.callbacks import Caller
from backend.domain.roles import Place
from backend.domain.slots import Slot
from backend.domain.wishes import Choices, Terms
from backend.store import callbacks, capacity, database, sealing
from tests.guards.allied import agreed
from tests.guards.offered import invitation
from tests.web.booked import NAME, Booked
from tests.web.desk import Desk

ARABIC_NAME = "فاطمة الحسن"
PHONE = "0421 5550199"
NUMBER = "123A456789"
MAIL = "fatima@example.org"
SECRETS = (NAME, "Kovalenko", "فاطمة", "5550199", NUMBER, MAIL, "olena@")
ADDRESS = "Fatima Alhassan\nMusterstr. 1\n28195 Bremen"
SMS = {"SMS_URL": "https://sms.example/send", "SMS_BODY": "to={to}&text={text}"}
"""Settings under which every question is asked; nothing is ever sent."""


@dataclass(frozen=True)
class Seen:
    """A page as it was answered; `step` names the question it asks, in all its states."""

    pair: str
    step: str
    state: str
    path: str
    status: int
    headers: Headers
    html: str = field(repr=False)
    token: str = ""
    """The token of the appointment the page belongs to."""

    @property
    def name(self) -> str:
        return f"{self.pair} {self.step} {self.state}".strip()

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @property
    def title(self) -> str:
        return self.soup.title.get_text() if self.soup.title else ""

    def every(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))


@dataclass
class Walk:
    """Walks in one pair of languages; every page it comes by stands in `seen`."""

    booked: Booked
    pair: str
    seen: list[Seen] = field(default_factory=list)

    def whole(self) -> list[Seen]:
        """Every page in every state."""
        parts: tuple[Callable[[], None], ...] = (
            self.public, self.touring, self.today, self.reporting, self.asking, self.invited,
            self.choosing, self.answering, self.losing, self.own, self.lost,
        )  # fmt: skip
        for part in parts:
            self.booked.clock.now = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
            part()
        return self.seen

    # --- asking

    @property
    def now(self) -> datetime:
        return self.booked.clock.now.astimezone(self.booked.zone)

    def look(
        self, client: FlaskClient, path: str, step: str, state: str = "", *, token: str = ""
    ) -> Seen:
        """Read a page."""
        return self._keep(client.get(f"/{self.pair}{path}"), path, step, state, token=token)

    def send(
        self, client: FlaskClient, path: str, step: str, state: str, /,
        *, token: str = "", csrf: str | None = None, **answers: str | list[str],
    ) -> Seen:  # fmt: skip
        """Send a form; the page that comes back counts as read."""
        sent = {"csrf_token": self.csrf(client) if csrf is None else csrf, **answers}
        answer = client.post(f"/{self.pair}{path}", data=sent)
        return self._keep(answer, path, step, state, token=token)

    def _keep(self, answer: TestResponse, path: str, step: str, state: str, *, token: str) -> Seen:
        page = Seen(
            self.pair, step, state, path, answer.status_code, answer.headers,
            answer.get_data(as_text=True), token,
        )  # fmt: skip
        self.seen.append(page)
        return page

    def csrf(self, client: FlaskClient) -> str:
        """The hidden token; some page of the booking gives it."""
        return self.booked.csrf(client, f"/{self.pair}/mein-termin/")

    # --- parts

    def public(self) -> None:
        """All pages that know nobody."""
        content, client = self.booked.content, self.booked.stranger()
        paths = {"public.start": "/", "public.languages": "/sprachen", "public.offices": "/termin/"}
        paths |= {"public.finder": "/zustaendig/", "public.checklists": "/unterlagen/"}
        paths |= {"public.emergency": "/notfall/"}
        paths["public.found"] = "/zustaendig/auswahl/mitte+jba-mitte"
        for step, path in paths.items():
            self.look(client, path, step)
        for neighbour in content.neighbours:
            path = f"/zustaendig/anderes/{neighbour.key}"
            self.look(client, path, "public.elsewhere", neighbour.key)
        for number, _key in enumerate(content.special_ways, start=1):
            self.look(client, f"/zustaendig/weg/{number}", f"public.special {number}")
        for page in content.pages:
            if page != "notfall":
                self.look(client, f"/info/{page}/", f"public.page {page}")
        for office in content.offices:
            self.look(client, f"/termin/{office}/", "public.concerns", office)
        for query in ("Strom abgestellt", "qqqqq"):
            self.look(client, f"/termin/mitte/?suche={query}", "public.concerns", query)
        for concern in content.concerns.values():
            office = next(o.key for o in content.offices.values() if concern.key in o.concerns)
            step = f"public.concern {concern.key}"
            self.look(client, f"/termin/{office}/{concern.key}/", step)
            self.look(client, f"/unterlagen/{concern.key}/", f"public.checklist {concern.key}")
        self.look(client, "/unterlagen/neuantrag/abgabezettel", "public.hand_in")
        self.look(client, "/handzettel/", "public.leaflet")
        self.look(client, "/stelle/", "public.places")
        self.look(client, "/stelle/mitte/", "public.place")
        self.look(client, "/termin/jba-mitte/neuantrag/", "public.not_here")
        for state, answers in (
            ("empty", {}),
            ("odd postcode", {"postcode": "12"}),
            ("unknown", {"street": "Nirgendwo"}),
        ):
            self.send(client, "/zustaendig/", "public.finder", state, csrf="", **answers)

    def touring(self) -> None:
        """Where the office comes to people, with and without a stop near by."""
        client = self.booked.stranger()
        self.look(client, "/unterwegs/", "public.tour")
        for state, postcode in (("near", "28757"), ("far", "28195"), ("odd", "28")):
            self.send(client, "/unterwegs/", "public.tour", state, csrf="", postcode=postcode)
        near = capacity.plan().stops["bus"][0].id
        self.look(client, f"/zustaendig/auswahl/nord?halt={near}", "public.found", "near")
        self.look(client, "/stelle/bus/", "public.place", "bus")
        path = "/termin/bus/neuantrag/persoenlich/tage"
        self.look(client, path, "booking.days", "bus")
        self.look(client, f"{path}/2026-12-01", "booking.times", "bus")

    def today(self) -> None:
        """Which office is open now: at night, in the morning, at noon and on a holiday."""
        client = self.booked.stranger()
        for state, moment in (
            ("night", datetime(2026, 11, 24, 2, 0, tzinfo=UTC)),
            ("morning", datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
            ("noon", datetime(2026, 11, 24, 11, 30, tzinfo=UTC)),
            ("holiday", datetime(2026, 12, 25, 9, 0, tzinfo=UTC)),
        ):
            self.booked.clock.now = moment
            self.look(client, "/notfall/heute", "public.today", state)

    def reporting(self) -> None:
        """A barrier: asked, refused, thanked for."""
        client = self.booked.stranger()
        self.look(client, "/barriere/", "reporting.report")
        self.send(client, "/barriere/", "reporting.report", "empty", email="olena")
        self.look(client, "/barriere/danke", "reporting.thanks")

    def asking(self) -> None:
        """A callback: asked for, promised, found again, taken back, made."""
        client, form = self.booked.stranger(), "/rueckruf/mitte/bescheid/"
        self.look(client, form, "asking.request_call")
        self.send(client, form, "asking.request_call", "empty")
        self.look(client, "/rueckruf/", "asking.lookup")
        self.send(client, "/rueckruf/", "asking.lookup", "empty")
        self.send(
            client, "/rueckruf/", "asking.lookup", "no match", reference="22222222", name="Guess"
        )
        for state in callback_states.State:
            wish = calling.Request(
                team=Place("mitte", "mitte-leistung"),
                caller=Caller(name=NAME, phone=PHONE),
                concern="bescheid",
                languages=self.pair,
            )
            asked = calling.ask(
                wish, once=f"{self.pair} {state}", content=self.booked.content, now=self.now
            )
            if state is not callback_states.State.OPEN:
                callbacks.end(asked.id, state, now_seconds=int(self.now.timestamp()))
            token = sealing.token_for(asked.id, asked.nonce)
            way = f"/rueckruf/zusage/{token}"
            self.look(client, way, "asking.promise", str(state), token=token)
        self.send(
            client, f"{way}/zuruecknehmen", "asking.promise", "no token", token=token, csrf=""
        )
        with database.atomic() as transaction:
            callbacks.write_pauses("mitte", [team.group for team in calling.teams("mitte")])
            self.look(client, form, "asking.request_call nobody")
            transaction.rollback()

    def invited(self) -> None:
        """An offer to book: opened, with a name that is none of it, with a code that is none."""
        client, found = self.booked.stranger(), invitation(Desk(self.booked))
        way = f"/einladung/{found.code}"
        self.look(client, way, "invited.entrance")
        self.send(client, way, "invited.entrance", "no name")
        self.send(client, way, "invited.entrance", "no match", name="Guess")
        self.look(client, "/einladung/2222", "invited.entrance gone")

    def choosing(self) -> None:
        """Needs, days and times, full and empty."""
        client = self.booked.stranger()
        for office, concern in (
            ("mitte", "neuantrag"),
            ("mitte", "bescheid"),
            ("mitte", "notlage"),
        ):
            base, step = f"/termin/{office}/{concern}", "booking.needs"
            self.look(client, f"{base}/angaben", step, concern)
            self.send(client, f"{base}/angaben", step, f"{concern} empty")
        forms = "/termin/mitte/neuantrag/formulare"
        self.look(client, forms, "booking.order")
        self.send(client, forms, "booking.order", "empty")
        self.look(client, f"{forms}/bestellt", "booking.ordered")
        answers = {"channel": "in_person", "interpreting": "other"}
        self.send(
            client, "/termin/mitte/bescheid/angaben", "booking.needs", "no language", **answers
        )
        way = "/termin/mitte/bescheid/persoenlich/tage"
        self.look(client, way, "booking.days", "in person")
        for state, query in (("late", "ab=16"), ("second page", "weiter=8"), ("odd", "weiter=-1")):
            self.look(client, f"{way}?{query}", "booking.days", state)
        self.look(client, "/termin/mitte/bescheid/telefon/tage", "booking.days by phone")
        start = self._start("bescheid")
        self.look(client, f"{way}/{start.date()}", "booking.times")
        self.send(client, f"{way}/{start.date()}", "booking.times", "none chosen")
        self.look(client, f"{way}/2026-11-29", "booking.times", "a Sunday")
        late = next(slot.start for slot in self._slots("bescheid") if slot.reserved)
        self.look(client, f"{way}/{late.date()}", "booking.times", "a late day")
        self.send(client, f"{way}/{late.date()}", "booking.times", "undeclared", start=f"{late}")
        self._empty(client)

    def _empty(self, client: FlaskClient) -> None:
        with _nothing_opens():
            for concern in ("neuantrag", "notlage", "bescheid"):
                way = f"/termin/mitte/{concern}/persoenlich/tage"
                self.look(client, way, "booking.days empty", concern)

    def answering(self) -> None:
        """All questions about the person, with every kind of odd answer."""
        client = self.holder(answered=())
        self.look(client, "/buchen/name", "booking.who")
        self.send(client, "/buchen/name", "booking.who", "empty")
        odd = {"for_whom": "represented", "name": ARABIC_NAME, "number": "12"}
        self.send(client, "/buchen/name", "booking.who", "odd number", **odd)
        self.send(client, "/buchen/name", "booking.who", "too long", name="x" * 200)
        self.send(client, "/buchen/name", "booking.who", "no token", csrf="")
        given = {"name": ARABIC_NAME, "for_whom": str(ForWhom.REPRESENTED), "no_number": True}
        client = self.holder(answered=("who",), **given)
        self.look(client, "/buchen/mehr", "booking.more")
        odd = {"birth_day": "99", "birth_month": "13", "birth_year": "x"}
        self.send(client, "/buchen/mehr", "booking.more", "odd date", **odd)
        client = self.holder(answered=("who", "more"))
        self.look(client, "/buchen/erreichbar", "booking.reach")
        odd = {"email": "olena", "phone": "1"}
        self.send(client, "/buchen/erreichbar", "booking.reach", "odd", **odd)
        landline = {"phone": "0421 123456", "sms": "1"}
        self.send(client, "/buchen/erreichbar", "booking.reach", "no mobile phone", **landline)
        client = self.holder(answered=("who", "more"), concern="bescheid", channel=Channel.PHONE)
        self.look(client, "/buchen/erreichbar", "booking.reach", "phone talk")
        self.send(client, "/buchen/erreichbar", "booking.reach", "phone talk, no number")
        client = self.holder(answered=("who", "more", "reach"))
        self.look(client, "/buchen/papier", "booking.paper")
        self.send(client, "/buchen/papier", "booking.paper", "empty")
        self.send(client, "/buchen/papier", "booking.paper", "no address", delivery="letter")
        self._check()

    def _check(self) -> None:
        every = {"name": ARABIC_NAME, "number": NUMBER, "phone": PHONE, "email": MAIL,
                 "needs": (str(Need.STEP_FREE),), "companion": True, "interpreter": "ar",
                 "for_whom": str(ForWhom.REPRESENTED), "representative": NAME}  # fmt: skip
        client = self.holder(**every)
        self.look(client, "/buchen/pruefen", "booking.check")
        self.send(client, "/buchen/pruefen", "booking.check", "no token", csrf="")
        client = self.holder(concern="neuantrag", delivery=str(Delivery.LETTER), address=ADDRESS)
        self.look(client, "/buchen/pruefen", "booking.check", "letter, application")
        client = self.holder(email=MAIL)
        self.booked.clock.now += timedelta(hours=1)
        self.look(client, "/buchen/pruefen", "booking.check", "lapsed hold")
        old = self.booked.book(email="move@example.org")
        client = self.holder(moving=old.id, concern="bescheid")
        self.look(client, "/buchen/pruefen", "booking.check", "moving")
        self.look(client, "/termin/mitte/bescheid/persoenlich/tage", "booking.days", "moving")

    def losing(self) -> None:
        """Somebody was faster; somebody has an appointment already."""
        self.booked.book(email="twice@example.org")
        client = self.holder(email="twice@example.org", delivery=str(Delivery.MAIL))
        self.send(client, "/buchen/pruefen", "booking.limit", "")
        client = self.booked.stranger()
        start = self._start("bescheid")
        way = f"/termin/mitte/bescheid/persoenlich/tage/{start.date()}"
        gone = f"{start.date()}T05:00"
        self.send(client, way, "booking.taken", "nearest", start=gone)
        with _nothing_opens():
            self.send(client, way, "booking.taken", "nothing left", start=gone)

    def own(self) -> None:
        """One's own appointment in all its states."""
        booked, pair = self.booked, self.pair
        visit = booked.book(concern="neuantrag", email="visit@example.org", number=NUMBER)
        phone = booked.book(concern="bescheid", channel=Channel.PHONE, phone=PHONE, email="")
        letter = booked.book(
            concern="umzug", email="", delivery=str(Delivery.LETTER), address=ADDRESS,
            interpreter="ar",
        )  # fmt: skip
        private = booked.book(email="private@example.org", private=True)
        self._opened(visit, "visit")
        self._opened(phone, "phone")
        self._opened(letter, "letter")
        self.look(booked.stranger(), self._rest(private), "changing.gone", "private")
        self._agreed()
        self._earlier()
        self._asked(visit)
        over = booked.knower(letter)
        sent = booked.csrf(over, f"/{pair}{self._rest(letter)}/absagen")
        booked.clock.now = letter.start.replace(tzinfo=booked.zone).astimezone(UTC)
        self._states(letter, "over")
        self.send(over, f"{self._rest(letter)}/absagen", "changing.refused", "over", csrf=sent)

    def _opened(self, appointment: Appointment, state: str) -> None:
        self._states(appointment, state)
        client, rest = self.booked.knower(appointment), self._rest(appointment)
        self.look(client, f"{rest}/karte", "changing.card", state, token=self.token(appointment))

    def _agreed(self) -> None:
        """An advice centre has booked it beside the client."""
        appointment = self.booked.book(concern="bescheid", email="agreed@example.org")
        agreed(appointment, languages=self.pair, now_seconds=int(self.now.timestamp()))
        rest, token = self._rest(appointment), self.token(appointment)
        client = self.booked.knower(appointment)
        self.look(client, rest, "changing.own", "agreed", token=token)
        self.look(client, f"{rest}/einwilligung", "changing.consent", token=token)

    def _earlier(self) -> None:
        """Somebody waits for an earlier time, and one is kept."""
        booked, now = self.booked, self.booked.clock.now
        booked.clock.now = now + timedelta(days=10)
        late = booked.book(email="late@example.org")
        booked.clock.now = now
        rest, token, client = self._rest(late), self.token(late), booked.stranger()
        way = f"{rest}/frueher"
        self.look(client, way, "changing.earlier", token=token)
        first, last = (str(late.day - timedelta(days=days)) for days in (2, 4))
        odd = {"answer": "wait", "first_day": first, "last_day": last}
        self.send(client, way, "changing.earlier", "odd days", token=token, **odd)
        self.send(client, way, "changing.earlier", "no token", token=token, csrf="", answer="wait")
        wishing.ask(late.id, Choices(), now=self.now)
        self.look(client, way, "changing.earlier waiting", token=token)
        self.look(booked.knower(late), rest, "changing.own", "waiting", token=token)
        booked.clock.now = now + timedelta(hours=7)
        offering.go_on(content=booked.content, now=self.now, terms=Terms())
        self.look(client, way, "changing.earlier kept", token=token)
        self.look(booked.knower(late), rest, "changing.own", "kept", token=token)
        gone = {"answer": "yes", "start": "2026-11-20T09:00:00"}
        self.send(client, way, "changing.earlier kept", "gone", token=token, **gone)
        booked.clock.now = now

    def _states(self, appointment: Appointment, state: str) -> None:
        rest, token = self._rest(appointment), self.token(appointment)
        knower = self.booked.knower(appointment)
        over = " over" if state == "over" else ""
        self.look(knower, rest, f"changing.own{over}", state, token=token)
        step = f"changing.own{over or ' by link'}"
        self.look(self.booked.stranger(), rest, step, f"{state} by link", token=token)

    def _asked(self, visit: Appointment) -> None:
        rest, token = self._rest(visit), self.token(visit)
        stranger, knower = self.booked.stranger(), self.booked.knower(visit)
        self.look(stranger, "/mein-termin/", "changing.lookup")
        self.send(stranger, "/mein-termin/", "changing.lookup", "empty")
        wrong = {"reference": "2222-2222", "name": "Somebody"}
        self.send(stranger, "/mein-termin/", "changing.lookup", "no match", **wrong)
        self.look(stranger, f"{rest}/name", "changing.prove", token=token)
        self.send(stranger, f"{rest}/name", "changing.prove", "empty", token=token)
        self.send(stranger, f"{rest}/name", "changing.prove", "wrong", token=token, name="Guess")
        self.look(stranger, f"{rest}/absagen", "changing.cancel", "by link", token=token)
        self.look(knower, f"{rest}/absagen", "changing.cancel", token=token)
        self.send(knower, f"{rest}/absagen", "changing.cancel", "no token", token=token, csrf="")
        self.send(knower, f"{rest}/verlegen", "changing.own", "no token", token=token, csrf="")
        gone = self.booked.book(concern="p-konto", email="gone@example.org")
        booking.cancel(gone.id, now=self.now)
        self._cancelled(gone)

    def _cancelled(self, gone: Appointment) -> None:
        rest, token = self._rest(gone), self.token(gone)
        self.look(self.booked.knower(gone), rest, "changing.own cancelled", token=token)
        self.look(self.booked.stranger(), rest, "changing.own cancelled", "by link", token=token)

    def lost(self) -> None:
        """Pages that are not there, and pages that refuse."""
        client = self.booked.stranger(f"198.51.100.{sum(map(ord, self.pair)) % 250}")
        self.look(client, "/gibt-es-nicht", "error 404")
        self.look(client, "/termin/nirgendwo/", "error 404", "office")
        self.look(client, "/termin/mitte/bescheid/persoenlich/tage/2026-02-31", "error 404", "day")
        self.look(client, "/mein-termin/nicht-da", "changing.gone", "unknown")
        self.send(client, "/unterlagen/", "error 404", "wrong method", csrf="")
        self.send(client, "/mein-termin/", "error 413", "", csrf="", much="x" * 70_000)
        for _try in range(40):
            if self._guess(client).status_code == 429:
                break
        self.send(client, "/mein-termin/", "error 429", "", reference="22222222", name="Nobody")

    def _guess(self, client: FlaskClient) -> TestResponse:
        sent = {"csrf_token": self.csrf(client), "reference": "22222222", "name": "Nobody"}
        return client.post(f"/{self.pair}/mein-termin/", data=sent)

    # --- drafts

    def _rest(self, appointment: Appointment) -> str:
        return f"/mein-termin/{self.token(appointment)}"

    def token(self, appointment: Appointment) -> str:
        return self.booked.address(appointment).rsplit("/", 1)[1]

    def _slots(self, concern: str) -> Iterator[Slot]:
        wish = Wish(office="mitte", concern=concern, channel=Channel.IN_PERSON)
        for line in choosing.days(wish, content=self.booked.content, now=self.now):
            yield from line.slots

    def _start(self, concern: str) -> datetime:
        return next(slot.start for slot in self._slots(concern) if not slot.reserved)

    def holder(self, **answers: Any) -> FlaskClient:
        """A browser with these answers and a time kept for it."""
        booked, key = self.booked, secrets.token_urlsafe(16)
        given = {
            "office": "mitte",
            "concern": "bankverbindung",
            "name": NAME,
            "email": "",
            "answered": ("who", "more", "reach", "paper"),
            "delivery": str(Delivery.NONE),
        }
        draft = replace(Draft(), **(given | answers))
        drafting.save(key, draft, now=self.now)
        wish = choosing.wish_of(draft, booked.content)
        found = choosing.days(wish, content=booked.content, now=self.now)
        start = next(slot.start for line in found for slot in line.slots if not slot.reserved)
        booking.hold(key, draft, start, content=booked.content, now=self.now)
        client = booked.stranger()
        with client.session_transaction() as session:
            session["d"] = key
        return client


@contextmanager
def _nothing_opens() -> Iterator[None]:
    """For a while no office has any opening hours."""
    with database.atomic() as transaction:
        database.run("UPDATE week_template SET valid_until = '2026-01-01'")
        capacity.change_edition()
        yield
        transaction.rollback()
