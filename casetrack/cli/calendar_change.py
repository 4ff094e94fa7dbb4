"""`casetrack calendar add`, `remove`, `merge`, `review`: a landlord's calendar in its database."""

import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casetrack.calendars import load_calendar
from casetrack.cli.calendar_held import own_files
from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import DAY, json_option, london_today, recorded_by
from casetrack.cli.output import print_json, say, table
from casetrack.domain.clock import name_of_kind
from casetrack.domain.code import ClockKind
from casetrack.domain.working_days import said, short_day

if TYPE_CHECKING:
    from casetrack.service.calendar_change import CalendarChanged, CalendarOrder, MergeOrder
    from casetrack.service.calendar_review import Reviewed

because_option = click.option(
    "--because", default="", help="Why, told beside each due day that moves. Name no resident."
)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Tell what would come of it; save nothing."
)


@click.command()
@click.argument("day", type=DAY)
@click.argument("title")
@click.option(
    "--announced-on",
    type=DAY,
    help="The day it was announced.  [default: today, for a day to come]",
)
@click.option("--source", default="", help="Where it stands, such as GOV.UK.")
@because_option
@dry_run_option
@json_option
@config_option
def add(
    day: date,
    title: str,
    announced_on: date | None,
    source: str,
    because: str,
    dry_run: bool,
    json_: bool,
) -> None:
    """Make DAY a bank holiday in the landlord's calendar; open clocks move, settled ones stay.

    Example: casetrack calendar add 2026-06-15 "World Cup bank holiday" --source GOV.UK
    """
    order = _order(day, because, dry_run=dry_run)
    with open_casetrack() as casetrack:
        changed = casetrack.calendar_change.add(
            order, title, announced_on=announced_on, source=source
        )
    _print(changed, order, json_=json_)


@click.command()
@click.argument("day", type=DAY)
@click.option(
    "--withdrawn-on", type=DAY, help="The day it was taken off the list.  [default: today]"
)
@because_option
@dry_run_option
@json_option
@config_option
def remove(day: date, withdrawn_on: date | None, because: str, dry_run: bool, json_: bool) -> None:
    """Mark DAY as withdrawn in the landlord's calendar; it stays listed, open clocks move back.

    Example: casetrack calendar remove 2026-06-15 --withdrawn-on 2026-05-01
    """
    order = _order(day, because, dry_run=dry_run)
    with open_casetrack() as casetrack:
        changed = casetrack.calendar_change.remove(order, withdrawn_on=withdrawn_on)
    _print(changed, order, json_=json_)


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the files.  [default: calendars, beside the settings]",
)
@because_option
@dry_run_option
@json_option
@config_option
def merge(folder: Path | None, because: str, dry_run: bool, json_: bool) -> None:
    """Bring what newer calendar files know into the landlord's calendar; open clocks move.

    Days you added or took off stay as they are. A year the files have as published is so here too.

    Example: casetrack calendar merge --dry-run
    """
    from casetrack.service.calendar_change import MergeOrder  # loads SQLModel

    order = MergeOrder(**_ordered(because, dry_run=dry_run))
    with open_casetrack() as casetrack:
        name = casetrack.settings.landlord.calendar
        files = load_calendar(name, folder or own_files())
        changed = casetrack.calendar_change.merge(order, files)
    _print(changed, order, json_=json_)


@click.command()
@json_option
@config_option
def review(json_: bool) -> None:
    """The settled clocks on which the newest calendar would say something else; they stay.

    Example: casetrack calendar review
    """
    with open_casetrack() as casetrack:
        found = casetrack.calendar_change.review()
    if json_:
        print_json([_reviewed_as_plain(each) for each in found])
        return
    if not found:
        say("By the newest calendar no settled clock would have another verdict or due day.")
        return
    rows = [
        (
            each.record.reference,
            name_of_kind(ClockKind(each.kept.kind), each.kept.stage),
            f"{each.kept.settled}, due {said(each.kept.due_on)}",
            f"{each.newest.settled or 'open'}, due {said(each.newest.due_on)}"
            if each.newest
            else "no such clock",
        )
        for each in found
    ]
    say(table(("Case", "Clock", "On record", "By the newest calendar"), rows))
    say("What is on record stays: it was judged by the calendar of its day.")


def _order(day: date, because: str, *, dry_run: bool) -> "CalendarOrder":
    from casetrack.service.calendar_change import CalendarOrder  # loads SQLModel

    return CalendarOrder(day=day, **_ordered(because, dry_run=dry_run))


def _ordered(because: str, *, dry_run: bool) -> dict[str, Any]:
    return {
        "command_id": str(uuid.uuid4()),
        "recorded_by": recorded_by(),
        "recorded_at": datetime.now(UTC),  # noqa: TID251  the edge
        "today": london_today(),
        "because": because,
        "dry_run": dry_run,
    }


def _print(changed: "CalendarChanged", order: "MergeOrder", *, json_: bool) -> None:
    if json_:
        print_json(_changed_as_plain(changed, getattr(order, "day", None)))
        return
    if order.dry_run:
        say("Dry run: nothing is saved.")
    say(" ".join((changed.says, *changed.notes)))
    if changed.moved:
        rows = [
            (
                each.record.reference,
                name_of_kind(each.kind, each.stage),
                said(each.was_due_on),
                said(each.due_on),
                f"promised {short_day(each.promised_on, order.today)}" if each.promised_on else "",
            )
            for each in changed.moved
        ]
        say(table(("Case", "Clock", "Was due", "Now due", ""), rows))
    if changed.changed:
        cases = len({each.record for each in changed.moved})
        say(
            f"{_counted(len(changed.moved), 'due day')} moved, of {_counted(cases, 'case')}. "
            f"Calendar version {changed.version[:12]}."
        )
    if changed.to_review:
        say(
            f"{_counted(changed.to_review, 'case')} with a settled clock on which the newest "
            "calendar would say something else: `casetrack calendar review`."
        )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _changed_as_plain(changed: "CalendarChanged", day: date | None) -> dict[str, Any]:
    return {
        "calendar": changed.calendar,
        "calendar_version": changed.version,
        "date": _iso(day),
        "changed": changed.changed,
        "saved": changed.saved,
        "says": changed.says,
        "notes": list(changed.notes),
        "moved": [
            {
                "reference": each.record.reference,
                "clock": each.clock,
                "was_due_on": each.was_due_on.isoformat(),
                "due_on": each.due_on.isoformat(),
                "promised_on": _iso(each.promised_on),
            }
            for each in changed.moved
        ],
        "to_review": changed.to_review,
    }


def _reviewed_as_plain(each: "Reviewed") -> dict[str, Any]:
    kept, newest = each.kept, each.newest
    return {
        "reference": each.record.reference,
        "clock": kept.key,
        "verdict": kept.settled,
        "due_on": kept.due_on.isoformat(),
        "calendar_version": kept.calendar_version,
        "newest_verdict": newest.settled if newest else None,
        "newest_due_on": _iso(newest.due_on if newest else None),
        "newest_calendar_version": newest.calendar_version if newest else None,
    }
