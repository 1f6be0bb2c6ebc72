"""How customers read of an organisation, and what they agree to."""

from backend.domain.partners import Organisation
from backend.languages import German, Text
from backend.languages import text_of as _


def shown_name(organisation: Organisation) -> Text | German:
    """How clients and the office read of it: its name, or only what it is (D17)."""
    return _("Advice centre") if organisation.is_neutral else German(organisation.name)


def consent_sentence(organisation: Organisation) -> Text:
    """What the client agrees to."""
    return _(
        "I agree: %(organisation)s books this appointment together with me and can see it "
        "until its day is over. I can take this back at any time.",
        organisation=shown_name(organisation),
    )
