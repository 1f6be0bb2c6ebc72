"""The pages of the concerns: the list with its search, one concern, and its checklist."""

from flask import render_template, request
from markupsafe import Markup

from backend.content import Concern, Link, Office
from backend.languages import current, reading
from backend.web.fields import LONGEST_LINE, tidy
from backend.web.portal import portal
from backend.web.public import phases
from backend.web.public.blueprint import pages
from backend.web.public.finding import is_new
from backend.web.public.sections import found, sections, urgent


@pages.get("/<pair:pair>/termin/<office:office>/")
def concerns(office: Office) -> str:
    """The concerns of an office, emergencies first, with a search (R3, R31)."""
    content = portal().content
    offered = [content.concerns[key] for key in office.concerns]
    query = tidy(request.args.get("suche"))[:LONGEST_LINE]
    hits = found(offered, query, portal()) if query else []
    shown = hits or offered
    return render_template(
        "public/concerns.html",
        office=office,
        query=query,
        hits=[concern for concern in hits if not concern.emergency],
        urgent=urgent(shown),
        sections=[] if hits else sections(shown),
        new=is_new(),
    )


@pages.get("/<pair:pair>/termin/<office:office>/<concern:concern>/")
def concern(office: Office, concern: Concern) -> str | tuple[str, int]:
    """What it is for, what to bring, and the way to a time (R19, R29, D13)."""
    if concern.key not in office.concerns:
        return _not_here(office, concern)
    channels = [channel for channel in concern.channels if channel in office.channels]
    return render_template(
        "public/concern.html",
        office=office,
        concern=concern,
        channels=channels,
        phases=phases.notes(office),
        explainers=_links(concern.explainers),
        online=_links(concern.online),
        **_papers(concern),
    )


def _not_here(office: Office, concern: Concern) -> str:
    """The concern exists, only other offices take it: the way there instead of an error (D7)."""
    others = [
        each for each in portal().content.listed_offices.values() if concern.key in each.concerns
    ]
    return render_template("public/not_here.html", office=office, concern=concern, offices=others)


@pages.get("/<pair:pair>/unterlagen/")
def checklists() -> str:
    """All concerns, each leading to its list of papers."""
    every = list(portal().content.concerns.values())
    return render_template("public/checklists.html", urgent=urgent(every), sections=sections(every))


@pages.get("/<pair:pair>/unterlagen/<concern:concern>/")
def checklist(concern: Concern) -> str:
    """The list to print: on paper German stands beside every other language (R21, D13)."""
    with reading(portal().languages.with_german(current())):
        sheet = render_template("public/paper.html", concern=concern, **_papers(concern))
    paper = Markup(sheet)  # noqa: S704 - a template of ours has escaped it already
    return render_template("public/checklist.html", concern=concern, paper=paper)


@pages.get("/<pair:pair>/unterlagen/<concern:concern>/abgabezettel")
def hand_in(concern: Concern) -> str:
    """The sheet to take along when copies are handed in, with room for the stamp.

    On paper German stands beside every other language (R21). Papers that are only shown are not
    on it: nobody keeps them.
    """
    with reading(portal().languages.with_german(current())):
        sheet = render_template(
            "public/hand_in_paper.html",
            concern=concern,
            copies=[use for use in concern.documents if use.document.how == "copy"],
        )
    paper = Markup(sheet)  # noqa: S704 - a template of ours has escaped it already
    return render_template("public/hand_in.html", concern=concern, paper=paper)


def _papers(concern: Concern) -> dict[str, object]:
    return {
        "always": [use for use in concern.documents if use.always],
        "sometimes": [use for use in concern.documents if not use.always],
    }


def _links(links: tuple[Link, ...]) -> list[tuple[Link, str]]:
    """The links that may be shown, each with the German name of its language where it differs.

    Nobody vouches for a link that was never opened: only sample pages show it.
    """
    content = portal().content
    names = {language.tag: language.german_name for language in content.languages.values()}
    spoken = {tag: language.german_name for tag, language in content.interpreter_languages.items()}
    own = current().first.tag
    return [
        (
            link,
            "" if link.language == own else names.get(link.language, spoken.get(link.language, "")),
        )
        for link in links
        if content.is_sample or link.checked_on is not None
    ]
