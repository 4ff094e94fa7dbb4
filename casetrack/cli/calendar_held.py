"""The landlord's calendar as its database holds it, beside the files and beside GOV.UK's list."""

import contextlib
import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from casetrack.calendars import load_calendar
from casetrack.calendars.amend import with_files
from casetrack.calendars.check import Difference, Side
from casetrack.cli.context import open_casetrack
from casetrack.cli.output import program
from casetrack.domain.errors import CasetrackError
from casetrack.domain.working_days import WorkingCalendar, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A calendar to be shown, and where it is from."""

    calendar: WorkingCalendar
    name: str
    in_database: bool = False
    added: frozenset[date] = frozenset()
    """bank holidays in the database that no file has"""
    taken_off: tuple[date, ...] = ()
    """bank holidays of the files that the database has as withdrawn"""
    files_know_more: bool = False


def landlord_is_there() -> bool:
    """Say whether a settings file was named or lies here."""
    named = click.get_current_context().find_root().obj or os.environ.get("CASETRACK_CONFIG")
    return bool(named) or Path("casetrack.toml").is_file()


def own_files() -> Path:
    """Return the folder of the landlord's own calendar files, whether it is there or not."""
    from casetrack.settings import find_settings_file  # loads pydantic

    settings = find_settings_file(click.get_current_context().find_root().obj)
    return settings.resolve().parent / "calendars"


def to_show(name: str | None, folder: Path | None) -> Shown:
    """Return the calendar that is asked for.

    Without a name it is the one the landlord's cases are counted with, as the database holds it;
    that one too where it is named beside --config. Any other is read from the files.
    """
    config = click.get_current_context().find_root().obj
    if folder is None and landlord_is_there() and (name is None or config):
        with open_casetrack() as casetrack:
            if name in (None, casetrack.settings.landlord.calendar):
                return _beside_files(casetrack.calendar_change.held())
        folder = own_files()
    name = name or "england-and-wales"
    return Shown(calendar=load_calendar(name, folder), name=name)


def _beside_files(held: WorkingCalendar) -> Shown:
    files = None
    with contextlib.suppress(CasetrackError):  # gone or broken: the database has what counts
        files = load_calendar(held.name, own_files())
    if files is None:
        return Shown(calendar=held, name=held.name, in_database=True)
    standing = {each.day for each in held.bank_holidays}
    in_files = {each.day for each in files.bank_holidays}
    listed = {each.day for each in held.listed}
    return Shown(
        calendar=held,
        name=held.name,
        in_database=True,
        added=frozenset(standing - in_files),
        taken_off=tuple(sorted((in_files - standing) & listed)),
        files_know_more=with_files(held, files) is not held,
    )


def in_the_database(differences: Sequence[Difference]) -> list[tuple[Difference, str, str]]:
    """Return each difference with what it does to dates, and the command that would end it."""
    return [(each, *_cure(each)) for each in differences]


def _cure(each: Difference) -> tuple[str, str]:
    day = f"{said(each.day)}, {each.title},"
    add_it = f"add --source GOV.UK {each.day} {shlex.quote(each.title)}"
    match each.side:
        case Side.GOVUK:
            says = (
                "stands on GOV.UK's list and is no bank holiday here: dates counted across it come "
                "out a working day early. Add it:"
            )
            return f"{day} {says}", command(add_it)
        case Side.CALENDAR:
            says = (
                "is a bank holiday here and not on GOV.UK's list: dates counted across it come out "
                "a working day late. If GOV.UK has dropped it, take it off:"
            )
            return f"{day} {says}", command(f"remove {each.day}")
        case Side.COMPUTED:
            says = "is on GOV.UK's list now and only worked out by rule here. Add it as published:"
            return f"{day} {says}", command(add_it)


def command(rest: str) -> str:
    """Return a command of `casetrack calendar` as it can be copied."""
    config = click.get_current_context().find_root().obj
    named = f" --config {shlex.quote(str(config))}" if config else ""
    return f"{program()}{named} calendar {rest}"
