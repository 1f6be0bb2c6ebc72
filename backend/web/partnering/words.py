"""How customers read of an organisation, and what they agree to."""

from backend.domain import audits
from backend.domain.partners import Organisation, OrganisationKind
from backend.languages import German, Pair, Text
from backend.languages import text_of as _
from backend.store import capacity, partners
from backend.web.portal import portal


def shown_name(organisation: Organisation) -> Text | German:
    """How clients and the office read of it: its name, or only what it is (D17)."""
    return _("Advice centre") if organisation.is_neutral else German(organisation.name)


def organisation_name(organisation: Organisation) -> str:
    """How the office chooses it: its name, or what it is with its reference (D17)."""
    name = shown_name(organisation).plain(portal().languages.german)
    reference = audits.organisation(organisation.id)
    return f"{name} ({reference})" if organisation.is_neutral else name


def organisation_at(group: str) -> Organisation | None:
    """Who sees whoever is booked at this group, beside the office; None for nobody (R103)."""
    found = capacity.plan().group(group)
    organisation = partners.by_id(found.organisation) if found and found.organisation else None
    return organisation if organisation and organisation.is_admitted else None


def who_sees(group: str) -> Text | None:
    """What customers who come to a partner's counter are told, before they book and after it."""
    organisation = organisation_at(group)
    if organisation is None:
        return None
    who = shown_name(organisation)
    return _("%(organisation)s can see this appointment", organisation=who)


def is_guardian(organisation: Organisation) -> bool:
    """Whether its people act for others by law or with authority (D6)."""
    return organisation.kind is OrganisationKind.GUARDIANS


def consent_sentence(organisation: Organisation) -> Text:
    """What the client agrees to; a guardian answers for the person who is represented."""
    if is_guardian(organisation):
        return _(
            "I am this person’s guardian, or I have the authority: %(organisation)s books this "
            "appointment and can see it until its day is over.",
            organisation=shown_name(organisation),
        )
    return _(
        "I agree: %(organisation)s books this appointment together with me and can see it "
        "until its day is over. I can take this back at any time.",
        organisation=shown_name(organisation),
    )


def as_read(sentence: Text, pair: Pair) -> str:
    """The sentence as it is kept: in German and, on a second line, as the client has read it."""
    german = sentence.plain(portal().languages.german)
    own = sentence.plain(pair.first)
    return german if own == german else f"{german}\n{own}"
