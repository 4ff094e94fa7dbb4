"""`casetrack` alone: the terminal UI on the database of casetrack.toml; and `casetrack web`."""

import os
import shlex
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import recorded_by
from casetrack.cli.output import ExitCode, narrate, program, say, wrapped
from casetrack.domain.errors import BadInput, CouldNot, SettingsError

if TYPE_CHECKING:
    from casetrack.bootstrap import Casetrack

_LOOPBACK = "127.0.0.1"


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
    from casetrack.incident import written_down
    from casetrack.tui.app import CasetrackApp  # loads Textual
    from casetrack.tui.desk import Desk
    from casetrack.tui.keys import binding_ids, key_problem
    from casetrack.tui.preferences import Preferences, load_preferences, preferences_file
    from casetrack.tui.themes import THEMES

    wrong = ""
    try:
        preferences = load_preferences(
            preferences_file(), [theme.name for theme in THEMES], binding_ids, key_problem
        )
    except SettingsError as error:  # no reason to keep a handler from work
        preferences, wrong = (
            Preferences(),
            f"{error} Until then it is as if the file were not there.",
        )
    desk = Desk(casetrack, account=recorded_by(), now=_now)
    app = CasetrackApp(desk, preferences, wrong=wrong)
    app.run()
    if app.fault is not None:
        narrate(f"{written_down(app.fault)}\nWhat was typed is kept as a draft.")
    return app.return_code or ExitCode.DONE


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  the edge


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8377, show_default=True)
@config_option
def web(port: int) -> ExitCode:
    """The terminal UI in a browser on this computer.

    It asks nobody who they are: whoever reaches the page works in the name of the account that
    runs it. It listens on this computer alone; before it may stand nothing but the landlord's own
    proxy, with a login. Needs the extra: pip install 'casetrack[web]'.

    Example: casetrack web --port 8377
    """
    try:
        from textual_serve.server import Server
    except ModuleNotFoundError as error:
        raise CouldNot(
            "What serves the UI to a browser is not installed: run "
            "`pip install 'casetrack[web]'`, then try again."
        ) from error
    config = click.get_current_context().find_root().obj
    with open_casetrack() as casetrack:
        landlord = casetrack.settings.landlord.name
    narrate(
        wrapped(
            f"{landlord} on http://{_LOOPBACK}:{port}. There is no login: whoever reaches this "
            f"page records in the name of {recorded_by()}. Keep it on this computer, or behind a "
            "proxy of your own that asks who comes. The page takes its letters (a font) from "
            "another site. Ctrl+C stops it."
        )
    )
    command = program() + (f" --config {shlex.quote(os.fspath(config))}" if config else "")
    Server(command, host=_LOOPBACK, port=port, title=f"casetrack: {landlord}").serve()
    return ExitCode.DONE
