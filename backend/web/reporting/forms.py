"""The questions about a barrier."""

from wtforms import StringField, TextAreaField

from backend.languages import text_of as _
from backend.web.booking.forms import MailAddress
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, Form, Said, tidy, tidy_lines

LONGEST_REPORT = 4000


class BarrierForm(Form):
    """What does not work; where, and an address for the answer, only by choice."""

    barrier = TextAreaField(
        _("What does not work for you?"),
        description=_(
            "What did you want to do? What happened? You need not say why it is difficult for you."
        ),
        filters=[tidy_lines],
        validators=[
            Said(_("Please write what does not work for you.")),
            AtMost(LONGEST_REPORT, TOO_LONG),
        ],
        render_kw={"dir": "auto"},
    )
    place = StringField(
        _("On which page? (voluntary)"),
        description=_("For example: where I choose the time."),
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw={"dir": "auto", "autocomplete": "off"},
    )
    email = StringField(
        _("E-mail (voluntary)"),
        description=_("We use it only for our answer."),
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, TOO_LONG), MailAddress()],
        render_kw={"dir": "ltr", "spellcheck": "false", "autocomplete": "email"},
    )
