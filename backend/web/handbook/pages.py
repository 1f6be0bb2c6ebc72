"""The handbook inside the program: what one needs first, and all the rest (R119)."""

from flask import Blueprint, abort, render_template, request, url_for

from backend.domain.accounts import Account
from backend.web import access, tasks
from backend.web.access import Visitor
from backend.web.handbook import chapters
from backend.web.handbook.chapters import Chapter

pages = Blueprint("handbook", __name__, url_prefix=f"{access.PREFIX}/hilfe")
CHAPTERS = chapters.read(chapters.FOLDER)


def readable(account: Account) -> tuple[Chapter, ...]:
    """What this person may read: all of it, or what is written for advice centres (R121)."""
    every = tuple(CHAPTERS.values())
    if account.organisation:
        return tuple(chapter for chapter in every if chapter.is_for_partners)
    return every


@pages.app_template_global()
def help_address(account: Account) -> str:
    """Where the page that is shown is explained; the start of the handbook where nowhere."""
    endpoint = request.endpoint or ""
    own = readable(account)
    found = chapters.about(own, endpoint) or chapters.about(own, tasks.at(endpoint))
    return url_for("handbook.chapter", name=found.key) if found else url_for("handbook.start")


@pages.get("/")
@access.signed_in
def start(visitor: Visitor) -> str:
    """What explains the own tasks comes first."""
    own = {task.endpoint for task in tasks.of(visitor.account, visitor.powers)}
    every = readable(visitor.account)
    first = [chapter for chapter in every if chapter.is_for_all or own & set(chapter.tasks)]
    others = [chapter for chapter in every if chapter not in first]
    return render_template("handbook/start.html", first=first, others=others)


@pages.get("/<name>")
@access.signed_in
def chapter(visitor: Visitor, name: str) -> str:
    """One chapter, with the ways to the tasks it explains."""
    found = next((each for each in readable(visitor.account) if each.key == name), None)
    if found is None:
        abort(404)
    own = tasks.of(visitor.account, visitor.powers)
    ways = [task for task in own if task.endpoint in found.tasks]
    return render_template("handbook/chapter.html", chapter=found, ways=ways)
