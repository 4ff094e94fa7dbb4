"""`casetrack deadline` and `count`: dates without a database or settings."""

from datetime import date
from typing import Any

import click

from casetrack.calendars import load_calendar
from casetrack.cli.context import config_option
from casetrack.cli.options import DAY, json_option
from casetrack.cli.output import print_json, say
from casetrack.domain.working_days import Day, said

calendar_option = click.option(
    "--calendar", "calendar_name", default="england-and-wales", show_default=True,
    help="Whose bank holidays.",
)  # fmt: skip


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("start", type=DAY)
@click.argument("days", type=int)
@calendar_option
@click.option("--as-known-on", type=DAY, help="With the bank holidays announced by this day.")
@click.option("--explain", "explained", is_flag=True, help="Every day, counted or skipped.")
@json_option
@config_option
def deadline(
    start: date,
    days: int,
    calendar_name: str,
    as_known_on: date | None,
    explained: bool,
    json_: bool,
) -> None:
    """The day DAYS working days after START; a negative number counts back.

    Example: casetrack deadline 2024-12-24 5 --explain
    """
    calendar = load_calendar(calendar_name)
    if as_known_on:
        calendar = calendar.as_known_on(as_known_on)
    due_on = calendar.add(start, days)
    listed = calendar.days(start, due_on) if explained else ()
    if json_:
        answer = {
            "start": start.isoformat(),
            "working_days": days,
            "due_on": due_on.isoformat(),
            "calendar": calendar_name,
            "calendar_version": calendar.version,
            "provisional": calendar.is_provisional(due_on),
        }
        print_json({**answer, "days": [_as_plain(day) for day in listed]} if explained else answer)
        return
    if explained:
        from casetrack.domain.explain import RULE, long  # the Code's clocks load with it

        say(f"{long(due_on)}: {_in_words(days)} {said(start)}")
        say(days_table(start, listed))
        say(f"{RULE}\nCalendar: {calendar_name}, version {calendar.version}.")
    else:
        say(said(due_on))
    if calendar.is_provisional(due_on) and calendar.published_until:
        say(
            f"Provisional: bank holidays are published up to {said(calendar.published_until)}; "
            "later ones are worked out by rule."
        )


def _in_words(days: int) -> str:
    counted = f"{abs(days)} working {'day' if abs(days) == 1 else 'days'}"
    return f"{counted} {'before' if days < 0 else 'from'}"


def _as_plain(day: Day) -> dict[str, Any]:
    return {
        "date": day.date.isoformat(),
        "counted": day.counted,
        "number": day.number,
        "reason": day.reason,
    }


def days_table(start: date, days: tuple[Day, ...], started: str = "") -> str:
    """Return a count laid out day by day, day 0 first."""
    rows = [("day 0", said(start), started)]
    rows += [(str(d.number) if d.counted else "–", said(d.date), d.reason or "") for d in days]
    return "\n".join(f"  {number:>5}  {day:<15}  {why}".rstrip() for number, day, why in rows)


@click.command()
@click.argument("start", type=DAY)
@click.argument("end", type=DAY)
@calendar_option
@json_option
@config_option
def count(start: date, end: date, calendar_name: str, json_: bool) -> None:
    """The working days after START up to and including END; negative when END is before START.

    Example: casetrack count 2024-05-29 2024-08-05
    """
    working_days = load_calendar(calendar_name).count(start, end)
    if json_:
        print_json(
            {
                "start": start.isoformat(),
                "end": end.isoformat(),
                "working_days": working_days,
                "calendar": calendar_name,
            }
        )
    else:
        say(f"{working_days} working {'day' if abs(working_days) == 1 else 'days'}")
