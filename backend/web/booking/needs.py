"""The question of how the talk shall be: channel, interpreting, what the office provides."""

from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice as Option

from backend.content import Concern, Content, Office
from backend.domain.appointments import Channel, Draft, Need
from backend.languages import Text, Tongue, editorial
from backend.languages import text_of as _
from backend.web.fields import Boxes, Choice, Form

COMPANION = "companion"
HOUSEHOLD = "household"
NOBODY = "no"
OTHER = "other"
SIGN_LANGUAGE = "sign"

CHANNEL_NAMES = {
    Channel.IN_PERSON: _("I come to the office"),
    Channel.PHONE: _("You call me"),
    Channel.VIDEO: _("By video"),
}
NEED_NAMES = {
    Need.STEP_FREE: _("A way without steps"),
    Need.LARGE_PRINT: _("Large print"),
    Need.READ_ALOUD: _("Somebody reads texts to me"),
    Need.QUIET_PLACE: _("A quiet place to wait"),
    Need.CHILDREN: _("I bring children"),
    Need.NO_PHONE_CALLS: _("I cannot talk on the phone"),
    Need.SIGN_LANGUAGE: _("German Sign Language"),
}
CANNOT_PHONE = _("You cannot talk on the phone. Please choose: I come to the office.")
WHICH_LANGUAGE = _("Please choose the language from the list.")


def channel_name(channel: Channel, office: Office) -> Text:
    """The kind of appointment as a choice; nobody comes to an office that comes to people."""
    if channel is Channel.IN_PERSON and office.is_touring:
        return _("In person")
    return CHANNEL_NAMES[channel]


class NeedsForm(Form):
    """How the talk shall be: channel, interpreting, what the office shall provide (R10, D9)."""

    channel = Choice(
        _("Kind of appointment"), unanswered=_("Please choose the kind of appointment.")
    )
    interpreting = Choice(
        _("Shall somebody interpret?"),
        description=_("That is free of charge for you."),
        unanswered=_("Please choose whether somebody shall interpret."),
    )
    language = SelectField(_("If another language: which one?"), validate_choice=False)
    needs = Boxes(
        _("What can we do for you? (voluntary)"),
        description=_("We only use this to prepare the appointment."),
    )

    def prepare(
        self,
        office: Office,
        concern: Concern,
        *,
        channels: tuple[Channel, ...],
        tongue: Tongue,
        content: Content,
    ) -> None:
        """Fill in the choices for this concern and this reader."""
        self.channel.choices = [
            Option(str(channel), channel_name(channel, office)) for channel in channels
        ]
        if len(channels) == 1:
            self.channel.data = str(channels[0])
        known = content.interpreter_languages
        own = known.get(tongue.tag)
        self.interpreting.choices = [
            Option(NOBODY, _("No")),
            *(
                [Option(own.tag, _("Yes, %(language)s", language=spoken(own.german_name)))]
                if own
                else []
            ),
            Option(OTHER, _("Yes, another language")),
            Option(SIGN_LANGUAGE, _("Yes, German Sign Language")),
        ]
        self.language.choices = [Option("", _("Choose a language"))] + [
            Option(language.tag, f"{language.autonym} – {spoken(language.german_name)}")
            for language in known.values()
        ]
        self.needs.choices = [
            Option(COMPANION, _("I bring somebody along")),
            *(
                [(HOUSEHOLD, _("Five or more people live with me"))]
                if concern.is_application
                else []
            ),
            *(
                Option(str(need), NEED_NAMES[need])
                for need in NEED_NAMES
                if need != Need.SIGN_LANGUAGE
            ),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if self.interpreting.data == OTHER and not self._chosen_language():
            self.language.errors = [WHICH_LANGUAGE]
            is_valid = False
        if self.channel.data == Channel.PHONE and Need.NO_PHONE_CALLS in (self.needs.data or ()):
            self.channel.errors = [CANNOT_PHONE]
            is_valid = False
        return is_valid

    def _chosen_language(self) -> str:
        known = {option.value for option in self.language.choices if option.value}
        return self.language.data if self.language.data in known else ""

    def answers(self) -> dict[str, Any]:
        """The answers as fields of a draft."""
        ticked = set(self.needs.data or ())
        needs = sorted(ticked - {COMPANION, HOUSEHOLD})
        interpreting = self.interpreting.data
        if interpreting == SIGN_LANGUAGE:
            needs.append(str(Need.SIGN_LANGUAGE))
        spoken = interpreting not in (NOBODY, SIGN_LANGUAGE, OTHER)
        return {
            "channel": Channel(self.channel.data),
            "interpreter": interpreting if spoken else self._language_or_none(),
            "companion": COMPANION in ticked,
            "large_household": HOUSEHOLD in ticked,
            "needs": tuple(needs),
        }

    def _language_or_none(self) -> str:
        return self._chosen_language() if self.interpreting.data == OTHER else ""

    def take(self, draft: Draft, tongue: Tongue) -> None:
        """Show what was answered before."""
        self.channel.data = self.channel.data or (str(draft.channel) if draft.channel else None)
        ticked = [need for need in draft.needs if need != Need.SIGN_LANGUAGE]
        ticked += [COMPANION] * draft.companion + [HOUSEHOLD] * draft.large_household
        self.needs.data = ticked
        if Need.SIGN_LANGUAGE in draft.needs:
            self.interpreting.data = SIGN_LANGUAGE
        elif draft.interpreter:
            is_own = draft.interpreter == tongue.tag
            self.interpreting.data = draft.interpreter if is_own else OTHER
            self.language.data = "" if is_own else draft.interpreter
        else:
            self.interpreting.data = NOBODY


def spoken(name: str) -> Text:
    """The name of a language to interpret."""
    return editorial(name)
