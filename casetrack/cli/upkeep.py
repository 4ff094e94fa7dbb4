"""`casetrack init`, `check`, `rebuild` and `migrate`: keeping a database sound."""

import contextlib
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option, recorded_by
from casetrack.cli.output import ExitCode, print_json, say
from casetrack.domain.errors import BadInput, CasetrackError, CouldNot

if TYPE_CHECKING:
    from casetrack.service.upkeep import Upkeep

_SHOWN = 20
_TEMPLATE = """# The settings of one landlord. docs/settings.md explains each line.

[landlord]
name = "{name}"
# code = "housing-ombudsman"          # or "lgsco"; the edition is chosen by the day of the receipt
# calendar = "england-and-wales"      # or a file of your own in calendars/ that extends it

[database]
url = "sqlite:///casetrack.db"        # or postgresql+psycopg://user@host/database

# Homes owned at the end of the year, for the rates per 1,000.
# [homes."2024-25"]
# LCRA = 7000
# LCHO = 600

# Targets of your own in working days: shorter than the Code's, never longer.
# [targets]
# stage-1-acknowledgement = 2

# Clocks of your own, which the Code has not: they run where a line is given.
# contact = 2                         # from the receipt: the first try to speak to the resident
# draft = 7                           # from what starts the time to answer
# service-request-contact = 3
# service-request-close = 15
# survey = 10                         # from the closing of the case

# How often to try a resident before acknowledging without having spoken to them.
# [procedure]
# contact_attempts = 2

# Your own reasons for refusing a complaint: "over-12-months", "legal-proceedings",
# "already-considered", or "other", which a manager decides.
# [refusals]
# "insurance claim" = "other"

# Who signs off an answer: "anybody" but who decided it, or a "manager".
# [[sign_off]]
# stage = 2
# by = "manager"
# service_area = "Repairs"            # left out: every area without a cell of its own

# Where documents filed with cases are kept.
# [documents]
# folder = "documents"

# How figures are counted; the values shown hold when a line is left out.
# [reporting]
# ch02_denominator = "received"       # or "received-and-due", "responded"
# require_acknowledgement_in_time = true
# accept_good_reason = false
# decimals = 1
# response_is_acknowledgement = true
# imported_definition = "assumed"     # or "not-evidenced"

# Your own names for outcomes.
# [outcomes]
# "upheld substantially" = "upheld"

# [email]
# deliver = "folder"                  # or "smtp"
# folder = "outbox"
# from = "complaints@example.org"
# manager = "manager@example.org"

# [people."JB"]
# email = "jb@example.org"
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--name", default="Our landlord", show_default=True, help="The landlord's name.")
@config_option
def init(folder: Path, name: str) -> None:
    """Write a commented casetrack.toml and the database beside it; what is there is kept.

    Example: casetrack init complaints --name "Sample Homes"
    """
    from casetrack.bootstrap import create  # loads SQLModel

    if not name.strip() or not name.isprintable():
        raise BadInput(f"{name!r} is no name of a landlord: give it in letters, on one line.")
    path = click.get_current_context().find_root().obj or folder / "casetrack.toml"
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            say(f"Kept {path}.")
        else:
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            path.write_text(_TEMPLATE.format(name=quoted), encoding="utf-8")
            say(f"Wrote {path}: put your landlord's name and homes into it.")
    except OSError as error:
        raise CouldNot(f"{path} cannot be written: {error.strerror}.") from error
    create(path)
    say("The database is ready. Next: casetrack import your-complaint-log.xlsx --dry-run")


@click.command()
@click.option(
    "--seal", nargs=2, type=(click.IntRange(0, 2**63 - 1), str), metavar="NUMBER HASH",
    help="A last seal that was kept: finds whether the end was cut off since.",
)  # fmt: skip
@json_option
@config_option
def check(seal: tuple[int, str] | None, json_: bool) -> ExitCode:
    """Verify the history, and that worklist and figures are what it gives.

    The manager's digest prints the last seal: kept elsewhere, it is what --seal takes.

    Example: casetrack check
    """
    from casetrack.store import Anchor  # loads SQLModel

    anchor = Anchor(seal[0], seal[1].lower()) if seal else None
    with open_casetrack() as casetrack:
        problems = list(casetrack.upkeep.check(anchor))
        _note(casetrack.upkeep, len(problems))
    if json_:
        print_json(
            [
                {"code": p.code, "where": p.where, "problem": p.says, "cure": p.cure}
                for p in problems
            ]
        )
    elif problems:
        for problem in problems[:_SHOWN]:
            say(f"{problem.where}: {problem.says} {problem.cure}")
        if len(problems) > _SHOWN:
            say(f"… and {len(problems) - _SHOWN} more; --json lists them all.")
        say(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'} found.")
    else:
        say("The history is whole, and everything derived from it agrees.")
    return ExitCode.FOUND if problems else ExitCode.DONE


def _note(upkeep: "Upkeep", problems: int) -> None:
    """Write down that it was checked; a database that takes no word, such as a copy, is as good."""
    with contextlib.suppress(CasetrackError):
        upkeep.note_check(problems, by=recorded_by(), at=datetime.now(UTC))  # noqa: TID251  the edge


@click.command()
@json_option
@config_option
def rebuild(json_: bool) -> None:
    """Make worklist and figures anew from the history; lists every verdict that changes.

    Example: casetrack rebuild
    """
    with open_casetrack() as casetrack:
        rebuilt = casetrack.upkeep.rebuild(
            command_id=str(uuid.uuid4()),
            recorded_by=recorded_by(),
            recorded_at=datetime.now(UTC),  # noqa: TID251  the edge
        )
    if json_:
        print_json(
            {
                "records": rebuilt.records,
                "replaced": rebuilt.replaced,
                "changes": [
                    {"reference": c.reference, "clock": c.clock, "change": c.says}
                    for c in rebuilt.changes
                ],
            }
        )
        return
    for change in rebuilt.changes:
        say(f"{change.reference}, {change.clock}: {change.says}")
    say(
        f"{rebuilt.records} records looked at, {rebuilt.replaced} made anew, "
        f"{len(rebuilt.changes)} verdicts or dates changed."
    )


@click.command()
@config_option
def migrate() -> None:
    """Bring an older database up to this version; the history in it is not touched.

    Example: casetrack migrate
    """
    from casetrack.bootstrap import migrate as migrate_database  # loads SQLModel

    before, after = migrate_database(click.get_current_context().find_root().obj)
    say(f"Already at {after}." if before == after else f"Brought from {before} to {after}.")
