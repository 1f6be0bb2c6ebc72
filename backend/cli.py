"""The commands of `flask --app backend`: set-up, worker, print-letters, check-content, …"""

import signal
import threading
from pathlib import Path

import click
from flask import Flask

from backend import content
from backend.actions import demonstrating, planning, rekeying, signing_in, staffing
from backend.domain.refusals import PasswordTooWeak
from backend.letters import papers
from backend.letters import worker as letter_worker
from backend.store import database
from backend.store.sessions import LinkKind
from backend.web.portal import portal


def register(app: Flask) -> None:
    """Add the commands to the app."""
    for command in (
        migrate,
        set_up,
        worker,
        print_letters,
        check_content,
        rotate_keys,
        create_administrator,
    ):
        app.cli.add_command(command)


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
    planning.set_up(capacity)
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
    letter_worker.run(here.settings, here.content, here.languages, stop=stop)


@click.command("print-letters")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--keep", is_flag=True, help="Only look: all letters go on waiting.")
def print_letters(file: Path, *, keep: bool) -> None:
    """Write the letters by post into FILE (HTML), one sheet of A4 each, to be printed.

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


@click.command("check-content")
def check_content() -> None:
    """Name every fact nobody has verified, and every link nobody has opened (D18)."""
    here = portal()
    found = content.check(here.settings.content_folder)
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} open points in {here.content.jobcenter.name}")


@click.command("rotate-keys")
def rotate_keys() -> None:
    """Encrypt every field anew with the first of the field keys."""
    click.echo(f"{rekeying.rotate()} fields encrypted anew")
