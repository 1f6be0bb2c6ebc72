"""The commands of `flask --app backend`: set-up, worker, print-letters, check-content, …"""

import json
import signal
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import click
from flask import Flask

from backend import content
from backend.actions import (
    demonstrating,
    erasing,
    listing,
    ordering,
    planning,
    reaching,
    rekeying,
    signing_in,
    staffing,
    touring,
)
from backend.domain import references
from backend.domain.appointments import State
from backend.domain.staff_refusals import NothingStored, PasswordTooWeak
from backend.languages import Pair
from backend.letters import bounces, list_rounds, papers
from backend.letters import worker as letter_worker
from backend.letters.paper import confirmations, doors
from backend.store import appointments, database, letters, queues
from backend.store import doors as door_lines
from backend.store.sessions import LinkKind
from backend.web import prints
from backend.web.catalogue import answering
from backend.web.portal import portal

SIZES = {
    "a4": confirmations.sheet,
    "large": confirmations.large_sheet,
    "card": confirmations.card,
    "receipt": confirmations.receipt,
}
"""The confirmations a counter can print."""
NUMBER = click.IntRange(1, 2**63 - 1)
"""Of a row; larger ones no database keeps."""


def register(app: Flask) -> None:
    """Add the commands to the app."""
    for command in (
        migrate,
        set_up,
        worker,
        print_letters,
        check_content,
        check_links,
        rotate_keys,
        create_administrator,
    ):
        app.cli.add_command(command)
    for paper in (print_door, print_confirmation):
        app.cli.add_command(paper)
    for record in (forget, export, backup):
        app.cli.add_command(record)
    for queue in (post_letters, letters_state, call_list, form_orders, read_bounce):
        app.cli.add_command(queue)


@click.command("migrate")
def migrate() -> None:
    """Bring the database to the present schema."""
    database.migrate()


@click.command("set-up")
def set_up() -> None:
    """Migrate, and copy the first capacity plan of the content into an empty database.

    In development it also makes one account per role and prints them (D39).
    """
    database.migrate()
    here = portal()
    capacity = content.load_capacity(here.settings.content_folder, here.content)
    if planning.set_up(capacity):
        touring.begin(capacity, content=here.content, now=here.now())
    if here.settings.development:
        for demo in demonstrating.set_up(here.content, now=here.now()):
            click.echo(f"{demo.mail:24} {demo.kind:22} {demonstrating.PASSWORD}")


@click.command("create-administrator")
@click.argument("mail")
@click.option("--name", default="Administration", help="How lists call the person.")
@click.option("--ask-password", is_flag=True, help="Ask for the password here instead of a link.")
def create_administrator(mail: str, *, name: str, ask_password: bool) -> None:
    """Make the person with this MAIL address an administrator, and print a link to the account.

    Also the way back in when nobody else can let anybody in any more.
    """
    here = portal()
    now = here.now()
    if "@" not in mail:
        raise click.ClickException("This is no mail address.")
    token, kind = staffing.create_administrator(mail, name=name, now=now)
    if not ask_password:
        way = "einladung" if kind is LinkKind.INVITATION else "neues-passwort"
        click.echo(f"{here.settings.public_address}/dienst/{way}/{token}")
        return
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        signing_in.choose_password(token, kind, password, now=now)
    except PasswordTooWeak as weak:
        raise click.ClickException(weak.sentence) from weak
    click.echo(f"{here.settings.public_address}/dienst/")


@click.command("worker")
def worker() -> None:
    """Send letters, delete what is over, until SIGTERM or Ctrl-C."""
    here = portal()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    letter_worker.run(here.settings, here.shipped, here.languages, stop=stop)


@click.command("print-letters")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--keep", is_flag=True, help="Only look: all letters go on waiting.")
def print_letters(file: Path, *, keep: bool) -> None:
    """Write the letters by post into FILE (PDF), one sheet of A4 each, to be printed.

    FILE must be new. It holds names and addresses: delete it once it is on paper.
    """
    here = portal()
    write = papers.print_kept if keep else papers.print_waiting
    try:
        done = write(
            file,
            content=here.content,
            languages=here.languages,
            public_address=here.settings.public_address,
            now=here.now(),
        )
    except FileExistsError as error:
        raise click.ClickException("This file is there already; name a new one.") from error
    except OSError as error:
        raise click.ClickException(f"The file cannot be written: {error.strerror}.") from error
    click.echo(f"letters {'to look at' if keep else 'to print'}: {done.printed}")
    if done.too_late:
        click.echo(f"not printed, the appointment has begun: {done.too_late}")
    if done.unreadable:
        click.echo(f"not printed, cannot be read, see the log: {done.unreadable}", err=True)


@click.command("print-door")
@click.argument("office")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def print_door(office: str, day: datetime, file: Path) -> None:
    """Write the sheet for the door of OFFICE on DAY into FILE (PDF): times, numbers, places."""
    here = portal()
    if office not in here.content.offices:
        raise click.ClickException("This office is not known.")
    lines = door_lines.lines(office, day.date())
    made = doors.day_sheet(
        prints.press(), here.content.offices[office], lines, day=day.date(), stamped=here.now()
    )
    _write(file, made)
    click.echo(f"appointments on the sheet: {len(lines)}")


@click.command("print-confirmation")
@click.argument("reference")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--size", type=click.Choice(list(SIZES)), default="a4", help="The paper.")
def print_confirmation(reference: str, file: Path, *, size: str) -> None:
    """Write the confirmation with the number REFERENCE into FILE (PDF), to be handed over."""
    here = portal()
    wanted = references.normalise(reference)
    found = appointments.by_reference(wanted) if wanted else None
    if found is None or found.state is not State.BOOKED:
        raise click.ClickException("No appointment is booked under this number.")
    pair = here.languages.pair(found.languages) or Pair(here.languages.german)
    _write(file, SIZES[size](prints.press(), found, pair=pair, stamped=here.now()))


def _write(file: Path, made: bytes) -> None:
    """Into a new file for the eyes of its owner only."""
    try:
        papers.write_new(file, made)
    except FileExistsError as error:
        raise click.ClickException("This file is there already; name a new one.") from error
    except OSError as error:
        raise click.ClickException(f"The file cannot be written: {error.strerror}.") from error


@click.command("check-content")
def check_content() -> None:
    """Name every fact nobody has verified, and every link nobody has opened (D18)."""
    here = portal()
    found = content.check_loaded(here.content)
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} open points in {here.content.jobcenter.name}")


@click.command("check-links")
def check_links() -> None:
    """Open every link of the catalogue once and name those that do not answer."""
    links = portal().content.links.values()
    found = list(answering.silent(links))
    for each in found:
        click.echo(f"{each.key}\t{each.url}\t{each.reason}")
    click.echo(f"{len(found)} of {len(links)} links do not answer")


@click.command("rotate-keys")
def rotate_keys() -> None:
    """Encrypt every field anew with the first of the field keys."""
    click.echo(f"{rekeying.rotate()} fields encrypted anew")


@click.command("post-letters")
@click.option("--again", is_flag=True, help="The print went wrong: print them all once more.")
def post_letters(*, again: bool) -> None:
    """All printed letters are in the post: forget their addresses."""
    now = portal().now()
    count = reaching.print_again() if again else reaching.posted(now=now)
    click.echo(f"letters {'to print again' if again else 'in the post'}: {count}")


@click.command("letters-state")
@click.option("--settled", type=NUMBER, help="Told: the number at the line's beginning.")
def letters_state(*, settled: int | None) -> None:
    """Who must be called or written to because no message reached them, without any address.

    Each line: number, appointment, office, its time, what was sent how, what became of it and why.
    """
    if settled is not None and not reaching.settle(settled):
        raise click.ClickException("There is nothing open under this number.")
    now = int(portal().now().timestamp())
    for each in queues.troubles(now):
        start = f"{each.start:%Y-%m-%d %H:%M}" if each.start else "-"
        what = f"{each.kind} by {each.channel}: {each.state} {each.reason}".strip()
        reference = references.spaced(each.reference) if each.reference else "-"
        click.echo(f"{each.letter}\t{reference}\t{each.office or '-'}\t{start}\t{what}")
    for state, count in sorted(letters.count_by_state().items()):
        click.echo(f"{state}: {count}")


@click.command("call-list")
@click.argument("office")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--done", type=NUMBER, help="Told by phone: the number at the line's beginning.")
def call_list(office: str, day: datetime, *, done: int | None) -> None:
    """Whom OFFICE calls on DAY: a reminder, or what no letter can tell in time.

    Each line: number, time of the appointment, what to tell, phone, language to speak, reference.
    """
    here = portal()
    if office not in here.content.offices:
        raise click.ClickException("This office is not known.")
    if done is not None and not reaching.called(done, now=here.now()):
        raise click.ClickException("There is no call to make under this number.")
    until = int((day + timedelta(days=1)).replace(tzinfo=here.now().tzinfo).timestamp()) - 1
    for call in queues.calls(office, until):
        language = call.interpreter or call.languages.partition("+")[0]
        reference = references.spaced(call.reference)
        facts = (f"{call.start:%Y-%m-%d %H:%M}", call.kind, call.phone, language, reference)
        click.echo("\t".join([str(call.letter), *facts]))


@click.command("form-orders")
@click.option("--posted", type=NUMBER, help="In the post: the number at the order's beginning.")
def form_orders(*, posted: int | None) -> None:
    """Which paper forms go to whom; an order in the post is forgotten (R83)."""
    here = portal()
    if posted is not None and not ordering.posted(posted, now=here.now()):
        raise click.ClickException("There is no open order under this number.")
    for order in queues.orders():
        concern = here.content.concerns.get(order.facts.get("concern", ""))
        wanted = ", ".join(form.title for form in concern.forms) if concern else "?"
        click.echo(f"{order.id}\t{order.facts.get('office', '-')}\t{wanted}")
        for line in order.recipient.splitlines():
            click.echo(f"\t{line}")


@click.command("forget")
@click.argument("reference")
@click.confirmation_option(prompt="Delete everything stored about this appointment?")
def forget(reference: str) -> None:
    """Delete all that is stored about the appointment REFERENCE (Art. 17 GDPR).

    One still ahead is cancelled first; the day list of today is made anew without it.
    """
    here = portal()
    now = here.now()
    try:
        gone = erasing.forget(0, reference, content=here.content, now=now)
    except NothingStored as nothing:
        raise click.ClickException("Nothing is stored under this number (any more).") from nothing
    if gone.has_lost_list:
        made = list_rounds.made(
            gone.office, content=here.content, languages=here.languages, now=now
        )
        listing.keep(0, made, now=now)
    for kind, count in gone.counts.items():
        click.echo(f"{kind.value}: {count}")


@click.command("export")
@click.argument("reference")
def export(reference: str) -> None:
    """Write all that is stored about the appointment REFERENCE as JSON (Art. 15 GDPR).

    It goes to standard output and nowhere else.
    """
    here = portal()
    now = here.now()
    try:
        stored = erasing.tell(0, reference, now=now)
    except NothingStored as nothing:
        raise click.ClickException("Nothing is stored under this number (any more).") from nothing
    document = stored.document(here.content.jobcenter.name, now)
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy SQLite's database whole into FILE, while everything runs.

    FILE must be new. Keep no copy longer than the appointments themselves are kept.
    """
    try:
        database.back_up(file)
    except ValueError as error:
        raise click.ClickException("PostgreSQL is copied by its own pg_dump.") from error
    except FileExistsError as error:
        raise click.ClickException("This file is there already; name a new one.") from error
    except OSError as error:
        raise click.ClickException(f"The file cannot be written: {error.strerror}.") from error


@click.command("read-bounce")
def read_bounce() -> None:
    """Read a report of the mail server about a mail that came back, from standard input."""
    count = bounces.read(sys.stdin.buffer.read(bounces.LONGEST))
    click.echo(f"mails marked as come back: {count}")
