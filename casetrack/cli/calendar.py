"""`casetrack calendar show`, `make` and `check`: the bank holidays that days are counted with."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO

import click

from casetrack.calendars import calendar_names, load_calendar, nation_of
from casetrack.calendars.check import Difference, check_against_govuk
from casetrack.cli import calendar_change, calendar_held
from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option
from casetrack.cli.output import ExitCode, print_json, say, table
from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import BankHoliday, said
from casetrack.text import safe_text

_NATIONS = ("england-and-wales", "scotland", "northern-ireland")
folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder with calendars of your own.",
)


@click.group(no_args_is_help=True)
@config_option
def calendar() -> None:
    """The bank holidays that working days are counted with."""


@calendar.command()
@click.argument("name", required=False)
@click.option("--calendar", "named", metavar="NAME", help="The same as NAME.")
@click.option("--year", type=click.IntRange(2000, 2100), help="Only this year.")
@folder_option
@json_option
@config_option
def show(
    name: str | None, named: str | None, year: int | None, folder: Path | None, json_: bool
) -> None:
    """The bank holidays of a calendar.

    Without NAME: those the landlord's cases are counted with, as its database holds them. With
    NAME, or where there is no landlord: those of the calendar files.

    Example: casetrack calendar show scotland --year 2026
    """
    if name and named and name != named:
        raise BadInput(f"{name} and --calendar {named} are two calendars: name one of them.")
    shown = calendar_held.to_show(name or named, folder)
    days = [each for each in shown.calendar.bank_holidays if year in (None, each.day.year)]
    if json_:
        print_json(_shown_as_plain(shown, days))
        return
    say(table(("Day", "Bank holiday", ""), [_shown_row(shown, each) for each in days]))
    first, last = map(said, shown.calendar.covers)
    version = shown.calendar.version[:12]
    where = "as this landlord's database holds it" if shown.in_database else "from calendar files"
    say(f"\n{shown.name}, {where}, version {version}: {first} to {last}.")
    if shown.taken_off:
        say(f"Taken off here: {', '.join(map(said, shown.taken_off))}.")
    if shown.files_know_more:
        merge = calendar_held.command("merge --dry-run")
        say(f"The calendar files know more than the database. What it would change: {merge}")
    say(f"Calendars there are: {', '.join(calendar_names(folder))}.")


def _shown_row(shown: calendar_held.Shown, each: BankHoliday) -> tuple[str, str, str]:
    kind = "worked out by rule" if each.computed else "published"
    return said(each.day), each.title, "added here" if each.day in shown.added else kind


def _shown_as_plain(shown: calendar_held.Shown, days: Sequence[BankHoliday]) -> dict[str, object]:
    return {
        "calendar": shown.name,
        "where": "database" if shown.in_database else "file",
        "calendar_version": shown.calendar.version,
        "covers": [day.isoformat() for day in shown.calendar.covers],
        "published_until": _iso(shown.calendar.published_until),
        "bank_holidays": [
            {
                "date": each.day.isoformat(),
                "title": each.title,
                "computed": each.computed,
                "announced_on": _iso(each.announced_on),
                "added_here": each.day in shown.added,
            }
            for each in days
        ],
        "taken_off": [day.isoformat() for day in shown.taken_off],
        "files_know_more": shown.files_know_more,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@calendar.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="calendars")
@click.option("--published-until", metavar="YYYY-12-31", help="The last year GOV.UK has published.")
@config_option
def make(folder: Path, published_until: str | None) -> None:
    """Write the three nations' calendar files into FOLDER, from the holidays package.

    What a file already says by hand (titles, when a day was announced or withdrawn) is kept, so
    that a second run changes nothing.

    Example: casetrack calendar make calendars --published-until 2028-12-31
    """
    from casetrack.calendars.make import make_calendars  # the holidays package loads with it
    from casetrack.service.what_if import iso_day

    until = iso_day(published_until) if published_until else None
    for made in make_calendars(folder, published_until=until):
        changes = f"written, {len(made.added)} days added, {len(made.dropped)} dropped"
        say(f"{made.path}: {changes if made.changed else 'unchanged'}.")


@calendar.command()
@click.argument("file", type=click.File("rb"))
@click.option("--calendar", "name", help="Only this calendar.  [default: the three nations]")
@folder_option
@json_option
@config_option
def check(file: IO[bytes], name: str | None, folder: Path | None, json_: bool) -> ExitCode:
    """Compare calendars with GOV.UK's bank-holidays.json, given as a file (- for stdin).

    Where there are settings, the landlord's calendar as its database holds it is compared too: that
    is the one its clocks are counted with.

    Example: casetrack calendar check bank-holidays.json
    """
    published = _json(file)
    found = []
    for each in (name,) if name else _NATIONS:
        loaded = load_calendar(each, folder)
        differences = check_against_govuk(loaded, published, nation_of(each, folder))
        found += [(each, difference) for difference in differences]
    held, differing = _held(published, name)
    if json_:
        print_json(
            [
                *(_as_plain(each, d, d.sentence, "file", None) for each, d in found),
                *(_as_plain(held, d, says, "database", cure) for d, says, cure in differing),
            ]
        )
    else:
        lines = [f"{each}: {difference.sentence}" for each, difference in found]
        lines += [
            safe_text(f"{held} in the database: {says} {cure}") for _, says, cure in differing
        ]
        beside = f", and {held} as the database holds it," if held else ""
        say("\n".join(lines) or f"The calendars{beside} agree with GOV.UK's list, day for day.")
    return ExitCode.FOUND if found or differing else ExitCode.DONE


def _held(published: object, name: str | None) -> tuple[str, list[tuple[Difference, str, str]]]:
    """Return the landlord's calendar as its database holds it: its name and what differs.

    "" where there are no settings, or where only another calendar was asked for.
    """
    if not calendar_held.landlord_is_there():
        return "", []
    with open_casetrack() as casetrack:
        if name and name != casetrack.settings.landlord.calendar:
            return "", []
        held, differences = casetrack.calendar_change.compare(published)
    return held, calendar_held.in_the_database(differences)


def _as_plain(
    calendar: str, difference: Difference, says: str, where: str, cure: str | None
) -> dict[str, str | None]:
    return {
        "calendar": calendar,
        "date": difference.day.isoformat(),
        "title": difference.title,
        "side": difference.side.value,
        "difference": says,
        "where": where,
        "command": cure,
    }


def _json(file: IO[bytes]) -> object:
    try:
        return json.loads(file.read().decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput(
            f"{file.name} cannot be read as JSON: {error}. It has to be GOV.UK's "
            "bank-holidays.json."
        ) from error


for _command in (
    calendar_change.add,
    calendar_change.remove,
    calendar_change.merge,
    calendar_change.review,
):
    calendar.add_command(_command)
