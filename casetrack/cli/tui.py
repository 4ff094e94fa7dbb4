"""`casetrack` alone: the terminal UI on the database of casetrack.toml."""

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from casetrack.cli.context import open_casetrack
from casetrack.cli.options import recorded_by
from casetrack.cli.output import ExitCode, narrate, say
from casetrack.domain.errors import BadInput

if TYPE_CHECKING:
    from casetrack.bootstrap import Casetrack


def open_ui(context: click.Context) -> int:
    """Open the terminal UI, or say how to start where there is no landlord here."""
    from casetrack.settings import find_settings_file  # pydantic loads with it

    try:
        find_settings_file(context.find_root().obj)
    except BadInput as missing:
        say(context.get_help())
        narrate(f"\n{missing}")
        return ExitCode.BAD_INPUT
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        narrate(
            "The terminal UI needs a terminal. `casetrack due` prints the worklist, "
            "`casetrack --help` lists every command."
        )
        return ExitCode.BAD_INPUT
    with open_casetrack() as casetrack:
        return run_ui(casetrack)


def run_ui(casetrack: "Casetrack") -> int:
    """Run the terminal UI on an open casetrack until it is left; return the exit code."""
    from casetrack.tui.app import CasetrackApp  # loads Textual
    from casetrack.tui.desk import Desk

    desk = Desk(casetrack, account=recorded_by(), now=_now)
    app = CasetrackApp(desk)
    app.run()
    return app.return_code or 0


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  the edge
