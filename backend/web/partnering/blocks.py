"""Several clients one after another with one interpreter: all of them get their time, or nobody."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField
from wtforms import Form as Part
from wtforms.fields.choices import SelectChoice as Option

from backend.actions import blocks
from backend.actions.blocks import MOST_CLIENTS, Block, Client, ClientRefused
from backend.content import Concern, InterpreterLanguage, Office
from backend.domain import numbers
from backend.domain.appointments import Channel, Delivery, Person, Wish
from backend.domain.partners import Organisation
from backend.domain.refusals import NotBookable, Refusal, TimeTaken
from backend.languages import Pair, Text, read_in, sentence_of
from backend.languages import staff_text as s_
from backend.languages import text_of as _
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, Said, tidy, tidy_digits
from backend.web.partnering.forms import Agreed
from backend.web.partnering.pages import pages
from backend.web.partnering.words import consent_sentence
from backend.web.portal import portal
from backend.web.staff_fields import StaffForm
from backend.web.staffing.pages import on_to


@dataclass(frozen=True, slots=True)
class Plan:
    """What the address asks for; nothing in it is about a person."""

    office: Office
    concern: Concern
    language: InterpreterLanguage | None
    count: int

    @property
    def wish(self) -> Wish:
        return Wish(
            office=self.office.key,
            concern=self.concern.key,
            channel=Channel.IN_PERSON,
            emergency=self.concern.emergency,
            interpreter=self.language.tag if self.language else None,
        )

    @property
    def pair(self) -> Pair:
        """The clients' language with German beneath, or German where no page speaks it."""
        languages = portal().languages
        for tongue in languages.tongues.values():
            if self.language and tongue.tag == self.language.tag and not tongue.is_german:
                return languages.with_german(languages.alone(tongue))
        return languages.alone(languages.german)

    @property
    def words(self) -> dict[str, Any]:
        """The words of the address."""
        return {
            "stelle": self.office.key,
            "anliegen": self.concern.key,
            "sprache": self.language.tag if self.language else "",
            "anzahl": str(self.count),
        }


class PlanForm(StaffForm):
    """Where, what for, in which language and for how many; sent by GET."""

    class Meta(StaffForm.Meta):
        """Nothing is changed by looking, so there is no token in the address."""

        csrf = False

    stelle = SelectField(s_("Office"), validate_choice=False)
    anliegen = SelectField(s_("Concern"), validate_choice=False)
    sprache = SelectField(s_("Interpreter"), validate_choice=False)
    anzahl = SelectField(s_("How many clients"), validate_choice=False)


class ClientPart(Part):
    """One of the clients."""

    name = StringField(
        _("Name"),
        filters=[tidy],
        validators=[Said(_("Please write the name.")), AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw={"autocomplete": "off", "dir": "auto", "spellcheck": "false"},
    )
    number = StringField(
        _("Customer number or BG number"),
        filters=[tidy_digits],
        validators=[AtMost(60, TOO_LONG)],
        render_kw={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"},
    )
    agreed = BooleanField(validators=[Agreed()])


class BlockForm(StaffForm):
    """All clients of a block."""

    key = HiddenField()
    clients = FieldList(FormField(ClientPart), min_entries=2, max_entries=MOST_CLIENTS)

    def flat(self) -> Iterator[Any]:
        """The fields of all clients, for the summary of errors."""
        yield self.csrf_token
        for part in self.clients:
            yield from part.form


@pages.get("/beratung/gruppe")
@access.counsellors
def plan_block(visitor: Visitor, organisation: Organisation) -> str:
    """Choose office, concern and language; then the times at which a block is free."""
    plan = _plan()
    found = blocks.starts(plan.wish, plan.count, content=portal().content, now=visitor.now)
    return render_template(
        "partnering/block.html",
        organisation=organisation,
        form=_plan_form(plan),
        plan=plan,
        found=found,
    )


@pages.route("/beratung/gruppe/<beginning>", methods=["GET", "POST"])
@access.counsellors
def book_block(
    visitor: Visitor, organisation: Organisation, *, beginning: str
) -> ResponseReturnValue:
    """The names and consents of all; then everybody is booked, or nobody."""
    plan, start = _plan(), _moment(beginning)
    if start is None:
        return on_to(url_for(".plan_block", **plan.words))
    read_in(plan.pair)
    form = BlockForm()
    while len(form.clients) < plan.count:
        form.clients.append_entry()
    sentence = consent_sentence(organisation)
    for part in form.clients:
        part.form.agreed.label.text = sentence
    form.key.data = form.key.data or secrets.token_urlsafe(16)
    refused: list[Text] = []
    status = 200
    if form.validate_on_submit():
        block = _block(form, visitor, plan, sentence)
        try:
            blocks.book(block, start, content=portal().content, now=visitor.now)
        except ClientRefused as one:
            form.clients[one.place].form.number.errors = [Text(one.sentence)]
            status = 409
        except (TimeTaken, NotBookable) as taken:
            refused, status = [Text(taken.sentence)], 409
        except Refusal as other:
            refused, status = [sentence_of(other)], other.status
        else:
            return on_to(url_for(".clients"))
    elif form.errors:
        status = 422
    page = render_template(
        "partnering/book_block.html",
        form=form,
        fields=list(form.flat()),
        refused=refused,
        plan=plan,
        start=start,
        beginning=beginning,
    )
    return page, status


def _block(form: BlockForm, visitor: Visitor, plan: Plan, sentence: Text) -> Block:
    german = portal().languages.german
    return Block(
        key=form.key.data,
        account=visitor.account,
        wish=plan.wish,
        languages=plan.pair.slug,
        clients=tuple(
            Client(
                person=Person(
                    name=part.form.name.data,
                    number=numbers.normalise(part.form.number.data),
                    email=visitor.account.mail,
                    shared_mail=True,
                    delivery=Delivery.MAIL,
                ),
                consent=sentence.plain(german),
            )
            for part in form.clients
        ),
    )


def _plan() -> Plan:
    """What the address asks for; whatever it leaves open or says wrongly is the first choice."""
    content, asked = portal().content, request.args
    office = content.offices.get(asked.get("stelle", "")) or next(iter(content.offices.values()))
    key = asked.get("anliegen", "")
    key = key if key in office.concerns else office.concerns[0]
    count = asked.get("anzahl", "")
    most = str(MOST_CLIENTS)
    return Plan(
        office=office,
        concern=content.concerns[key],
        language=content.interpreter_languages.get(asked.get("sprache", "")),
        count=int(count) if count in {str(each) for each in range(2, int(most) + 1)} else 2,
    )


def _plan_form(plan: Plan) -> PlanForm:
    content = portal().content
    form = PlanForm(**plan.words)
    form.stelle.choices = [Option(each.key, each.name) for each in content.offices.values()]
    form.anliegen.choices = [
        Option(key, content.concerns[key].title) for key in plan.office.concerns
    ]
    form.sprache.choices = [
        Option("", s_("not needed")),
        *(Option(each.tag, each.german_name) for each in content.interpreter_languages.values()),
    ]
    form.anzahl.choices = [Option(str(each), str(each)) for each in range(2, MOST_CLIENTS + 1)]
    return form


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H-%M")  # noqa: DTZ007 - a wall-clock time
    except ValueError:
        return None
    return moment
