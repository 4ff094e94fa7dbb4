"""`casetrack due` and `casetrack digest`: what is due, and this morning's list for each handler."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option, today_option
from casetrack.cli.output import print_json, say, table
from casetrack.domain.reminders import Urgency
from casetrack.domain.working_days import said, short_day
from casetrack.service.wording import SIGNS, what, when

if TYPE_CHECKING:
    from casetrack.service.worklist import Digest, Due, Morning


@click.command()
@click.option("--within", type=int, help="Due within so many working days, or late.")
@click.option("--handler", help="Only this handler's.")
@click.option("--stage", type=click.IntRange(1, 2), help="Only this stage.")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@today_option
@json_option
@config_option
def due(
    within: int | None,
    handler: str | None,
    stage: int | None,
    overdue: bool,
    today: date,
    json_: bool,
) -> None:
    """The worklist: what is due, the latest first.

    Example: casetrack due --within 5 --handler JB
    """
    from casetrack.service.worklist import Wanted  # loads SQLModel

    with open_casetrack() as casetrack:
        wanted = Wanted(within=within, handler=handler, stage=stage, overdue=overdue)
        lines = casetrack.worklist.due(today, wanted)
        landlord = casetrack.settings.landlord.name
    if json_:
        print_json({"today": today.isoformat(), "due": [_as_plain(line) for line in lines]})
        return
    late = sum(line.urgency is Urgency.LATE for line in lines)
    on_the_day = sum(line.urgency is Urgency.TODAY for line in lines)
    say(f"{landlord}   {said(today)}   {late} late · {on_the_day} today · {len(lines)} in all")
    say(due_table(lines, today) if lines else "Nothing is due.")


def due_table(lines: Sequence["Due"], today: date) -> str:
    """Return lines of the worklist as a table for people."""
    headings = ["", "When", "Case", "What", "Due", "Resident", "Handler"]
    rows = [_as_row(line, today) for line in lines]
    if any(line.row.target_on for line in lines):
        headings.append("Own target")
        for row, line in zip(rows, lines, strict=True):
            row.append(short_day(line.row.target_on, today) if line.row.target_on else "")
    return table(headings, rows, gives_way=(5, 6))


def _as_plain(line: "Due") -> dict[str, Any]:
    row = line.row
    return {
        "reference": row.reference,
        "resident": row.resident,
        "handler": row.handler,
        "key": row.key,
        "stage": row.stage,
        "provision": row.provision,
        "started_on": row.started_on.isoformat() if row.started_on else None,
        "due_on": row.due_on.isoformat(),
        "original_due_on": row.original_due_on.isoformat(),
        "extended": row.extended,
        "target_on": row.target_on.isoformat() if row.target_on else None,
        "working_days_left": line.working_days_left,
        "verdict": "overdue" if line.urgency is Urgency.LATE else "running",
        "provisional": row.provisional,
    }


def _as_row(line: "Due", today: date) -> list[str]:
    row = line.row
    return [
        SIGNS[line.urgency],
        when(line),
        row.reference,
        what(row.kind, row.stage),
        short_day(row.due_on, today) + (" (ext.)" if row.extended else ""),
        row.resident,
        row.handler or "–",
    ]


@click.command()
@click.option("--handler", help="Only this handler's.")
@today_option
@json_option
@config_option
def digest(handler: str | None, today: date, json_: bool) -> None:
    """This morning's digest as text: who has to do what, by when.

    It holds references and due dates only, so that it can be sent by email.

    Example: casetrack digest --handler JB
    """
    with open_casetrack() as casetrack:
        morning = casetrack.worklist.morning(today, handler)
        landlord = casetrack.settings.landlord.name
    if json_:
        print_json(_morning_as_plain(morning))
        return
    for each in morning.digests:
        say("\n".join(digest_lines(each)) + "\n")
    if handler is None:
        say("\n".join(summary_lines(morning, landlord)))


def digest_lines(digest: "Digest") -> Iterator[str]:
    """Give one handler's digest, line by line."""
    yield f"{digest.handler or 'Nobody has been given these'}: {said(digest.today)}"
    if not digest.lines:
        yield "  Nothing is late, due today or due within two working days."
    for urgency, heading in (
        (Urgency.LATE, "Late"),
        (Urgency.TODAY, "Due today, until midnight"),
        (Urgency.SOON, "Due within two working days"),
    ):
        lines = digest.of(urgency)
        if lines:
            yield f"  {heading} ({len(lines)})"
            yield table(("", "", "", ""), [_digest_row(line) for line in lines], indent=4)


def _digest_row(line: "Due") -> Sequence[str]:
    row = line.row
    due_on = ("was due " if line.urgency is Urgency.LATE else "due ") + said(row.due_on)
    waits_for = what(row.kind, row.stage)
    extended = " (extended)" if row.extended else ""
    return (row.reference, waits_for, due_on + extended, when(line))


def summary_lines(morning: "Morning", landlord: str) -> Iterator[str]:
    """Give what the manager is told: everybody's counts, and the anchor of the history."""
    yield f"{landlord}: {said(morning.today)}, for the manager"
    rows = [
        (
            digest.handler or "(nobody)",
            *(str(len(digest.of(u))) for u in (Urgency.LATE, Urgency.TODAY, Urgency.SOON)),
        )
        for digest in morning.digests
    ]
    if rows:
        yield table(("Handler", "Late", "Today", "Within 2 wd"), rows, indent=2)
    else:
        yield "  Nothing is late, due today or due within two working days."
    if morning.anchor:
        yield f"  Last seal: number {morning.anchor.number}, {morning.anchor.hash}"
        yield "  Keep this line: it shows later whether the end of the history was cut off."


def _morning_as_plain(morning: "Morning") -> dict[str, Any]:
    return {
        "today": morning.today.isoformat(),
        "digests": [
            {
                "handler": digest.handler,
                **{
                    urgency.value: [
                        {
                            "reference": line.row.reference,
                            "key": line.row.key,
                            "stage": line.row.stage,
                            "due_on": line.row.due_on.isoformat(),
                            "working_days_left": line.working_days_left,
                        }
                        for line in digest.of(urgency)
                    ]
                    for urgency in (Urgency.LATE, Urgency.TODAY, Urgency.SOON)
                },
            }
            for digest in morning.digests
        ],
        "anchor": (
            {"number": morning.anchor.number, "hash": morning.anchor.hash}
            if morning.anchor
            else None
        ),
    }
