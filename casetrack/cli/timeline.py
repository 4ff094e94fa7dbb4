"""`casetrack timeline`: what-if, every clock of a history without a database or settings."""

import json
from collections.abc import Sequence
from datetime import date
from typing import IO, Any

import click

from casetrack.calendars import load_calendar
from casetrack.cli.context import config_option
from casetrack.cli.options import json_option, today_option
from casetrack.cli.output import ExitCode, print_json, say, table
from casetrack.domain.clock import Clock, name_of
from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import WorkingCalendar, said, short_day
from casetrack.editions import load_editions
from casetrack.service import what_if


@click.command()
@click.argument("facts", type=click.File("rb"))
@click.option("--edition", "edition_name", help="Such as housing-ombudsman-2024.")
@click.option("--calendar", "calendar_name", help="[default: the edition's nation]")
@today_option
@json_option
@config_option
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
            short_day(clock.started_on, today),
            short_day(clock.due_on, today) + (" (ext.)" if clock.extended else ""),
            short_day(clock.stopped_on, today),
            _state(clock, calendar, today),
        )
        for clock in clocks
        if clock.due_on or clock.settled
    ]
    return table(("Clock", "From", "Due", "Done", "State"), rows)


def _state(clock: Clock, calendar: WorkingCalendar, today: date) -> str:
    """Return where a clock stands in few words: met, 2 wd late, 3 wd left."""
    if not clock.open or clock.due_on is None:
        return clock.verdict(today).value.replace("-", " ")
    if clock.due_on == today:
        return "due today"
    left = calendar.count(today, clock.due_on)
    if clock.due_on < today:
        return f"{-left} wd late" if left else "late"
    return f"{left} wd left"
