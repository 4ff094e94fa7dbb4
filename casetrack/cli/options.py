"""What several commands take: days as people type them, and the options they share."""

import os
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casetrack.domain.errors import BadInput

if TYPE_CHECKING:
    from casetrack.domain.working_days import WorkingCalendar


class Day(click.ParamType[date]):
    """A day as people type it: 2024-12-24, 24/12/2024, 24 Dec 2024."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day. Month-first and impossible ones are refused, never guessed."""
        from casetrack.imports.days import parse_day  # only where a day is typed

        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except BadInput as problem:
            self.fail(str(problem), param, ctx)


DAY = Day()


class PastDay(Day):
    """A day as people type it, also by how far it is from today: yesterday, -3, +5, -2wd, fri."""

    past = True

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        from casetrack.service.typed_days import typed_day  # only where a day is typed

        if isinstance(value, date):
            return value
        try:
            return typed_day(value, today=london_today(), calendar=_calendar, past=self.past)
        except BadInput as problem:
            self.fail(str(problem), param, ctx)


class AnyDay(PastDay):
    """The same of a day that may well be to come: 4/12 is the nearest one."""

    past = False


class UntilDay(AnyDay):
    """A day as people type it, or so many working days after the due day: +5wd."""

    def convert(  # type: ignore[override]  # what it gives is read by whoever knows the due day
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | str:
        """Return the day, or +5wd as it was typed."""
        words = "".join(value.split()).casefold() if isinstance(value, str) else ""
        if words.startswith("+") and words.endswith("wd") and words[1:-2].isdecimal():
            return words
        return super().convert(value, param, ctx)


def _calendar() -> "WorkingCalendar":
    """Return the landlord's calendar, which only a count of working days needs."""
    from casetrack.cli.context import open_casetrack  # loads the database

    with open_casetrack() as casetrack:
        return casetrack.casework.record("landlord", "").calendar


def london_today() -> date:
    """Return the day it is in London: the edge of casetrack where the clock is read."""
    from datetime import datetime  # only where no day is given
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Europe/London")).date()  # noqa: TID251  the edge


today_option = click.option(
    "--today",
    type=DAY,
    default=None,
    callback=lambda _context, _parameter, day: day or london_today(),
    help="Judge running and overdue as on this day.  [default: today, London]",
)
json_option = click.option("--json", "json_", is_flag=True, help="Print one JSON value.")


def recorded_by() -> str:
    """Return who runs the command, as it is written down with what it records."""
    try:
        # Not the environment's word for it: anybody can set that.
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"user {os.getuid()}"  # an account without a name, as in a container
    except ImportError:  # Windows has another way
        import getpass

        return getpass.getuser()
