"""What the strict reader says about an edit, as a sentence at the field it is about."""

import re
from typing import Any

from backend.actions import live_content
from backend.actions.cataloguing import Record
from backend.content import ContentError
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.web.catalogue.specs import NEEDED, NO_NUMBER

_SENTENCES = (
    (r"this text is empty|this key is missing|a list of texts", NEEDED),
    (r"is no multiple of 5", s_("Minutes go by fives.")),
    (r"is no number from 0 on|here stands a number", NO_NUMBER),
    (r"takes at least 5 minutes", s_("An appointment takes at least 5 minutes.")),
    (r"begins with https", s_("Please write an address that begins with https://.")),
    (r"at least one channel", s_("Please choose one way at least.")),
    (
        r"an application has one",
        s_("An application has a sentence to sign; other concerns have none."),
    ),
    (r"stands here twice", s_("Something stands here twice.")),
    (r"are no weekdays", s_("Please write weekdays such as Montag bis Mittwoch.")),
    (r"is no span|does not fit into the day", s_("Please write times such as 8–12 Uhr.")),
    (r"is no time", s_("Please write a time such as 8:00.")),
    (r"ends before it begins", s_("It ends before it begins.")),
    (r"begins with its one title", s_("A page begins with its title, and has no other: # Title")),
    (r"the mandatory “([^”]*)” is missing", s_("The mandatory concern %(name)s is missing.")),
    (r"“([^”]*)” is not known", s_("%(name)s is not known.")),
    (r"“([^”]*)” is none of", s_("%(name)s is no possible choice.")),
    (r"“([^”]*)” is no postcode", s_("%(name)s is no postcode of five digits.")),
    (r"“([^”]*)” is no house number", s_("%(name)s is no house number.")),
    (r"“([^”]*)” is neither odd", s_("Please write odd, even or nothing in place of %(name)s.")),
    (r"the columns are (.*)", s_("The columns must be: %(name)s")),
)


def sentence_of_fault(error: ContentError) -> Text:
    """What is wrong, in words for the desk."""
    if error.reason == "this is not known":
        return s_("%(name)s is not known.", name=error.key)
    for pattern, sentence in _SENTENCES:
        match = re.search(pattern, error.reason)
        if match:
            named = {"name": match[1]} if match.groups() else {}
            return s_(sentence.msgid, **named)
    return s_("This cannot be saved: %(reason)s", reason=f"{error.key}: {error.reason}")


def field_of(error: ContentError, kind: str, key: str) -> str:
    """The key of the record's table that is to blame; empty where it is another record's."""
    if live_content.place_of(error) != (kind, key):
        return ""
    if error.file.endswith(".md"):
        return "text"
    within = error.key.removeprefix(f"{key}.")
    return re.split(r"[.\[]", within)[0]


def blame(form: Any, error: ContentError, record: Record) -> list[Text]:
    """Put the sentence at its field; those without one are returned."""
    sentence, name = sentence_of_fault(error), field_of(error, record.kind, record.key)
    if name in form._fields:
        form[name].errors = [sentence]
        return []
    return [sentence]
