"""The worklist as lines of a table, and the one line that explains the one under the cursor.

Values in, words out: knows no widget.
"""

from datetime import date
from typing import Final

from casetrack.domain.clock import name_of_kind
from casetrack.domain.code import ClockKind
from casetrack.domain.reminders import Urgency
from casetrack.domain.working_days import WorkingCalendar, short_day
from casetrack.service.views import View
from casetrack.service.wording import SIGNS, what, when
from casetrack.service.worklist import Due
from casetrack.tui.widgets.columns import Column, Line
from casetrack.tui.widgets.view_bar import Tab

TABS: Final = (
    Tab("1", View.DUE_TODAY, "today"),
    Tab("2", View.OVERDUE, "overdue"),
    Tab("3", View.SOON, "within two"),
    Tab("4", View.MINE, "mine"),
    Tab("5", View.NOT_ACKNOWLEDGED, "not acknowledged"),
    Tab("6", View.STAGE_1, "stage 1"),
    Tab("7", View.STAGE_2, "stage 2"),
    Tab("8", View.EXTENDED, "extended"),
    Tab("9", View.ACTIONS, "actions"),
    Tab("0", View.EVERYTHING, "everything"),
)
"""the saved views by the keys they are on"""
COLUMNS: Final = (
    Column("when", "When", 11),
    Column("case", "Case", 9),
    Column("what", "What", 19, grows=1),
    Column("due", "Due", 14, grows=1),
    Column("resident", "Resident", 14, grows=4),
    Column("handler", "Who", 4, grows=1),
)
OWN_TARGET: Final = Column("target", "Own target", 11, spare=1)
"""where the landlord has targets of its own"""
_GIVEN: Final = frozenset(ClockKind) - {
    *(ClockKind.ACKNOWLEDGEMENT, ClockKind.RESPONSE, ClockKind.BACKSTOP),
    *(ClockKind.CONTACT, ClockKind.DRAFT, ClockKind.SURVEY),
    *(ClockKind.SERVICE_REQUEST_CONTACT, ClockKind.SERVICE_REQUEST_CLOSE),
}
"""what no working days of the Code or the landlord are counted to"""
_TONES: Final = {Urgency.LATE: "late", Urgency.TODAY: "today", Urgency.SOON: "soon"}


def line_of(due: Due, today: date) -> Line:
    """Return a line of the worklist."""
    row = due.row
    day = short_day(row.due_on, today)
    return Line(
        row.place,
        (
            f"{SIGNS[due.urgency]} {when(due)}",
            row.reference,
            what(row.kind, row.stage) + (" ext." if row.extended else ""),
            f"was {day}" if due.urgency is Urgency.LATE else f"{day}{_past_own(due, today)}",
            row.resident,
            row.handler or "–",
            short_day(row.target_on, today) if row.target_on else "",
        ),
        _TONES.get(due.urgency, ""),
    )


def _past_own(due: Due, today: date) -> str:
    """Mark what is past the landlord's own target, where there is no room for its column too."""
    target = due.row.target_on
    return " ◇" if target and target < today else ""


def explained(due: Due, today: date, calendar: WorkingCalendar) -> str:
    """Return why a line is due when it is, in one sentence."""
    row = due.row
    name = name_of_kind(ClockKind(row.kind), row.stage)
    was = "was due" if due.urgency is Urgency.LATE else "due"
    until = ", until midnight" if due.urgency is Urgency.TODAY else ""
    sentence = f"{name[0].upper()}{name[1:]} {was} {short_day(row.due_on, today)}{until}"
    if row.target_on:
        passed = "was" if row.target_on < today else "is"
        sentence = f"Own target {passed} {short_day(row.target_on, today)}. {sentence}"
    if row.started_on is None:
        return f"{sentence}."
    days = calendar.count(row.started_on, row.original_due_on)
    by = f" ({row.provision})" if row.provision else ""
    if row.kind in _GIVEN or days == 0:
        return f"{sentence}: the day was agreed or given{by}."
    counted = f"{days} working {'day' if days == 1 else 'days'}{by}"
    started = short_day(row.started_on, today)
    if row.extended:
        first = short_day(row.original_due_on, today)
        return f"{sentence}, extended; first {first}, {counted} from {started}."
    return f"{sentence}: {counted} from {started}."
