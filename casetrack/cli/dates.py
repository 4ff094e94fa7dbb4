"""`casetrack deadline`, `count` and `timeline`: dates without a database or settings."""

import json
from collections.abc import Sequence
from datetime import date
from typing import IO, Any

import click

from casetrack.calendars import load_calendar
from casetrack.cli.options import DAY, json_option, today_option
from casetrack.cli.output import ExitCode, print_json, say, table
from casetrack.domain.clock import Clock
from casetrack.domain.errors import BadInput
from casetrack.domain.explain import RULE, left_in_words, long, name_of
from casetrack.domain.working_days import Day, WorkingCalendar, said
from casetrack.editions import load_editions
from casetrack.service import what_if

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
    say(said(due_on) if not explained else f"{long(due_on)}: {_in_words(days)} {said(start)}")
    if explained:
        say(days_table(start, listed))
        say(f"{RULE}\nCalendar: {calendar_name}, version {calendar.version}.")
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


@click.command()
@click.argument("facts", type=click.File("rb"))
@click.option("--edition", "edition_name", help="Such as housing-ombudsman-2024.")
@click.option("--calendar", "calendar_name", help="[default: the edition's nation]")
@today_option
@json_option
def timeline(
    facts: IO[bytes],
    edition_name: str | None,
    calendar_name: str | None,
    today: date,
    json_: bool,
) -> ExitCode:
    """Every clock of a history given as facts in a JSON file (- for stdin).

    Example: casetrack timeline facts.json --today 2025-01-20, with facts.json holding
    [{"on": "2024-12-24", "fact": "complaint-received"}]
    """
    editions = load_editions()
    history = what_if.read_facts(_json(facts))
    edition = what_if.edition_of(history, editions, edition_name)
    nation = edition.nation if edition else "england-and-wales"
    found = what_if.timeline(history, edition, load_calendar(calendar_name or nation))
    if json_:
        print_json(_timeline_as_plain(found, today))
    else:
        _print_timeline(found, today)
    return ExitCode.FOUND if found.findings or found.objections else ExitCode.DONE


def _json(file: IO[bytes]) -> object:
    try:
        return json.loads(file.read().decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput(f"{file.name} cannot be read as JSON: {error}.") from error


def _timeline_as_plain(found: what_if.Timeline, today: date) -> dict[str, Any]:
    return {
        "edition": found.edition.name if found.edition else None,
        "calendar": found.calendar.name,
        "clocks": [what_if.clock_as_plain(clock, today) for clock in found.all_clocks],
        "assumptions": [
            {"code": each.code, "stage": each.stage, "assumption": each.says}
            for each in found.assumptions
        ],
        "findings": [
            {
                "index": finding.sequence,
                "code": finding.code,
                "provision": finding.cited.shown,
                "finding": finding.says,
            }
            for finding in found.findings
        ],
        "objections": [
            {
                "index": objection.sequence,
                "kind": objection.kind.value,
                "code": objection.code,
                "provision": objection.provision,
                "reason": objection.reason,
                "cure": objection.cure,
            }
            for objection in found.objections
        ],
    }


def _print_timeline(found: what_if.Timeline, today: date) -> None:
    under = found.edition.title if found.edition else "No edition of the Code is held for it"
    say(f"{under}, as on {said(today)}")
    if found.clocks:
        say(clocks_table(found.all_clocks, found.calendar, today))
    for heading, lines in (
        ("Findings", [f"{finding.cited}: {finding.says}" for finding in found.findings]),
        ("Taken for granted", [each.says for each in found.assumptions]),
        ("Left out", [f"fact {o.sequence}: {o.reason}. {o.cure}" for o in found.objections]),
    ):
        if lines:
            say(f"\n{heading}\n" + "\n".join(f"  {line}" for line in lines))


def clocks_table(clocks: Sequence[Clock], calendar: WorkingCalendar, today: date) -> str:
    """Return clocks as a table for people; those not begun are left out."""
    rows = [
        (
            name_of(clock),
            said(clock.started_on) if clock.started_on else "–",
            said(clock.due_on) + (" (ext.)" if clock.extended else "") if clock.due_on else "–",
            said(clock.stopped_on) if clock.stopped_on else "–",
            _state(clock, calendar, today),
        )
        for clock in clocks
        if clock.due_on or clock.settled
    ]
    return table(("Clock", "From", "Due", "Done", "State"), rows)


def _state(clock: Clock, calendar: WorkingCalendar, today: date) -> str:
    words = left_in_words(clock, calendar, today) or clock.verdict(today).value
    return words.rstrip(".").split(":")[0].split(" on ")[0].lower()
