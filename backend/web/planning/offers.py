"""What a group offers: concern by concern how long, on which channels and for whom (R30, R34)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Field, SelectField

from backend.actions import arranging
from backend.content import Concern, Content, Office
from backend.domain.appointments import Channel
from backend.domain.offers import Offer
from backend.domain.openings import Audience
from backend.domain.periods import CELL_MINUTES
from backend.domain.refusals import Refusal
from backend.domain.roles import Powers
from backend.domain.staff_refusals import ChangedMeanwhile, MandatoryConcern
from backend.languages import sentence_of
from backend.languages import staff_text as s_
from backend.letters.day_lists import CHANNELS
from backend.store import capacity
from backend.store.capacity import Group
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import Boxes
from backend.web.planning import carrying, terms, words
from backend.web.planning.pages import group_of, pages
from backend.web.planning.terms import MinutesField
from backend.web.portal import portal
from backend.web.staff_fields import RevisionField, StaffForm
from backend.web.staffing.pages import on_to

LONGEST, LONGEST_EXTRA = 240, 120
"""Minutes of an appointment, and of what may be added to it."""
EXTRAS = ("interpreter", "household", "turn_round")
MANDATORY = s_("Mandatory, and no other group of the office takes it for everybody.")
NO_MINUTES = s_("Please write how many minutes it takes.")
NO_CHANNEL = s_("Please choose one channel at least.")
ONLY_VIDEO = s_("Video is voluntary: please offer another way too.")
LABELS = {
    "on": s_("Offered"),
    "minutes": s_("Minutes"),
    "interpreter": s_("With interpreter"),
    "household": s_("Large household"),
    "turn_round": s_("Turn-round"),
    "channels": s_("How"),
    "audience": s_("For whom"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One concern in the table."""

    concern: Concern
    fields: dict[str, Field]
    is_only_here: bool
    """Mandatory, and nobody else at the office takes it (D34)."""
    theirs: Offer | None
    """As it stands now, where somebody has changed it meanwhile."""
    is_changed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it stands in the first table: what is on offer, or needs a look."""
        has_errors = any(field.errors for field in self.fields.values())
        return bool(self.fields["on"].data) or has_errors or self.is_changed


@pages.route("/gruppe/<group>/angebote", methods=["GET", "POST"])
@access.to_one("group", fetch=group_of, may=terms.may_set_group)
def offers(visitor: Visitor, group: Group) -> ResponseReturnValue:
    """The table of offers; `?von=` fills it with those of another group, to be saved."""
    office = portal().content.offices[group.office]
    concerns = _concerns(office, group)
    source = _source(visitor.powers, group)
    form = _form(concerns, office, source.offers if source else group.offers)
    seen, form.revision.data = form.revision.seen, str(group.revision)
    if not form.is_submitted() or carrying.is_going_back():
        return _page(visitor, form, group, source=source)
    form.validate()
    wanted = _read(form, concerns)
    if not _has_errors(form) and _sorted(wanted) == _sorted(group.offers):
        return on_to(url_for(".groups", office=office))
    if seen != group.revision:
        return _page(visitor, form, group, ChangedMeanwhile())
    keeps = _keeps_mandatory(form, group, wanted)
    if not keeps or _has_errors(form):
        _name_concerns(form, concerns)
        return _page(visitor, form, group)
    edit = arranging.set_offers(replace(group, revision=seen), wanted)
    try:
        return carrying.carry(visitor, edit, back=url_for(".groups", office=office))
    except MandatoryConcern as refusal:
        _keeps_mandatory(form, group, wanted)
        return _page(visitor, form, group, refusal)
    except Refusal as refusal:
        return _page(visitor, form, group, refusal)


def _concerns(office: Office, group: Group) -> list[Concern]:
    """All of the office, those on offer first, then those of the group's area."""
    content = portal().content
    offered = {offer.concern for offer in group.offers}
    keys = [key for key in content.concerns if key in office.concerns or key in offered]
    return sorted(
        (content.concerns[key] for key in keys),
        key=lambda each: (each.key not in offered, group.area not in each.areas),
    )


def _source(powers: Powers, group: Group) -> Group | None:
    """The group whose offers shall be copied, if this person arranges it too."""
    found = capacity.plan().group(request.args.get("von", ""))
    if found is None or found.id == group.id or not terms.may_set_group(powers, found):
        return None
    return found


def _has_errors(form: Any) -> bool:
    """What is wrong with a concern that is not on offer has been taken away before."""
    return any(each.errors for each in form)


def _sorted(found: Iterable[Offer]) -> list[Offer]:
    return sorted(found, key=lambda offer: offer.concern)


# --- the form


class OffersForm(StaffForm):
    """The fields of each concern are added for each group."""

    revision = RevisionField()


def _form(concerns: Sequence[Concern], office: Office, present: Sequence[Offer]) -> Any:
    offered = {offer.concern: offer for offer in present}
    fields: dict[str, Any] = {}
    for concern in concerns:
        fields |= _fields(concern, offered.get(concern.key), office)
    form = type("OffersForm", (OffersForm,), fields)()
    for concern in concerns:
        form[f"audience_{concern.key}"].choices = list(words.AUDIENCES.items())
        form[f"channels_{concern.key}"].choices = [
            (channel.value, CHANNELS[channel])
            for channel in _channels(concern, office, offered.get(concern.key))
        ]
    return form


def _channels(concern: Concern, office: Office, offer: Offer | None) -> list[Channel]:
    """Those customers can choose, and those that are on offer all the same."""
    present = offer.channels if offer else frozenset()
    possible = arranging.channels_of(office, concern)
    return [channel for channel in Channel if channel in possible or channel in present]


def _fields(concern: Concern, offer: Offer | None, office: Office) -> dict[str, Any]:
    """The fields of one concern; one that is not on offer begins as the catalogue has it."""
    shown = offer or Offer(
        concern=concern.key,
        minutes=concern.minutes,
        channels=frozenset(arranging.channels_of(office, concern)),
    )
    extras = {
        "interpreter": shown.interpreter_minutes,
        "household": shown.household_minutes,
        "turn_round": shown.turn_round_minutes,
    }
    fields: dict[str, Any] = {
        "on": BooleanField(LABELS["on"], default=offer is not None),
        "minutes": MinutesField(
            LABELS["minutes"], least=CELL_MINUTES, most=LONGEST, default=str(shown.minutes)
        ),
        "channels": Boxes(LABELS["channels"], default=sorted(shown.channels)),
        "audience": SelectField(
            LABELS["audience"], default=shown.audience.value, validate_choice=False
        ),
    }
    for name, minutes in extras.items():
        fields[name] = MinutesField(
            LABELS[name], least=0, most=LONGEST_EXTRA, default=str(minutes or "")
        )
    return {f"{name}_{concern.key}": field for name, field in fields.items()}


def _read(form: Any, concerns: Sequence[Concern]) -> list[Offer]:
    """The offers that are switched on and fit; at other fields stands what is wrong."""
    found = []
    for concern in concerns:
        field = {name: form[f"{name}_{concern.key}"] for name in LABELS}
        if not field["on"].data:
            # What is not on offer need not fit.
            for each in field.values():
                each.errors = []
            continue
        if not field["minutes"].errors and field["minutes"].number is None:
            field["minutes"].errors = [NO_MINUTES]
        if not field["channels"].data:
            field["channels"].errors = [NO_CHANNEL]
        elif field["channels"].data == [Channel.VIDEO.value]:
            field["channels"].errors = [ONLY_VIDEO]
        if any(each.errors for each in field.values()):
            continue
        found.append(_offer(concern, field))
    return found


def _offer(concern: Concern, field: dict[str, Any]) -> Offer:
    audience = field["audience"].data
    return Offer(
        concern=concern.key,
        minutes=field["minutes"].number,
        interpreter_minutes=field["interpreter"].number or 0,
        household_minutes=field["household"].number or 0,
        turn_round_minutes=field["turn_round"].number or 0,
        channels=frozenset(Channel(name) for name in field["channels"].data),
        audience=Audience(audience) if audience in set(Audience) else Audience.ALL,
    )


def _keeps_mandatory(form: Any, group: Group, wanted: Sequence[Offer]) -> bool:
    """Whether every mandatory concern stays on offer; else named at its row (D34)."""
    lost = arranging.lost_mandatory(group, wanted, content=portal().content)
    on_offer = {offer.concern for offer in wanted}
    odd = {key for key in lost - on_offer if form[f"on_{key}"].data}  # named at another field
    for key in lost - odd:
        name = "audience" if key in on_offer else "on"
        form[f"{name}_{key}"].errors = [MANDATORY]
    return lost <= odd


def _name_concerns(form: Any, concerns: Sequence[Concern]) -> None:
    """The same sentence may stand at several rows: each says about which concern."""
    for concern in concerns:
        for name in LABELS:
            field = form[f"{name}_{concern.key}"]
            title = terms.concern_title(concern.key)
            field.errors = [
                s_("%(concern)s: %(fault)s", concern=title, fault=fault) for fault in field.errors
            ]


# --- the page


def _page(
    visitor: Visitor,
    form: Any,
    group: Group,
    refusal: Refusal | None = None,
    *,
    source: Group | None = None,
) -> ResponseReturnValue:
    content = portal().content
    refused = [sentence_of(refusal)] if refusal else []
    status = refusal.status if refusal else 422 if form.errors else 200
    shown = render_template(
        "planning/offers.html",
        form=form,
        refused=refused,
        group=group,
        office=content.offices[group.office],
        lines=_lines(form, group, content, is_theirs=isinstance(refusal, ChangedMeanwhile)),
        labels=LABELS,
        extras=EXTRAS,
        source=source,
        sources=_sources(visitor.powers, group),
        audiences=words.AUDIENCES,
    )
    return shown, status


def _lines(form: Any, group: Group, content: Content, *, is_theirs: object) -> list[Line]:
    office = content.offices[group.office]
    only_here = arranging.lost_mandatory(group, (), content=content)
    present = {offer.concern: offer for offer in group.offers}
    lines = []
    for concern in _concerns(office, group):
        fields = {name: form[f"{name}_{concern.key}"] for name in LABELS}
        theirs = present.get(concern.key)
        is_changed = bool(is_theirs) and _differs(fields, theirs)
        lines.append(Line(concern, fields, concern.key in only_here, theirs, is_changed))
    return lines


def _differs(fields: dict[str, Field], theirs: Offer | None) -> bool:
    if theirs is None or not fields["on"].data:
        return bool(fields["on"].data) != (theirs is not None)
    typed = [
        fields["minutes"].data,
        *(fields[name].data or "0" for name in EXTRAS),
        sorted(fields["channels"].data or ()),
        fields["audience"].data,
    ]
    return typed != [
        str(theirs.minutes),
        str(theirs.interpreter_minutes),
        str(theirs.household_minutes),
        str(theirs.turn_round_minutes),
        sorted(theirs.channels),
        theirs.audience.value,
    ]


def _sources(powers: Powers, group: Group) -> list[tuple[str, str]]:
    """The groups whose offers can be copied: keys and names."""
    offices = portal().content.offices
    return [
        (other.key, f"{offices[office].name}: {other.title}")
        for office, groups in capacity.plan().groups.items()
        for other in groups
        if other.id != group.id and office in offices and terms.may_set_group(powers, other)
    ]
