"""The questions about a week template."""

from typing import Any

from wtforms import StringField

from backend.domain.lines import Line
from backend.domain.openings import Week
from backend.languages import staff_text as s_
from backend.store.capacity import Group
from backend.web.fields import LONGEST_LINE, AtMost, Boxes, Said, tidy
from backend.web.planning import line_forms
from backend.web.planning.line_forms import Row
from backend.web.staff_fields import DayField, RevisionField, StaffForm
from backend.web.staffing.words import number


class WeekForm(StaffForm):
    """Title and validity; the lines are added by `form_for`."""

    title = StringField(
        s_("Name of the template"),
        description=s_("Such as usual week or summer 2027."),
        filters=[tidy],
        validators=[
            Said(s_("Please write a name.")),
            AtMost(LONGEST_LINE, s_("This is too long.")),
        ],
        render_kw={"autocomplete": "off", "dir": "auto"},
    )
    valid_from = DayField(s_("Holds from"), description=s_("Empty: from always on."))
    valid_until = DayField(s_("up to and including"), description=s_("Empty: without end."))
    groups = Boxes(s_("For which groups?"))
    revision = RevisionField()

    rows: list[Row]
    group: Group

    def week(self) -> Week | None:
        """What was written; None with an error at each field that does not fit."""
        first, last = self.valid_from.day, self.valid_until.day
        if first and last and last < first:
            self.valid_until.errors = [s_("The last day lies before the first one.")]
        lines = line_forms.lines_in(self.rows, self.group)
        if lines is None or self.errors:
            return None
        return Week(
            title=self.title.data,
            valid_from=first,
            valid_until=last,
            openings=tuple(opening for line in lines for opening in line.openings()),
        )


def form_for(group: Group, lines: list[Line], week: Week | None = None) -> WeekForm:
    """The form with these lines, or with those that were sent."""
    count = line_forms.count_for(lines)
    fields = line_forms.fields_for(count, has_days=True)
    typed: dict[str, Any] = line_forms.typed(lines)
    if week:
        typed |= {
            "title": week.title,
            "valid_from": number(week.valid_from),
            "valid_until": number(week.valid_until),
            "revision": str(week.revision),
        }
    form: WeekForm = type("WeekFormWithLines", (WeekForm,), fields)(data=typed)
    form.rows = line_forms.rows_of(form, group, count)
    form.group = group
    return form
