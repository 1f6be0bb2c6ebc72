"""The commands: `flask --app backend set-up | worker | check-content | migrate | rotate-keys`."""

import signal
import threading

import click
from flask import Flask

from backend import content
from backend.actions import planning, rekeying
from backend.letters import worker as letter_worker
from backend.store import database
from backend.web.portal import portal


def register(app: Flask) -> None:
    """Add the commands to the app."""
    for command in (migrate, set_up, worker, check_content, rotate_keys):
        app.cli.add_command(command)


@click.command("migrate")
def migrate() -> None:
    """Bring the database to the present schema."""
    database.migrate()


@click.command("set-up")
def set_up() -> None:
    """Migrate, and copy the first capacity plan of the content into an empty database."""
    database.migrate()
    here = portal()
    capacity = content.load_capacity(here.settings.content_folder, here.content)
    planning.set_up(capacity)


@click.command("worker")
def worker() -> None:
    """Send letters, delete what is over, until SIGTERM or Ctrl-C."""
    here = portal()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    letter_worker.run(here.settings, here.content, here.languages, stop=stop)


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
